import { createCanvas, loadImage } from '@napi-rs/canvas';
import { describe, expect, it } from '@jest/globals';
import { thumbnail } from './thumbnail.js';

describe('a picture for agents', () => {
  it.each([
    [1000, 500, 512, 256],
    [300, 2048, 75, 512],
    [64, 32, 64, 32],
  ])('of %d x %d pixels becomes a JPEG of %d x %d', async (width, height, toWidth, toHeight) => {
    const small = await thumbnail(await createCanvas(width, height).encode('png'));
    expect([...small.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
    const { width: w, height: h } = await loadImage(Buffer.from(small));
    expect([w, h]).toEqual([toWidth, toHeight]);
  });

  it('is refused where it is none', () => expect(thumbnail(Buffer.from('film'))).rejects.toThrow());
});
