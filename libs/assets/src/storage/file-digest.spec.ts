import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { digestOf, syncedDigestOf } from './file-digest.js';

const CHUNK = 1 << 20;

describe('the digest of a file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'kadr-digest-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each([0, 1, 1000, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])('is that of all its %i bytes', async (sizeBytes) => {
    const [file, bytes] = [path.join(folder, String(sizeBytes)), randomBytes(sizeBytes)];
    await writeFile(file, bytes);
    const digest = { sizeBytes, sha256: createHash('sha256').update(bytes).digest('hex') };
    expect([await digestOf(file), await syncedDigestOf(file)]).toEqual([digest, digest]);
  });

  it('is not there without the file', async () => {
    await expect(syncedDigestOf(path.join(folder, 'missing'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
