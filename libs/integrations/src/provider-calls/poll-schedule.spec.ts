import { describe, expect, it } from '@jest/globals';
import { nextPollMs } from './poll-schedule.js';

describe('looks at a task of a provider', () => {
  it.each([
    [0, 0, 10_000],
    [1, 10_000, 15_000],
    [2, 25_000, 22_500],
    [9, 120_000, 40_000],
    [40, 700_000, 300_000],
  ])('after %d polls, %d ms after the submission, are %d ms apart', (polls, ageMs, waitMs) => {
    expect(nextPollMs(polls, ageMs, 10_000, 0.5)).toBe(waitMs);
  });

  it('are spread a little, so that what was submitted together is not polled together', () => {
    expect([nextPollMs(0, 0, 10_000, 0), nextPollMs(0, 0, 10_000, 1)]).toEqual([9_000, 11_000]);
  });

  it('find a result of the first ten minutes at most 45 s late', () => {
    for (let polls = 0; polls < 30; polls += 1) expect(nextPollMs(polls, 599_999, 10_000, 1)).toBeLessThanOrEqual(45_000);
  });
});
