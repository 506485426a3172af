import { describe, expect, it } from '@jest/globals';
import { BodyBudget } from './body-budget.js';

const refused = (work: () => void): string | null => {
  try {
    work();
    return null;
  } catch (error) {
    const { code, headers } = error as { code: string; headers: Record<string, string> };
    expect(headers['Retry-After']).toMatch(/^\d+$/);
    return code;
  }
};

describe('faults A5: bytes of bodies in this process', () => {
  it('are bounded, in all and for each caller', () => {
    const budget = new BodyBudget(100, 60);
    budget.take('one', 60);
    expect(refused(() => budget.take('one', 1))).toBe('rate_limited');
    expect(refused(() => budget.expect('other', 41))).toBe('unavailable');
    budget.take('other', 40);
    expect(refused(() => budget.take('third', 1))).toBe('unavailable');
    budget.giveBack('one', 60);
    expect(refused(() => budget.take('third', 60))).toBeNull();
  });

  it('count what is held and not what was refused', () => {
    const budget = new BodyBudget(100, 60);
    for (let round = 0; round < 50; round += 1) expect(refused(() => budget.take('one', 61))).toBe('rate_limited');
    expect(refused(() => budget.take('one', 60))).toBeNull();
  });
});
