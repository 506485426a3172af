import { describe, expect, it } from '@jest/globals';
import { commonPairs, pairsOf, type Pairs } from './common-pairs.js';

const ofAll = (defaults: object, ...orders: object[]): Pairs =>
  orders.reduce<Pairs>(
    (before, order) => commonPairs(before, order as Record<string, unknown>),
    pairsOf(defaults as Record<string, unknown>),
  );
const carrying = (metadata: object) => ({ metadata });

describe('what the defaults of a batch give to all of its videos', () => {
  it.each([
    ['is nothing that only rows have', [{}, carrying({ sku: 'A' })], {}],
    ['is no text that differs by row', [carrying({ sku: '{{sku}}', n: '1' }), carrying({ sku: 'A', n: '1' })], { n: '1' }],
    ['is what is equal in all of them', [carrying({ sku: 'A', n: '1' }), carrying({ n: '2', sku: 'A' })], { sku: 'A' }],
    ['is nothing where one carries nothing', [carrying({ sku: 'A' }), {}, carrying({ sku: 'A' })], {}],
    ['does not come back', [carrying({ sku: 'A' }), carrying({ sku: 'B' }), carrying({ sku: 'A' })], {}],
    ['are own members alone', [carrying({}), carrying({ constructor: 'x' })], {}],
  ])('%s', (_, orders, pairs) => {
    const [defaults = {}, ...rows] = orders;
    expect(ofAll(defaults, ...rows)).toEqual(pairs);
  });

  it('may be called like a member that every object has', () => {
    const odd = carrying(JSON.parse('{"__proto__":"x"}') as object);
    expect(Object.entries(ofAll(odd, odd))).toEqual([['__proto__', 'x']]);
  });
});
