import { readFile, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { locateFfmpeg, run } from '../ffmpeg/index.js';
import { displayP3, withProfile } from '../testing/icc.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { probeFile } from './probe.js';
import { readStillHeader } from './still-header.js';

const at = temporaryFolder();
const tools = locateFfmpeg();
const make = (name: string, ...encoder: string[]) =>
  run(tools.ffmpegPath, ['-nostdin', '-loglevel', 'error', '-f', 'lavfi', '-i', 'testsrc=s=48x32:r=10', ...encoder, '-y', at(name)], {
    limitMs: 30_000,
    purpose: `make ${name}`,
  });

/** A JPEG says of itself, in EXIF of either byte order, that it lies on its side. */
function turned(jpeg: Buffer, orientation: number, isLittle: boolean): Buffer {
  const tiff = Buffer.alloc(26);
  tiff.write(isLittle ? 'II' : 'MM', 0, 'latin1');
  const [short, long] = isLittle
    ? [(value: number, to: number) => tiff.writeUInt16LE(value, to), (value: number, to: number) => tiff.writeUInt32LE(value, to)]
    : [(value: number, to: number) => tiff.writeUInt16BE(value, to), (value: number, to: number) => tiff.writeUInt32BE(value, to)];
  short(42, 2);
  long(8, 4);
  short(1, 8);
  short(0x0112, 10);
  short(3, 12);
  long(1, 14);
  short(orientation, 18);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(2 + 6 + tiff.length, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, Buffer.from('Exif\0\0', 'latin1'), tiff, jpeg.subarray(2)]);
}

/** With a small JPEG in a segment of its own, as cameras write it. */
function withThumbnail(jpeg: Buffer): Buffer {
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(2 + jpeg.length, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, jpeg, jpeg.subarray(2)]);
}

describe('the head of a picture', () => {
  beforeAll(async () => {
    await make('plain.jpg', '-frames:v', '1', '-pix_fmt', 'yuvj420p');
    await make('plain.png', '-frames:v', '1');
    await make('plain.webp', '-frames:v', '1');
    await make('lossless.webp', '-frames:v', '1', '-lossless', '1');
    await make('still.gif', '-frames:v', '1');
    await make('moving.gif', '-frames:v', '5');
  });

  it.each(['plain.jpg', 'plain.png', 'plain.webp', 'lossless.webp', 'still.gif'])('says its size (%s)', async (name) => {
    expect(readStillHeader(await readFile(at(name)))).toEqual({
      sizePx: { width: 48, height: 32 },
      orientation: 1,
      profile: null,
      isAnimated: false,
      isCutOff: false,
    });
    // Cut off anywhere, it is passed over, never thrown at.
    const whole = await readFile(at(name));
    for (let length = 0; length < Math.min(whole.length, 400); length += 1)
      expect(() => readStillHeader(whole.subarray(0, length))).not.toThrow();
  });

  it.each(['plain.jpg', 'plain.png', 'plain.webp', 'lossless.webp'])('says whether its end is missing (%s)', async (name) => {
    const plain = await readFile(at(name));
    // A thumbnail within is a whole picture of its own, and what a phone writes behind the picture is no part of it.
    const whole = name === 'plain.jpg' ? withThumbnail(plain) : plain;
    expect([readStillHeader(whole).isCutOff, readStillHeader(Buffer.concat([whole, Buffer.alloc(99, 0xff)])).isCutOff]).toEqual([
      false,
      false,
    ]);
    const taken = Array.from({ length: whole.length - 40 }, (_, more) => whole.subarray(0, 40 + more));
    expect(taken.filter((part) => !readStillHeader(part).isCutOff).map(({ length }) => length)).toEqual([]);
    expect(readStillHeader(whole.subarray(0, 99), false).isCutOff).toBe(false);
  });

  it.each(['plain.jpg', 'plain.png', 'lossless.webp'])('carries its profile (%s)', async (name) => {
    expect(readStillHeader(withProfile(await readFile(at(name)), displayP3())).profile).toEqual(displayP3());
  });

  it.each([true, false])('has the sides that are seen (faults D9, little endian: %s)', async (isLittle) => {
    for (const [orientation, width, height] of [
      [1, 48, 32],
      [3, 48, 32],
      [6, 32, 48],
      [8, 32, 48],
      [5, 32, 48],
    ] as const) {
      await writeFile(at('turned.jpg'), turned(await readFile(at('plain.jpg')), orientation, isLittle));
      expect((await probeFile(tools, at('turned.jpg'))).facts.video).toMatchObject({ widthPx: width, heightPx: height });
    }
  });

  it('tells a GIF that moves from one that does not', async () => {
    expect((await probeFile(tools, at('still.gif'))).facts).toMatchObject({ container: 'gif', durationSeconds: 0, video: { frames: 1 } });
    const { facts, container } = await probeFile(tools, at('moving.gif'));
    expect([facts.container, container.still, facts.video?.widthPx, facts.durationSeconds]).toEqual(['gif', false, 48, 0.5]);
  });

  it('names the limit of pixels, and animation that is not read', async () => {
    const huge = await readFile(at('plain.png'));
    huge.writeUInt32BE(8000, 16);
    huge.writeUInt32BE(8000, 20);
    await writeFile(at('huge.png'), huge);
    await expect(probeFile(tools, at('huge.png'))).rejects.toMatchObject({
      code: 'media_too_large',
      message: expect.stringContaining('33177600 pixels'),
    });
    const webp = withProfile(await readFile(at('lossless.webp')), displayP3());
    webp[20] = 0x02;
    await writeFile(at('moving.webp'), webp);
    await expect(probeFile(tools, at('moving.webp'))).rejects.toMatchObject({
      code: 'unsupported_media',
      message: expect.stringContaining('animated'),
    });
  });
});
