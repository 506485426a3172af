import { describe, expect, it } from '@jest/globals';
import { isStorableText, storableJson } from './storable.js';

describe('JSON for the database', () => {
  it.each([
    ['what has nothing of the kind', { a: ['é', '😀', 1, null, true], b: {} }, { a: ['é', '😀', 1, null, true], b: {} }],
    ['NUL', { a: 'x\0y' }, { a: 'xy' }],
    ['half of a pair at the end', ['\ud83d'], ['\ufffd']],
    ['half of a pair at the beginning', 'x\ude00y', 'x\ufffdy'],
    ['names', { 'n\0': { '\ud800': 1 } }, { n: { '\ufffd': 1 } }],
    ['a text that only looks like it', { a: '\\u0000', b: '\\ud800', c: '\\\\u0000' }, { a: '\\u0000', b: '\\ud800', c: '\\\\u0000' }],
    ['both beside what looks like it', '\\u0000\0\ud800', '\\u0000\ufffd'],
  ])('keeps %s', (_, value, kept) => {
    const text = storableJson(value);
    expect(JSON.parse(text)).toEqual(kept);
    expect(text.isWellFormed()).toBe(true);
  });

  it.each([
    ['plain \\u0000 😀', true],
    ['x\0', false],
    ['\ud83d', false],
  ])('says of %j whether it can be kept', (text, isStorable) => expect(isStorableText(text)).toBe(isStorable));
});
