import { describe, expect, it } from '@jest/globals';
import { type Rate } from '../providers.config.js';
import { admit, earliest, nextTurn } from './turns.js';

/** Turns given for requests at these times. */
function turnsFor(times: readonly number[], rate: Rate | null): number[] {
  let turns: readonly number[] = [];
  return times.map((nowMs) => {
    const next = nextTurn(turns, rate, nowMs);
    ({ turns } = next);
    return next.turnMs;
  });
}

describe('turns', () => {
  const rate = { count: 20, seconds: 10 };

  it('are at once while the rate allows', () => {
    expect(turnsFor(Array<number>(20).fill(1000), rate)).toEqual(Array(20).fill(1000));
  });

  it('are at once where there is no rate', () => {
    expect(turnsFor([5, 6, 7], null)).toEqual([5, 6, 7]);
  });

  it('never put more into a period than the rate allows, and use at least 85 % of it', () => {
    const turns = turnsFor(Array<number>(300).fill(0), rate);
    for (const [index, turn] of turns.entries()) {
      expect(turns.filter((other) => other >= turn && other < turn + 10_000).length).toBeLessThanOrEqual(20);
      expect(turn).toBeGreaterThanOrEqual(turns[index - 1] ?? 0);
    }
    const lastMs = turns.at(-1) ?? 0;
    expect(280 / (lastMs / 1000)).toBeGreaterThan(0.85 * 2);
  });

  it('are not saved up', () => {
    const turns = turnsFor([...Array<number>(20).fill(0), ...Array<number>(25).fill(60_000)], rate);
    expect(turns.slice(20, 40)).toEqual(Array(20).fill(60_000));
    expect(turns[40]).toBeGreaterThan(70_000);
  });
});

describe('a submission', () => {
  it('waits for those that began late', () => {
    const rate = { count: 2, seconds: 10 };
    expect(earliest([], rate, 500)).toBe(500);
    expect(earliest([0], rate, 500)).toBe(500);
    expect(earliest([700, 900], rate, 10_500)).toBe(10_900);
    expect(earliest([100, 700, 900], rate, 20_000)).toBe(20_000);
    expect(earliest([700, 900], null, 1000)).toBe(1000);
  });
});

describe('places', () => {
  const claim = (orgId: string, admitted: number, ...waiting: string[]) => ({ orgId, admitted, waiting });

  it('go to the organisation with the fewest, its oldest first', () => {
    expect(admit([claim('a', 3, 'a1', 'a2'), claim('b', 1, 'b1', 'b2', 'b3')], 3, 20)).toEqual(['b1', 'b2', 'a1']);
  });

  it('are no more than there are, nor than an organisation may have', () => {
    expect(admit([claim('a', 0, 'a1', 'a2', 'a3')], 2, 20)).toEqual(['a1', 'a2']);
    expect(admit([claim('a', 1, 'a1', 'a2', 'a3'), claim('b', 2, 'b1')], 10, 2)).toEqual(['a1']);
    expect(admit([], 5, 5)).toEqual([]);
  });
});
