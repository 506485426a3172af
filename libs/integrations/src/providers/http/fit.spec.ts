import { describe, expect, it } from '@jest/globals';
import { fittingDuration, fittingSize } from './fit.js';

describe('what a model can make that comes nearest to what is wanted', () => {
  it.each([
    [5.2, [4, 6, 8], 6],
    [6, [8, 6, 4], 6],
    [12, [4, 6, 8], 8],
    [7.3, null, 7.3],
  ])('is, for %d s of %j, %d s', (wanted, lengths, fitting) => {
    expect(fittingDuration(wanted, lengths)).toBe(fitting);
  });

  const sizes = [
    { widthPx: 1280, heightPx: 720 },
    { widthPx: 720, heightPx: 1280 },
    { widthPx: 1080, heightPx: 1920 },
  ];
  it.each([
    [480, 854, 720],
    [1080, 1920, 1080],
    [2160, 3840, 1080],
    [864, 1080, 1080],
    [1920, 1080, 1280],
  ])('is, for %d x %d, %d wide', (widthPx, heightPx, fitting) => {
    expect(fittingSize(sizes, { widthPx, heightPx }).widthPx).toBe(fitting);
  });
});
