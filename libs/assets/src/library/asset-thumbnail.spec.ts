import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MediaError } from '#media';
import { type StoredObject } from '../contracts/storage.js';
import { thumbnailOf } from './asset-thumbnail.js';

const LOOK = { kind: 'image', durationSeconds: null } as const;
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'thumbnail-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Stills of so many bytes a pixel of their longest side, and what became of them. */
function library(bytesPerPx: number) {
  const [asked, stored]: [number[], string[]] = [[], []];
  const engine = {
    stillFrame: async (_file: string, atSeconds: number, outPath: string, { maxSizePx = 0 } = {}) => {
      asked.push(maxSizePx, atSeconds);
      await writeFile(outPath, Buffer.alloc(maxSizePx * bytesPerPx));
      return { path: outPath, contentType: 'image/jpeg' };
    },
  };
  const store = async (file: string, contentType: string): Promise<StoredObject> => {
    await access(file);
    stored.push(file);
    return { key: 'k', contentType, sizeBytes: 1, sha256: 'ab' };
  };
  return { engine, store, asked, stored };
}
const of = ({ engine, store }: ReturnType<typeof library>, look: Parameters<typeof thumbnailOf>[2] = LOOK) =>
  thumbnailOf(engine, path.join(folder, 'file'), look, store);
const isGone = (file: string) =>
  access(file).then(
    () => false,
    () => true,
  );

describe('the thumbnail of a file', () => {
  it.each([
    [10, [320, 0]],
    [100, [320, 0, 240, 0]],
    [180, [320, 0, 240, 0, 160, 0]],
  ])('is as large as 30 kB allow at %i bytes a pixel', async (bytesPerPx, asked) => {
    const made = library(bytesPerPx);
    expect(await of(made)).toMatchObject({ key: 'k', contentType: 'image/jpeg' });
    expect(made.asked).toEqual(asked);
    expect(made.stored).toHaveLength(1);
    expect(await isGone(made.stored[0] ?? '')).toBe(true);
  });

  it('is none where even the smallest has more, and nothing of it stays', async () => {
    const made = library(1000);
    expect([await of(made), made.stored, await isGone(path.join(folder, 'file.thumbnail.jpg'))]).toEqual([null, [], true]);
  });

  it('of a clip shows a moment within it, of sound there is none', async () => {
    const made = library(1);
    await of(made, { kind: 'video', durationSeconds: 10 });
    expect(made.asked).toEqual([320, 1.2]);
    const sound = library(1);
    expect([await of(sound, { kind: 'audio', durationSeconds: 10 }), sound.asked]).toEqual([null, []]);
  });

  it('refuses a file of which nothing can be shown', async () => {
    const why = new MediaError('unsupported_media', 'file cannot be used: it has no picture that can be decoded', false);
    await expect(of({ ...library(1), engine: { stillFrame: () => Promise.reject(why) } })).rejects.toMatchObject({
      name: 'UserMediaError',
      code: 'unsupported_media',
      message: 'It cannot be used: it has no picture that can be decoded.',
    });
  });

  it('refuses no file over what else goes wrong', async () => {
    const made = library(1);
    const broken = { ...made, engine: { stillFrame: () => Promise.reject(new MediaError('render_failed', 'no still', true)) } };
    expect(await of(broken)).toBeNull();
    expect(await of({ ...made, store: () => Promise.reject(new Error('the disk is full')) })).toBeNull();
  });
});
