import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { Plans, PLANS_SCHEMA, PriceLists, PRICES_SCHEMA } from './plans.js';

const limits = { videos: 1, video_seconds: 1, render_seconds: 1, provider_cost_micros: 1, storage_bytes: 1, concurrent_videos: null };
const amountMicros = { ...limits, concurrent_videos: 0 };

describe('plans', () => {
  it('are checked by schemas that are JSON Schema themselves', () => {
    const ajv = new Ajv();
    expect([PLANS_SCHEMA, PRICES_SCHEMA].map((schema) => ajv.validateSchema(schema))).toEqual([true, true]);
  });

  it('that come with the program can be used', () => {
    const plans = Plans.read(null);
    expect(plans.names).toEqual(['free', 'creator', 'studio', 'unlimited']);
    expect(Object.values(plans.find('unlimited')?.limits ?? { videos: 0 })).toEqual([null, null, null, null, null, null]);
    expect(plans.isKnown('toString')).toBe(false);
    expect(PriceLists.read(null).at('2026-11-21T00:00:00Z').amountMicros.provider_cost_micros).toBe(1);
  });

  it('that are wrong are refused with every fault', () => {
    const wrong = { 'Not a name': { title: 'x', rateLimitPerMinute: 0, limits: { ...limits, videos: -1, coffee: 1 } } };
    expect(() => new Plans(wrong)).toThrow(/property name must be valid.*rateLimitPerMinute must be >= 1.*videos must be >= 0/s);
    expect(() => new Plans({ free: { title: 'Free', rateLimitPerMinute: null, limits: { videos: 1 } } })).toThrow('required');
  });

  it('have price lists of one currency and different versions', () => {
    const list = { version: 'a', currency: 'USD', validFrom: '2026-01-01T00:00:00Z', amountMicros };
    expect(() => new PriceLists([list, list])).toThrow('one version');
    expect(() => new PriceLists([{ ...list, currency: 'EUR' }])).toThrow('currency');
    expect(() => new PriceLists([{ ...list, amountMicros: { ...amountMicros, videos: 0.5 } }])).toThrow('integer');
    expect(() => new PriceLists([list]).named('b')).toThrow('no price list b');
  });
});
