import { StorageError } from '../contracts/errors.js';

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const KEY = new RegExp(`^${UUID}/${UUID}(/[A-Za-z0-9._-]+)+$`);
const PREFIX = new RegExp(`^${UUID}/${UUID}(/[A-Za-z0-9._-]+)*$`);
/** Below what file systems allow for a path (4096) with room for the root folder. */
const MAX_LENGTH = 512;

/** @returns `<org id>/<subject id>/<name>`. @throws StorageError `invalid_key` */
export function objectKey(orgId: string, subjectId: string, name: string): string {
  return checkedKey(`${orgId}/${subjectId}/${name}`);
}

/** @returns the key unchanged. @throws StorageError `invalid_key`: not made by us, or leads out of its folder. */
export function checkedKey(key: string): string {
  return checked(key, KEY);
}

/** As `checkedKey`, for the prefix of a deletion: never less than one subject. */
export function checkedPrefix(prefix: string): string {
  return checked(prefix, PREFIX);
}

/** Whether we have made this key. */
export const isObjectKey = (key: string): boolean => key.length <= MAX_LENGTH && KEY.test(key);

function checked(key: string, pattern: RegExp): string {
  const leadsOut = key.split('/').some((part) => /^\.+$/.test(part));
  if (key.length > MAX_LENGTH || leadsOut || !pattern.test(key)) {
    throw new StorageError('invalid_key', `not an object key: ${JSON.stringify(key.slice(0, 200))}`, false);
  }
  return key;
}
