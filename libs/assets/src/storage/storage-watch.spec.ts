import { describe, expect, it } from '@jest/globals';
import { StorageError } from '../contracts/errors.js';
import { StorageWatch } from './storage-watch.js';

const full = new StorageError('no_space', 'the bucket: S3 says QuotaExceeded', true);

/** A storage that refuses what it is told to, and notes how it was looked at. */
function watched(refuses: { reading?: boolean; writing?: boolean } = {}) {
  const looks: string[] = [];
  const watch = new StorageWatch({
    probe: async (isWriting) => {
      looks.push(isWriting ? 'writes' : 'reads');
      if (isWriting ? refuses.writing : refuses.reading) throw full;
    },
  });
  return { watch, looks, refuses };
}

describe('whether the storage takes objects', () => {
  it('is found by writing at first, and kept for a while', async () => {
    const { watch, looks } = watched();
    expect(watch.hasWorked).toBe(false);
    expect([await watch.refusal(), await watch.refusal()]).toEqual([null, null]);
    expect([looks, watch.hasWorked]).toEqual([['writes'], true]);
  });

  it('is told in the words of the storage, by everybody who asks together after one look', async () => {
    const { watch, looks } = watched({ writing: true });
    expect(await Promise.all([watch.refusal(), watch.refusal()])).toEqual([full.message, full.message]);
    expect([looks, watch.hasWorked]).toEqual([['writes'], false]);
  });

  it('is looked at again, by writing, as soon as a put was refused', async () => {
    const { watch, looks, refuses } = watched();
    await watch.refusal();
    refuses.writing = true;
    watch.noteFailure();
    expect([await watch.refusal(), watch.hasWorked]).toEqual([full.message, true]);
    refuses.writing = false;
    watch.noteFailure();
    expect(await watch.refusal()).toBeNull();
    expect(looks).toEqual(['writes', 'writes', 'writes']);
  });
});
