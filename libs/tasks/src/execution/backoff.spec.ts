import { describe, expect, it } from '@jest/globals';
import { backoffMs } from './backoff.js';

describe('the wait before a retry', () => {
  it('doubles with each failure', () => {
    expect([1, 2, 3].map((failures) => backoffMs(failures, 1000, 0.5))).toEqual([1000, 2000, 4000]);
  });

  it('is spread by a quarter to either side', () => {
    expect(backoffMs(1, 1000, 0)).toBe(750);
    expect(backoffMs(1, 1000, 1)).toBe(1250);
  });

  it('does not grow without end', () => expect(backoffMs(500, 1000, 0.5)).toBe(1_024_000));
  it('can be nothing', () => expect(backoffMs(3, 0, 0.7)).toBe(0));
});
