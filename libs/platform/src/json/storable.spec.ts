import { describe, expect, it } from '@jest/globals';
import { isBlank, isStorableText, storableJson } from './storable.js';

describe('a text in which there is nothing to read', () => {
  it.each([
    '',
    ' \n\t',
    '\u00a0\u3000',
    '\u200b\u200b',
    '\u2800',
    '\u3164',
    '\u00ad',
    '\u202e',
    '\ufeff',
    '\ufe0f',
    '\u{e0041}',
    '\u{1d173}',
    '\u001b',
    '\u0085',
  ])('is %j', (text) => expect(isBlank(text)).toBe(true));

  it.each(['.', 'x\u200b', '\u200bя', '7', '🐙', '🫥', '👩\u200d🚀', '水', '\ue000'])('is not %j', (text) =>
    expect(isBlank(text)).toBe(false),
  );
});

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
