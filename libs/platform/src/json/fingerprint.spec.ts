import { describe, expect, it } from '@jest/globals';
import { fingerprintOf } from './fingerprint.js';

const same = (one: unknown, other: unknown): boolean => fingerprintOf(one).equals(fingerprintOf(other));

describe('the fingerprint of a JSON value', () => {
  it('is that of the JSON value: the order of members does not matter', () => {
    expect(same({ a: 1, b: { c: [1, 2], d: null } }, JSON.parse('{"b":{"d":null,"c":[1,2]},"a":1.0}'))).toBe(true);
  });

  it.each([
    [{ a: 1 }, { a: '1' }],
    [{ a: [1, 2] }, { a: [2, 1] }],
    [{ a: null }, {}],
    [{}, undefined],
    [{ a: 'b,"c":1' }, { a: 'b', c: 1 }],
    [null, 'null'],
  ])('tells %j from %j', (one, other) => expect(same(one, other)).toBe(false));

  it('faults A5: is had of a value of any depth and length', () => {
    const nested = (depth: number, core: unknown): unknown =>
      Array.from({ length: depth }).reduce((inner: unknown) => [{ a: inner }], core);
    expect(same(nested(50_000, 1), nested(50_000, 1))).toBe(true);
    expect(same(nested(50_000, 1), nested(50_000, 2))).toBe(false);
    expect(same(Array(300_000).fill([]), Array(300_000).fill([]))).toBe(true);
  });
});
