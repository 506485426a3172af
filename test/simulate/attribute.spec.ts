import { describe, expect, it } from '@jest/globals';
import { AROUND, attribute } from '../../scripts/lib/simulate/attribute.mjs';

describe('processor time of which only the sum is known', () => {
  it('goes to who was under way when it was used', () => {
    const looks: { seconds: number; cpuSeconds: number; underWay: Record<string, number> }[] = [
      { seconds: 1, cpuSeconds: 1, underWay: { draw: 1 } },
      { seconds: 1, cpuSeconds: 1.25, underWay: { draw: 1, wait: 1 } },
      { seconds: 2, cpuSeconds: 0.5, underWay: { wait: 1 } },
      { seconds: 1, cpuSeconds: 2.25, underWay: { draw: 2, wait: 1 } },
      { seconds: 1, cpuSeconds: 0, underWay: {} },
    ];
    const given = attribute(looks);
    expect(given.get('draw')).toBeCloseTo(4, 1);
    expect(given.get('wait')).toBeCloseTo(1, 1);
    expect([...given.values()].reduce((sum, seconds) => sum + seconds, 0)).toBeCloseTo(5, 9);
  });

  it('was around all tasks where none can have used it', () => {
    const given = attribute([
      { seconds: 10, cpuSeconds: 1, underWay: {} },
      { seconds: 10, cpuSeconds: 11, underWay: { draw: 1 } },
    ]);
    expect([given.get(AROUND), given.get('draw')]).toEqual([1, 11]);
  });
});
