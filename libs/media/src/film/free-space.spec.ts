import { describe, expect, it } from '@jest/globals';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freeBytesOf, mustHaveSpace, pieceBytes, RESERVE_BYTES } from './free-space.js';

const free = (bytes: number) => () => Promise.resolve(bytes);

describe('the room for a file', () => {
  it('is enough when what is needed and the reserve are free', async () => {
    await expect(mustHaveSpace('/films/a.mp4', 1000, free(1000 + RESERVE_BYTES))).resolves.toBeUndefined();
  });

  it('is refused before anything is written, to be tried again, with both figures', async () => {
    await expect(mustHaveSpace('/films/a.mp4', 1000, free(999 + RESERVE_BYTES))).rejects.toMatchObject({
      code: 'no_space',
      retryable: true,
      message: expect.stringMatching(new RegExp(`a\\.mp4: 1000 bytes .* ${999 + RESERVE_BYTES} are free`)),
    });
  });

  it('grows with the pixels of a piece', () => {
    const small = pieceBytes(300, { widthPx: 480, heightPx: 854, fps: 30 });
    expect(pieceBytes(600, { widthPx: 480, heightPx: 854, fps: 30 })).toBe(2 * small);
  });

  it('is looked up for a folder that is not there yet', async () => {
    expect(await freeBytesOf(path.join(tmpdir(), 'no', 'such', 'folder'))).toBeGreaterThan(0);
  });
});
