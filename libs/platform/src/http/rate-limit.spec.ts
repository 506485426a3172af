import { describe, expect, it } from '@jest/globals';
import { Clock } from '../time/clock.js';
import { hasScope } from './principal.js';
import { RateLimiter } from './rate-limit.js';

class FixedClock extends Clock {
  ms = 1_000_000;
  override nowMs(): number {
    return this.ms;
  }
}

describe('the rate limit', () => {
  it('allows so many a minute and key, and says how many are left and when all are back', () => {
    const clock = new FixedClock();
    const limiter = new RateLimiter(clock);
    expect(limiter.take('a', 2)).toEqual({ isAllowed: true, limit: 2, remaining: 1, resetSeconds: 60 });
    clock.ms += 20_000;
    expect(limiter.take('a', 2)).toEqual({ isAllowed: true, limit: 2, remaining: 0, resetSeconds: 40 });
    expect(limiter.take('a', 2)).toEqual({ isAllowed: false, limit: 2, remaining: 0, resetSeconds: 40 });
    expect(limiter.take('b', 2).isAllowed).toBe(true);
    clock.ms += 39_999;
    expect(limiter.take('a', 2)).toMatchObject({ isAllowed: false, resetSeconds: 1 });
    clock.ms += 1;
    expect(limiter.take('a', 2)).toEqual({ isAllowed: true, limit: 2, remaining: 1, resetSeconds: 60 });
  });
});

describe('scopes', () => {
  it.each([
    [['videos:read'], 'videos:read', true],
    [['videos:read'], 'videos:write', false],
    [['workflows:*'], 'workflows:write', true],
    [['workflows:*'], 'workflowsx:write', false],
    [['admin', 'videos:*'], 'operator', false],
    [[], 'videos:read', false],
  ] as const)('%j for %s: %s', (granted, wanted, expected) => expect(hasScope(granted, wanted)).toBe(expected));
});
