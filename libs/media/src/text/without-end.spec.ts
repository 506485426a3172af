import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { withoutEnd } from './without-end.js';

describe('a text without its end', () => {
  it.each([
    ['word...', 'word'],
    ['wo..rd', 'wo..rd'],
    ['...', ''],
    ['', ''],
  ])('%j is %j without points', (text, expected) => {
    expect(withoutEnd(text, /[.]/)).toBe(expected);
  });

  it('is what the pattern gives, also for pairs of surrogates and halves of them', () => {
    const signs = fc.constantFrom('a', '.', ' ', '😀', '\ud83d', '\ude00', 'é');
    fc.assert(
      fc.property(fc.array(signs), (chosen) => {
        const text = chosen.join('');
        expect(withoutEnd(text, /[^\p{L}]/u)).toBe(text.replace(/[^\p{L}]+$/u, ''));
      }),
    );
  });
});
