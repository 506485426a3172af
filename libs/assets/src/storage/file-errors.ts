import { StorageError } from '../contracts/errors.js';

const NO_SPACE = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const MISSING = new Set(['ENOENT', 'ENOTDIR', 'EISDIR']);

/** @returns the system's name of an error (`ENOENT`); empty when it has none. */
export function systemCodeOf(error: unknown): string {
  const code: unknown = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

export const isFull = (error: unknown): boolean => NO_SPACE.has(systemCodeOf(error));
export const isMissing = (error: unknown): boolean => MISSING.has(systemCodeOf(error));

/** What a failed file operation means for who stores or reads objects. @param what was tried, with the key. */
export function asStorageError(error: unknown, what: string): StorageError {
  if (error instanceof StorageError) return error;
  if (isFull(error)) {
    return new StorageError('no_space', `${what}: no space is left on the storage volume`, true, { cause: error });
  }
  const reason = String((error as { message?: unknown } | null)?.message ?? error);
  if (isMissing(error)) return new StorageError('object_missing', `${what}: ${reason}`, false, { cause: error });
  return new StorageError('storage_failed', `${what}: ${reason}`, true, { cause: error });
}
