import { describe, expect, it } from '@jest/globals';
import { mp4Comment } from './mp4-comment.js';

const box = (type: string, ...inside: readonly Buffer[]): Buffer => {
  const head = Buffer.alloc(8);
  const body = Buffer.concat(inside);
  head.writeUInt32BE(8 + body.length, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
};
/** With its length in eight bytes, as for what is larger than 4 GB. */
const longBox = (type: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(16);
  head.writeUInt32BE(1, 0);
  head.write(type, 4, 'latin1');
  head.writeBigUInt64BE(BigInt(16 + body.length), 8);
  return Buffer.concat([head, body]);
};
const WORDS = 'kadr:run/é';
const data = box('data', Buffer.from([0, 0, 0, 1, 0, 0, 0, 0]), Buffer.from(WORDS));
const meta = (...items: readonly Buffer[]): Buffer => box('meta', Buffer.alloc(4), box('hdlr', Buffer.alloc(25)), box('ilst', ...items));
const film = (...inMoov: readonly Buffer[]): Buffer =>
  Buffer.concat([
    box('ftyp', Buffer.from('isom')),
    longBox('mdat', Buffer.alloc(1_000)),
    box('moov', box('trak', Buffer.alloc(500)), ...inMoov),
  ]);

const pieces = (file: Buffer) => {
  let bytes = 0;
  const read = (start: number, length: number): Promise<Buffer> => {
    bytes += length;
    return Promise.resolve(file.subarray(start, start + length));
  };
  return { of: { sizeBytes: file.length, read }, bytes: () => bytes };
};

describe('the comment of an MP4 file', () => {
  it('is found behind its pictures and sounds, without reading them', async () => {
    const { of, bytes } = pieces(film(box('udta', meta(box('\u00a9too', data), box('\u00a9cmt', data)))));
    expect(await mp4Comment(of)).toBe(WORDS);
    expect(bytes()).toBeLessThan(300);
  });

  it('is missing where nobody wrote one, and in what is no MP4', async () => {
    const without = [film(), film(box('udta')), film(box('udta', meta(box('\u00a9too', data)))), Buffer.from('RIFF'), Buffer.alloc(0)];
    for (const file of without) expect(await mp4Comment(pieces(file).of)).toBeNull();
  });

  it('of a file that lies about its lengths is missing, or cut', async () => {
    const whole = film(box('udta', meta(box('\u00a9cmt', data))));
    for (let bytes = 0; bytes < whole.length; bytes += 7) {
      const cut = await mp4Comment(pieces(whole.subarray(0, bytes)).of);
      expect(cut === null || WORDS.startsWith(cut)).toBe(true);
    }
    // What is said to reach beyond what it stands in is none of it.
    const wide = meta(box('\u00a9cmt', data));
    wide.writeUInt32BE(wide.length + 8, 0);
    expect(await mp4Comment(pieces(film(box('udta', wide), box('free'))).of)).toBeNull();
    const endless = Buffer.concat(Array.from({ length: 5_000 }, () => box('free')));
    const { of, bytes } = pieces(endless);
    expect([await mp4Comment(of), bytes() <= 16_000]).toEqual([null, true]);
    const huge = Buffer.concat([longBox('moov', Buffer.alloc(0)).fill(0xff, 8, 16), Buffer.alloc(100)]);
    expect(await mp4Comment(pieces(huge).of)).toBeNull();
  });
});
