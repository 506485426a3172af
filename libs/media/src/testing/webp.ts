import { createCanvas } from '@napi-rs/canvas';

export interface WebpPart {
  readonly picture: Buffer;
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
  readonly milliseconds: number;
  /** Takes the place of what is there. */
  readonly isOpaque?: boolean;
  readonly isDisposed?: boolean;
}

function chunk(name: string, data: Buffer): Buffer {
  const head = Buffer.from(`${name}\0\0\0\0`, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}

/** Three bytes each, the least first. */
function small(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 3);
  for (const [index, value] of values.entries()) bytes.writeUIntLE(value, index * 3, 3);
  return bytes;
}

/** An animated WebP of parts that are stills. For specs. @param profile an ICC profile */
export function animationOf(width: number, height: number, parts: readonly WebpPart[], profile?: Buffer): Buffer {
  const frames = parts.map(({ picture, x = 0, y = 0, isOpaque = false, isDisposed = false, ...own }) => {
    // A still may have a head of its own, and a profile, which a frame does not repeat.
    const pictureAt = ['ALPH', 'VP8 ', 'VP8L'].map((name) => picture.indexOf(name, 12, 'latin1')).filter((at) => at >= 0);
    const data = picture.subarray(Math.min(...pictureAt));
    const about = small(x / 2, y / 2, own.width - 1, own.height - 1, own.milliseconds);
    return chunk('ANMF', Buffer.concat([about, Buffer.from([(isOpaque ? 2 : 0) | (isDisposed ? 1 : 0)]), data]));
  });
  const extended = Buffer.concat([Buffer.from([profile ? 0x32 : 0x12, 0, 0, 0]), small(width - 1, height - 1)]);
  const about = [
    chunk('VP8X', extended),
    ...(profile ? [chunk('ICCP', profile)] : []),
    chunk('ANIM', Buffer.from([255, 255, 255, 255, 0, 0])),
  ];
  return chunk('RIFF', Buffer.concat([Buffer.from('WEBP'), ...about, ...frames]));
}

/** A still WebP of one colour. */
export function webpOf(width: number, height: number, colour: string): Promise<Buffer> {
  const canvas = createCanvas(width, height);
  const pen = canvas.getContext('2d');
  pen.fillStyle = colour;
  pen.fillRect(0, 0, width, height);
  return canvas.encode('webp', 90);
}

/** An animated WebP of one colour after the other, each so many milliseconds. */
export async function animatedWebpOf(width: number, height: number, times: readonly number[]): Promise<Buffer> {
  const parts = times.map(async (milliseconds, index) => {
    const picture = await webpOf(width, height, `hsl(${index * 40}, 70%, 50%)`);
    return { picture, width, height, milliseconds };
  });
  return animationOf(width, height, await Promise.all(parts));
}
