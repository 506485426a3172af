import { describe, expect, it } from '@jest/globals';
import { parseQuery } from './query.js';

describe('a query', () => {
  it.each([
    ['', {}],
    ['a=1&b=2&b=3', { a: '1', b: ['2', '3'] }],
    ['metadata[sku]=W-7&metadata[a%20b]=%D0%BA&limit=5', { metadata: { sku: 'W-7', 'a b': 'к' }, limit: '5' }],
    ['metadata%5Bsku%5D=W-7', { metadata: { sku: 'W-7' } }],
    ['metadata[a][b]=c&metadata[d%0A[e]=f', { metadata: { 'a][b': 'c', 'd\n[e': 'f' } }],
    ['metadata[a]=1&metadata[a]=2', { metadata: { a: ['1', '2'] } }],
  ])('%p is %j', (text, expected) => expect(parseQuery(text)).toEqual(expected));

  it.each(['token[a]=b', 'metadata[]=a', 'metadata=a', 'metadata[a=b'])('%p makes no map of anything', (text) => {
    for (const value of Object.values(parseQuery(text))) expect(typeof value).toBe('string');
  });

  it('keeps both names of what is a map and a text, so that neither is lost unseen', () => {
    expect(parseQuery('metadata=a&metadata[b]=c')).toEqual({ metadata: 'a', 'metadata[b]': 'c' });
  });

  it('cannot reach into prototypes', () => {
    const query = parseQuery('metadata[__proto__]=a&__proto__=b&metadata[constructor]=c');
    expect(Object.keys(query).sort()).toEqual(['__proto__', 'metadata']);
    expect(Object.entries(query['metadata'] as object)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'c'],
    ]);
    expect(Object.getPrototypeOf(query)).toBe(Object.prototype);
    expect(({} as { a?: string }).a).toBeUndefined();
  });
});
