import { expect, it } from '@jest/globals';
import { KindDurations } from './kind-durations.js';

it('knows the mean of each kind, and that of the slowest, whichever was seen last', () => {
  const durations = new KindDurations();
  expect([durations.seen, durations.slowestSeconds, durations.seconds()]).toEqual([0, 0, {}]);
  durations.learn('slow', 100);
  durations.learn('quick', 0.01);
  expect([durations.seen, durations.slowestSeconds, durations.seconds()]).toEqual([2, 0.1, { slow: 0.1, quick: 0.001 }]);
  durations.learn('slow', 0);
  expect(durations.slowestSeconds).toBeCloseTo(0.0901);
  // What takes long counts at once.
  durations.learn('quick', 400);
  expect(durations.slowestSeconds).toBe(0.4);
});
