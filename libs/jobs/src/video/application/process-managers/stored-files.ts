import { type StoredFile } from '#steps';

/** Every file that an event names, wherever in its data it stands; so a new kind of event is counted from its first day. */
export function storedFilesIn(data: unknown): StoredFile[] {
  if (typeof data !== 'object' || data === null) return [];
  if (isStoredFile(data)) return [data];
  return Object.values(data).flatMap((value: unknown) => storedFilesIn(value));
}

function isStoredFile(data: object): data is StoredFile {
  const { key, sizeBytes, sha256 } = data as Partial<StoredFile>;
  return typeof key === 'string' && typeof sizeBytes === 'number' && typeof sha256 === 'string';
}
