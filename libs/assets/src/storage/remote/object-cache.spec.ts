import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ObjectCache } from './object-cache.js';

let root: string;
beforeEach(async () => void (root = await mkdtemp(path.join(tmpdir(), 'kadr-cache-'))));
afterEach(() => rm(root, { recursive: true, force: true }));

const kept = async (): Promise<string[]> =>
  (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ parentPath }) => path.basename(parentPath))
    .sort();

describe('D18: copies of objects', () => {
  /** Fetches one of that many bytes, last used so many seconds ago. */
  const bring = async (cache: ObjectCache, key: string, bytes: number, agoSeconds = 0): Promise<void> => {
    const file = await cache.pathOf(key, 'r1', (target) => writeFile(target, Buffer.alloc(bytes)));
    const at = new Date(Date.now() - agoSeconds * 1000);
    await utimes(file, at, at);
  };

  it('may be half as many again as was said while they are in use, and never more', async () => {
    const cache = new ObjectCache(root, 1000);
    for (const [index, key] of ['a', 'b', 'c', 'd', 'e'].entries()) await bring(cache, key, 300, 60 - index);
    // All of the last hour: 1,500 are the end.
    expect(await kept()).toEqual(['a', 'b', 'c', 'd', 'e']);
    await bring(cache, 'f', 300);
    expect(await kept()).toEqual(['b', 'c', 'd', 'e', 'f']);
  });

  it('that nobody used within the hour go first, down to the limit', async () => {
    const cache = new ObjectCache(root, 1000);
    for (const key of ['a', 'b', 'c']) await bring(cache, key, 300, 7200);
    await bring(cache, 'd', 300);
    expect(await kept()).toHaveLength(3);
    expect(await kept()).toContain('d');
  });

  it('stay when they have just been asked for, however large', async () => {
    const cache = new ObjectCache(root, 1000);
    await bring(cache, 'small', 100);
    await bring(cache, 'large', 5000);
    expect(await kept()).toEqual(['large']);
  });

  it('that are on their way count, and are left alone', async () => {
    const cache = new ObjectCache(root, 1000);
    const [begun, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const coming = cache.pathOf('coming', 'r1', async (target) => {
      await writeFile(target, Buffer.alloc(1400));
      begun.resolve();
      await gate.promise;
    });
    await begun.promise;
    await bring(cache, 'a', 100, 5);
    await bring(cache, 'b', 100);
    expect(await kept()).toEqual(['.incoming', 'b']);
    gate.resolve();
    await coming;
    expect(await kept()).toContain('coming');
  });
});
