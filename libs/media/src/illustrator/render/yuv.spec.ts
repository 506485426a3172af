import { describe, expect, it } from '@jest/globals';
import { YuvFrames } from './yuv.js';

const format = (widthPx: number, heightPx: number) => ({ widthPx, heightPx, fps: 30 });

function noise(widthPx: number, heightPx: number): Uint8Array {
  const rgba = new Uint8Array(widthPx * heightPx * 4);
  let state = 7;
  for (let i = 0; i < rgba.length; i += 1) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    rgba[i] = i % 4 === 3 ? 255 : state >>> 24;
  }
  return rgba;
}

type Colour = readonly [red: number, green: number, blue: number];

/** BT.709 as it is defined, in limited range. */
function yuvOf([red, green, blue]: Colour): Colour {
  const luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return [16 + (luma * 219) / 255, 128 + (((blue - luma) / 1.8556) * 224) / 255, 128 + (((red - luma) / 1.5748) * 224) / 255];
}

/** The greatest distance of a plane from what is wanted at each of its pixels. */
function farthest(plane: Uint8Array, widthPx: number, wanted: (x: number, y: number) => number): number {
  return plane.reduce((most, value, at) => Math.max(most, Math.abs(value - wanted(at % widthPx, Math.floor(at / widthPx)))), 0);
}

describe('a frame as YUV', () => {
  // Whole sixteens, ends of rows that are not, the smallest there is, and rows that are no whole group.
  it.each([
    [64, 48],
    [90, 18],
    [16, 2],
    [1080, 34],
    [18, 16],
  ])('has the colours of the canvas, %i x %i', (widthPx, heightPx) => {
    const rgba = noise(widthPx, heightPx);
    const frame = new YuvFrames(format(widthPx, heightPx)).of(rgba);
    const pixels = widthPx * heightPx;
    expect(frame).toHaveLength((pixels * 3) / 2);
    const at = (x: number, y: number): Colour => {
      const [red = 0, green = 0, blue = 0] = rgba.subarray((y * widthPx + x) * 4);
      return [red, green, blue];
    };
    expect(farthest(frame.subarray(0, pixels), widthPx, (x, y) => yuvOf(at(x, y))[0])).toBeLessThan(1);
    const colour = (plane: 1 | 2) => (x: number, y: number) => {
      const [left, right] = [at(2 * x, 2 * y + 1), at(2 * x + 1, 2 * y + 1)];
      return yuvOf([0, 1, 2].map((i) => ((left[i] ?? 0) + (right[i] ?? 0)) / 2) as unknown as Colour)[plane];
    };
    const [blue, red] = [frame.subarray(pixels, (pixels * 5) / 4), frame.subarray((pixels * 5) / 4)];
    expect(farthest(blue, widthPx / 2, colour(1))).toBeLessThan(1.5);
    expect(farthest(red, widthPx / 2, colour(2))).toBeLessThan(1.5);
  });

  it.each([
    ['black', [0, 0, 0], [16, 128, 128]],
    ['white', [255, 255, 255], [235, 128, 128]],
    ['red', [255, 0, 0], [63, 102, 240]],
    ['green', [0, 255, 0], [173, 42, 26]],
    ['blue', [0, 0, 255], [32, 240, 118]],
  ] as const)('shows %s as it is agreed', (_name, [red, green, blue], wanted) => {
    const rgba = Uint8Array.from({ length: 32 * 4 * 4 }, (_, i) => [red, green, blue, 255][i % 4] ?? 0);
    const frame = new YuvFrames(format(32, 4)).of(rgba);
    expect([frame[0], frame[128], frame[160]]).toEqual(wanted);
  });

  it('is written over by the next one, which has nothing of it left', () => {
    const frames = new YuvFrames(format(64, 48));
    const alone = Buffer.from(new YuvFrames(format(64, 48)).of(noise(64, 48)));
    frames.of(new Uint8Array(64 * 48 * 4).fill(255));
    expect(frames.of(noise(64, 48)).equals(alone)).toBe(true);
  });
});
