import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dueTicks, type DueRule, overlapAction } from './due-ticks.js';

const MINUTE = 60_000;
const rule = (over: Partial<DueRule> = {}): DueRule => ({
  ...{ missed: 'last', windowMs: 60 * MINUTE, next: (after) => (Math.floor(after / MINUTE) + 1) * MINUTE, delayOf: () => 0 },
  ...over,
});

describe('ticks that are due', () => {
  it('fire when they are late, and are made up by the rule when they are missed', () => {
    const at = (missed: DueRule['missed']) =>
      dueTicks(10 * MINUTE, 14 * MINUTE + 5_000, rule({ missed })).ticks.map(({ dueMs, action }) => [dueMs / MINUTE, action]);
    expect(at('last')).toEqual([
      [10, 'missed'],
      [11, 'missed'],
      [12, 'missed'],
      [13, 'fire'],
      [14, 'fire'],
    ]);
    expect(at('none').filter(([, action]) => action === 'fire')).toEqual([[14, 'fire']]);
    expect(at('all').every(([, action]) => action === 'fire')).toBe(true);
  });

  it('older than the window are forgotten as a range, without looking at each', () => {
    let asked = 0;
    const next = (after: number): number => ((asked += 1), (Math.floor(after / MINUTE) + 1) * MINUTE);
    const years = 3 * 525_600 * MINUTE;
    const { forgotten, ticks } = dueTicks(MINUTE, years, rule({ next, windowMs: 5 * MINUTE }));
    expect(forgotten).toEqual({ fromMs: MINUTE, untilMs: years - 5 * MINUTE - 1 });
    expect(ticks.length).toBe(6);
    expect(asked).toBeLessThan(20);
  });

  it('wait for their jitter, and are not late by it', () => {
    const delayed = rule({ delayOf: () => 10 * MINUTE, missed: 'none' });
    expect(dueTicks(10 * MINUTE, 19 * MINUTE, delayed)).toMatchObject({ ticks: [], nextMs: 10 * MINUTE });
    expect(dueTicks(10 * MINUTE, 20 * MINUTE, delayed).ticks).toEqual([{ dueMs: 10 * MINUTE, action: 'fire' }]);
  });

  it('by a minute are late and by more are missed, however short the window is', () => {
    const at = (now: number) => dueTicks(10 * MINUTE, now, rule({ missed: 'none', windowMs: 0 }));
    expect(at(11 * MINUTE)).toMatchObject({ ticks: [{ action: 'fire' }, { action: 'fire' }], forgotten: null });
    expect(at(11 * MINUTE + 1)).toMatchObject({ ticks: [{ dueMs: 11 * MINUTE, action: 'fire' }], forgotten: { fromMs: 10 * MINUTE } });
    expect(dueTicks(10 * MINUTE, 11 * MINUTE + 1, rule({ missed: 'none' })).ticks.map(({ action }) => action)).toEqual(['missed', 'fire']);
  });

  it('are made up a hundred at most, the newest of them', () => {
    const { ticks } = dueTicks(MINUTE, 151 * MINUTE, rule({ missed: 'all', windowMs: 1_000 * MINUTE }));
    // The last two are no more than late.
    expect(ticks.map(({ action }) => action)).toEqual(Array.from({ length: 151 }, (_, place) => (place < 49 ? 'missed' : 'fire')));
  });

  it('are each decided about once, in their order, whatever the downtime and the rule', () => {
    const property = fc.property(
      fc.integer({ min: 1, max: 30 }),
      fc.constantFrom('none' as const, 'last' as const, 'all' as const),
      fc.integer({ min: 0, max: 400 }),
      fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 8 }),
      (every, missed, windowMinutes, downtimes) => {
        const next = (after: number): number => (Math.floor(after / (every * MINUTE)) + 1) * every * MINUTE;
        let first = next(0);
        let now = 0;
        const covered: number[] = [];
        for (const downtime of downtimes) {
          now += downtime * MINUTE;
          if (first > now) continue;
          const due = dueTicks(first, now, rule({ missed, windowMs: windowMinutes * MINUTE, next }));
          if (due.forgotten) for (let at = due.forgotten.fromMs; at <= due.forgotten.untilMs; at = next(at)) covered.push(at);
          covered.push(...due.ticks.map(({ dueMs }) => dueMs));
          first = due.nextMs ?? Infinity;
        }
        const expected: number[] = [];
        for (let at = next(0); at < first; at = next(at)) expected.push(at);
        expect(covered).toEqual(expected);
        expect(first).toBeGreaterThan(now);
      },
    );
    fc.assert(property, { seed: 7, numRuns: 300 });
  });
});

describe('a tick while runs of the ones before go on', () => {
  it.each([
    ['skip', 1, 0, 'skip'],
    ['skip', 0, 0, 'fire'],
    ['buffer_one', 1, 0, 'buffer'],
    ['buffer_one', 1, 1, 'skip'],
    ['buffer_one', 0, 1, 'skip'],
    ['buffer_all', 1, 99, 'buffer'],
    ['buffer_all', 1, 100, 'skip'],
    ['cancel_other', 2, 0, 'cancel'],
    ['allow', 5, 0, 'fire'],
  ])('%s with %d running and %d waiting: %4$s', (overlap, active, buffered, action) => {
    expect(overlapAction(overlap, active, buffered)).toBe(action);
  });
});
