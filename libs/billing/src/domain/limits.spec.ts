import { describe, expect, it } from '@jest/globals';
import { levelsOf, limitsOf, refusalsOf } from './limits.js';
import { amountMicrosOf, type PriceList, priceListAt } from './pricing.js';

const PLAN = {
  ...{ videos: 10, video_seconds: 100, render_seconds: 100, provider_cost_micros: 0, storage_bytes: null, concurrent_videos: 2 },
};
const RESET = '2026-02-01T00:00:00.000Z';

describe('limits', () => {
  it('are the plan’s, but for what was agreed on', () => {
    const limits = limitsOf(PLAN, { videos: null, storage_bytes: 2.5 });
    expect(limits).toMatchObject({ videos: null, storage_bytes: 2_500_000n, video_seconds: 100_000_000n });
  });

  it('refuse what does not fit on top of what is used and reserved, and tell when it will', () => {
    const limits = limitsOf(PLAN, {});
    const balance = { reserved: { videos: 4_000_000n, concurrent_videos: 2_000_000n }, used: { videos: 6_000_000n } };
    expect(refusalsOf({ videos: 1n, concurrent_videos: 1_000_000n }, balance, limits, RESET)).toEqual([
      { resource: 'videos', limit: 10, used: 6, reserved: 4, requested: 0.000001, resetsAt: RESET },
      { resource: 'concurrent_videos', limit: 2, used: 0, reserved: 2, requested: 1, resetsAt: null },
    ]);
    expect(refusalsOf({ videos: 0n, storage_bytes: 10n ** 18n }, balance, limits, RESET)).toEqual([]);
  });

  it('take exactly what is left', () => {
    const limits = limitsOf(PLAN, {});
    const balance = { reserved: { videos: 4_000_000n }, used: { videos: 5_000_000n } };
    expect(refusalsOf({ videos: 1_000_000n }, balance, limits, RESET)).toEqual([]);
  });

  it('show what is left, and how full they are in whole percent', () => {
    const levels = levelsOf(
      { reserved: { videos: 4_000_000n }, used: { videos: 3_990_000n, storage_bytes: 7_000_000n } },
      limitsOf(PLAN, {}),
    );
    expect(levels.find(({ resource }) => resource === 'videos')).toEqual({
      ...{ resource: 'videos', limit: 10, reserved: 4, used: 3.99, remaining: 2.01, percentage: 79 },
    });
    expect(levels.find(({ resource }) => resource === 'storage_bytes')).toMatchObject({
      limit: null,
      used: 7,
      remaining: null,
      percentage: null,
    });
    expect(levels.find(({ resource }) => resource === 'provider_cost_micros')).toMatchObject({ limit: 0, remaining: 0, percentage: 0 });
  });
});

describe('prices', () => {
  const list = (version: string, validFrom: string, videos: number): PriceList => ({
    ...{ version, currency: 'USD', validFrom },
    amountMicros: { videos, video_seconds: 3, render_seconds: 0, provider_cost_micros: 1, storage_bytes: 0, concurrent_videos: 0 },
  });

  it('are those in force at the moment', () => {
    const lists = [list('new', '2026-02-01T00:00:00Z', 2), list('old', '2026-01-01T00:00:00Z', 1)];
    expect(priceListAt(lists, '2026-01-31T23:59:59.999Z').version).toBe('old');
    expect(priceListAt(lists, '2026-02-01T00:00:00.000Z').version).toBe('new');
    expect(() => priceListAt(lists, '2025-12-31T00:00:00.000Z')).toThrow(RangeError);
  });

  it('are whole micro-units, and the same to and fro', () => {
    const prices = list('p', '2026-01-01T00:00:00Z', 1);
    expect(amountMicrosOf(prices, 'video_seconds', 21_500_000n)).toBe(65n);
    expect(amountMicrosOf(prices, 'video_seconds', -21_500_000n)).toBe(-65n);
    expect(amountMicrosOf(prices, 'provider_cost_micros', 250_000_000_000n)).toBe(250_000n);
  });
});
