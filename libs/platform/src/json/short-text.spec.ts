import { describe, expect, it } from '@jest/globals';
import { isStorableText } from './storable.js';
import { beginningOf, shortText } from './short-text.js';

describe('a message', () => {
  it('stands as it is up to its length', () => expect(shortText('12345678', 8)).toBe('12345678'));

  it('keeps its beginning and its end, and says how much was in between', () =>
    expect(shortText(`knows no "${'x'.repeat(1_000_000)}" here`, 40)).toBe(
      `knows no "${'x'.repeat(20)}… (999976 characters left out) …xxxx" here`,
    ));

  it('is text wherever it is cut', () => {
    for (let most = 8; most < 16; most += 1) expect(isStorableText(shortText('🫠'.repeat(20), most))).toBe(true);
  });
});

describe('the beginning of a text', () => {
  it('has no half of a sign that takes two characters', () => {
    for (let most = 0; most < 9; most += 1) {
      const beginning = beginningOf('a🫠b🫠🫠', most);
      expect([beginning.length <= most, isStorableText(beginning)]).toEqual([true, true]);
    }
    expect([beginningOf('a🫠b', 2), beginningOf('a🫠b', 3), beginningOf('a🫠', 9)]).toEqual(['a', 'a🫠', 'a🫠']);
  });
});
