import { describe, expect, it } from '@jest/globals';
import { BLOCK, rowsNear } from './rows-near';

const at = (topPx: number, heightPx = 780) => rowsNear({ topPx, heightPx, rowPx: 68 });

describe('the rows of a long list that are drawn', () => {
  it('are those that can be seen, with a block before and after', () => {
    for (let topPx = 0; topPx < 20_000; topPx += 7) {
      const { from, to } = at(topPx);
      expect(from * 68).toBeLessThanOrEqual(Math.max(0, topPx - BLOCK * 68));
      expect(to * 68).toBeGreaterThanOrEqual(topPx + 780 + BLOCK * 68);
    }
  });
  it('change once a block, not with each step', () => {
    const drawn = new Set(Array.from({ length: 54 }, (_, step) => JSON.stringify(at(10 * BLOCK * 68 + step * 10))));
    expect([...drawn]).toEqual(['{"from":72,"to":112}']);
    expect(at(11 * BLOCK * 68)).toEqual({ from: 80, to: 120 });
  });
  it('are few, however long the list', () => {
    expect(at(30_000).to - at(30_000).from).toBeLessThanOrEqual(60);
  });
  it('begin with the first one, also where a phone is pulled beyond the edge', () => {
    expect([at(0).from, at(-90)]).toEqual([0, at(0)]);
  });
});
