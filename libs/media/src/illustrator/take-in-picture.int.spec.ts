import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { FilmEngine } from '../film/index.js';
import { avifOf, pngOf, temporaryFolder } from '../testing/index.js';
import { takeInPicture } from './take-in-picture.js';

const at = temporaryFolder();

/** The boxes in front of a picture, as cameras and programs write them. */
function heif(major: string, compatible: readonly string[], size?: readonly [number, number]): Buffer {
  const brands = Buffer.from([major, '\0\0\0\0', ...compatible].join(''), 'latin1');
  const ftyp = Buffer.concat([Buffer.alloc(4), Buffer.from('ftyp'), brands]);
  ftyp.writeUInt32BE(ftyp.length);
  if (!size) return ftyp;
  const ispe = Buffer.concat([Buffer.from([0, 0, 0, 20]), Buffer.from('ispe'), Buffer.alloc(12)]);
  ispe.writeUInt32BE(size[0], 12);
  ispe.writeUInt32BE(size[1], 16);
  return Buffer.concat([ftyp, ispe]);
}

describe('faults D3: a picture that FFmpeg does not read everywhere', () => {
  it.each([
    ['as JPEG', false, 'jpeg'],
    ['as PNG where something shines through', true, 'png'],
  ])('is taken in %s', async (_, isSheer, container) => {
    await writeFile(at('picture'), await avifOf(160, 90, isSheer));
    expect(await takeInPicture(at('picture'))).toBe(true);
    const probe = await new FilmEngine().probe(at('picture'));
    expect(probe).toMatchObject({ container, video: { widthPx: 160, heightPx: 90 } });
  });

  it('leaves any other file as it is', async () => {
    const png = pngOf(16, 16);
    for (const [name, content] of [
      ['a.png', png],
      ['short', Buffer.from('avif')],
      ['empty', Buffer.alloc(0)],
      ['clip.mp4', heif('isom', ['isom', 'avc1'])],
    ] as const) {
      await writeFile(at(name), content);
      expect([name, await takeInPicture(at(name))]).toEqual([name, false]);
      expect(await readFile(at(name))).toEqual(content);
    }
  });

  it.each([
    ['HEIC with nothing in it', heif('heic', ['mif1', 'heic']), 'unsupported_media', 'save it as JPEG'],
    ['HEIC under a general name, with nothing in it', heif('mif1', ['mif1', 'heic']), 'unsupported_media', 'save it as JPEG'],
    ['a HEIC series with nothing in it', heif('msf1', ['hevc']), 'unsupported_media', 'save it as JPEG'],
    ['an animated AVIF', heif('avis', ['avif', 'avis']), 'unsupported_media', 'animated'],
    ['a bomb', heif('avif', ['avif', 'mif1'], [60_000, 60_000]), 'media_too_large', '60000 x 60000'],
    ['one that is cut', heif('avif', ['avif', 'mif1'], [16, 16]), 'unsupported_media', 'damaged'],
    ['one under a general name, cut', heif('mif1', ['mif1', 'avif'], [16, 16]), 'unsupported_media', 'damaged'],
  ])('refuses %s, saying why', async (_, content, code, why) => {
    await writeFile(at('wrong'), content);
    await expect(takeInPicture(at('wrong'))).rejects.toMatchObject({ code, retryable: false, message: expect.stringContaining(why) });
    expect(await readFile(at('wrong'))).toEqual(content);
  });
});
