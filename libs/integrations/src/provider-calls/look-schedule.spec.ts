import { describe, expect, it } from '@jest/globals';
import { nextLookMs } from './look-schedule.js';

describe('looks at a task of a provider', () => {
  it.each([
    [0, 0, 10_000],
    [1, 10_000, 15_000],
    [2, 25_000, 22_500],
    [9, 120_000, 40_000],
    [40, 700_000, 300_000],
  ])('after %d looks, %d ms after the submission, are %d ms apart', (looks, ageMs, waitMs) => {
    expect(nextLookMs(looks, ageMs, 10_000, 0.5)).toBe(waitMs);
  });

  it('are spread a little, so that what was submitted together is not looked at together', () => {
    expect([nextLookMs(0, 0, 10_000, 0), nextLookMs(0, 0, 10_000, 1)]).toEqual([9_000, 11_000]);
  });

  it('find a result of the first ten minutes at most 45 s late', () => {
    for (let looks = 0; looks < 30; looks += 1) expect(nextLookMs(looks, 599_999, 10_000, 1)).toBeLessThanOrEqual(45_000);
  });
});
