import { describe, expect, it } from '@jest/globals';
import { type Order, simulate } from '../../scripts/lib/simulate/simulate.mjs';
import { percentile, resultOf } from '../../scripts/lib/simulate/result.mjs';
import { timedWork } from '../../scripts/lib/simulate/step-times.mjs';
import { orderOf, RECORDED } from './orders.js';

const LUCKY = { ...RECORDED, spread: 0.2 };
const TWO_CORES = { cores: 2, places: 2 };

/** The longest way through a film's work, when nothing waits for a place or a core. */
function criticalPath(order: Order): number {
  const ends: number[] = [];
  for (const { after, cpuSeconds, threads, waitSeconds } of timedWork(RECORDED, { ...order, hasServices: true }, '0.0')) {
    const begin = Math.max(0, ...after.map((place) => ends[place] ?? Infinity));
    ends.push(begin + RECORDED.handoffSeconds + cpuSeconds / threads + waitSeconds);
  }
  return Math.max(...ends);
}

describe('a simulation', () => {
  it('gives the same result for the same seed, and another one for another', () => {
    const order = orderOf({ tenants: [20, 3], arrivals: 'hour', split: { workers: 2, renderers: 2 }, ...TWO_CORES });
    const result = resultOf(order, LUCKY);
    expect(resultOf(order, LUCKY)).toEqual(result);
    expect(resultOf({ ...order, seed: 2 }, LUCKY).filmSeconds).not.toEqual(result.filmSeconds);
  });

  it('takes one film alone as long as the longest way through its work', () => {
    // Script 1, clip 6, piece 5 on two cores, film 3, and half a second before each of the four.
    expect(criticalPath(orderOf())).toBe(1 + 6 + 2.5 + 3 + 4 * 0.5);
    expect(simulate(orderOf(), RECORDED).films).toEqual([{ org: 0, seconds: expect.closeTo(14.5, 9) }]);
  });

  it('waits for providers without holding a place', () => {
    const order = orderOf({ sources: 'providers' });
    expect(simulate(order, RECORDED).films[0]?.seconds).toBeCloseTo(criticalPath(order), 9);
    // Forty clips, of which each is waited for 100 s: one after the other on 32 places they would take 200 s at least.
    expect(simulate(orderOf({ sources: 'providers', tenants: [14] }), RECORDED).endSeconds).toBeLessThan(150);
  });

  it.each<Partial<Order>>([{ arrivals: 'burst' }, { arrivals: 'hour' }, { sources: 'providers' }])(
    'is never slower with twice the renderers, nor with twice the workers: %j',
    (over) => {
      const time = (renderers: number, workers: number): number =>
        resultOf(orderOf({ tenants: [60], split: { renderers, workers }, ...TWO_CORES, ...over }), LUCKY).filmSeconds.p95;
      for (const count of [1, 2, 4]) {
        expect([count, time(2 * count, 4) <= time(count, 4)]).toEqual([count, true]);
        expect([count, time(4, 2 * count) <= time(4, count)]).toEqual([count, true]);
      }
      expect(time(8, 8)).toBeLessThan(time(1, 1));
    },
  );

  it('uses exactly the processor time that the films ask for, and no more than there is', () => {
    const run = simulate(orderOf({ tenants: [40], split: { workers: 1, renderers: 2 }, ...TWO_CORES }), LUCKY);
    const used = run.roles.reduce((sum, { usedSeconds }) => sum + usedSeconds, 0);
    expect(used).toBeCloseTo(run.cpuSeconds, 3);
    for (const { role, usedSeconds, cores } of run.roles)
      expect([role, usedSeconds <= cores * run.endSeconds + 1e-6]).toEqual([role, true]);
    expect(run.films).toHaveLength(40);
    // Beside the first and the last film the busiest role never rests.
    expect(Math.max(...run.roles.map(({ usedSeconds, cores }) => usedSeconds / cores / run.endSeconds))).toBeGreaterThan(0.9);
  });

  it('has what runs on one machine share it with Postgres, NATS and Redis', () => {
    const [recording] = RECORDED.recordings;
    const recorded = { ...RECORDED, recordings: [{ ...recording!, servicesCpuSeconds: 11, aroundCpuSeconds: 5.5 }] };
    const together = simulate(orderOf(), recorded);
    const split = simulate(orderOf({ split: { workers: 1, renderers: 1 } }), recorded);
    expect([together.cpuSeconds, split.cpuSeconds]).toEqual([expect.closeTo(71.5, 6), expect.closeTo(60.5, 6)]);
  });

  it('keeps small organisations from waiting for a large one', () => {
    const order = orderOf({ tenants: [500, ...Array<number>(20).fill(1)], split: { workers: 10, renderers: 10 }, ...TWO_CORES });
    const { fairness, filmSeconds } = resultOf(order, LUCKY);
    expect(fairness?.organisations).toBe(20);
    expect(fairness?.ratio).toBeGreaterThan(1);
    expect(fairness?.ratio).toBeLessThanOrEqual(1.5);
    expect(filmSeconds.p95).toBeGreaterThan(5 * (fairness?.besideSeconds ?? Infinity));
  });
});

describe('the result of a simulation', () => {
  it('counts connections by pools and processes, and says when they are too many', () => {
    const connections = (renderers: number): unknown =>
      resultOf(orderOf({ split: { workers: 2, renderers }, ...TWO_CORES }), RECORDED).connections;
    // Two workers with 12, renderers with 6, two of the API with 12 and two schedulers with 10.
    expect(connections(2)).toEqual({ needed: 2 * 12 + 2 * 6 + 2 * 12 + 2 * 10, of: 200, isTooMany: false });
    expect(connections(16)).toEqual({ needed: 164, of: 200, isTooMany: true });
  });

  it('grows with the film', () => {
    const of = (seconds: number): unknown => {
      const { segments, cpuSecondsPerFilm, megabytesPerFilm } = resultOf(orderOf({ seconds }), RECORDED);
      return { segments, cpuSecondsPerFilm, megabytesPerFilm };
    };
    expect(of(30)).toEqual({ segments: 3, cpuSecondsPerFilm: expect.closeTo(55, 6), megabytesPerFilm: 20 });
    // Script and storyboard, 2 s together, stay as they are; the others double.
    expect(of(60)).toMatchObject({ segments: 6, cpuSecondsPerFilm: expect.closeTo(2 + 2 * 53, 6), megabytesPerFilm: 40 });
  });

  it('takes the nearest rank of a list as its percentile', () => {
    expect([0.5, 0.95, 1].map((part) => percentile([5, 1, 4, 2, 3], part))).toEqual([3, 5, 5]);
    expect(percentile([], 0.5)).toBeNull();
  });
});
