import { describe, expect, it } from '@jest/globals';
import { commonPairs, type Pairs } from './common-pairs.js';

const ofAll = (...orders: object[]): Pairs | null =>
  orders.reduce<Pairs | null>((before, order) => commonPairs(before, order as Record<string, unknown>), null);
const carrying = (metadata: object) => ({ metadata });

describe('what all videos of a batch carry', () => {
  it.each([
    ['is what one of them carries', [carrying({ sku: 'A', n: '1' })], { sku: 'A', n: '1' }],
    ['is what is equal in all of them', [carrying({ sku: 'A', n: '1' }), carrying({ n: '2', sku: 'A' })], { sku: 'A' }],
    ['is nothing where one carries nothing', [carrying({ sku: 'A' }), {}, carrying({ sku: 'A' })], {}],
    ['does not come back', [carrying({ sku: 'A' }), carrying({ sku: 'B' }), carrying({ sku: 'A' })], {}],
    ['are own members alone', [carrying({}), carrying({ constructor: 'x' })], {}],
  ])('%s', (_, orders, pairs) => {
    expect(ofAll(...orders)).toEqual(pairs);
  });

  it('may be called like a member that every object has', () => {
    const odd = carrying(JSON.parse('{"__proto__":"x"}') as object);
    expect(Object.entries(ofAll(odd, odd) ?? {})).toEqual([['__proto__', 'x']]);
  });
});
