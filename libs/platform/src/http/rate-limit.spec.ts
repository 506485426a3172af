import { describe, expect, it, jest } from '@jest/globals';
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

describe('faults B22: the windows of the rate limit', () => {
  it('are bounded in number without one of them being forgotten early', () => {
    const clock = new FixedClock();
    const limiter = new RateLimiter(clock, 5000);
    for (let call = 0; call < 3; call += 1) limiter.take('early', 3);
    for (let one = 0; one < 30_000; one += 1) limiter.take(`stranger ${one}`, 1);
    expect(limiter.size).toBeLessThanOrEqual(5000);
    expect(limiter.take('early', 3).isAllowed).toBe(false);
    expect(limiter.take('yet another', 1).isAllowed).toBe(false);
    clock.ms += 60_000;
    expect(limiter.take('yet another', 1).isAllowed).toBe(true);
    for (let one = 0; one < 30_000; one += 1) limiter.take(`stranger ${one}`, 1);
    expect(limiter.size).toBeLessThanOrEqual(10_000);
    clock.ms += 120_000;
    limiter.take('later', 1);
    expect(limiter.size).toBe(1);
  });

  it('are never looked through', () => {
    const limiter = new RateLimiter(new FixedClock(), 5000);
    const looks = jest.spyOn(Map.prototype, Symbol.iterator);
    for (let one = 0; one < 10_000; one += 1) limiter.take(`stranger ${one}`, 1);
    expect(looks).not.toHaveBeenCalled();
    looks.mockRestore();
  });

  it('stay whole across a turn of generations', () => {
    const clock = new FixedClock();
    const limiter = new RateLimiter(clock);
    limiter.take('first', 1);
    clock.ms += 40_000;
    limiter.take('a', 1);
    clock.ms += 30_000;
    expect(limiter.take('a', 1)).toMatchObject({ isAllowed: false, resetSeconds: 30 });
    expect(limiter.look('a', 1).isAllowed).toBe(false);
    limiter.giveBack('a');
    expect(limiter.look('a', 1).isAllowed).toBe(true);
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
