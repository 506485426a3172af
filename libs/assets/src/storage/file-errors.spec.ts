import { describe, expect, it } from '@jest/globals';
import { StorageError } from '../contracts/errors.js';
import { asStorageError } from './file-errors.js';

const system = (code: string) => Object.assign(new Error(`${code}: write`), { code });

describe('a failed file operation', () => {
  it.each([
    ['ENOSPC', 'no_space', true],
    ['EDQUOT', 'no_space', true],
    ['ENOENT', 'object_missing', false],
    ['EIO', 'storage_failed', true],
  ])('%s means %s', (code, expected, retryable) => {
    expect(asStorageError(system(code), 'cannot store x')).toMatchObject({ code: expected, retryable, cause: system(code) });
  });

  it('that we named already keeps its name', () => {
    const named = new StorageError('invalid_key', 'no', false);
    expect(asStorageError(named, 'cannot store x')).toBe(named);
  });
});
