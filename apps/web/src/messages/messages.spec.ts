import { describe, expect, it } from '@jest/globals';
import { REASONS as ENGLISH_REASONS } from './codes.en';
import en from './en';
import { plural } from './plural';
import ru from './ru';

/** Every text by its place in the catalogue; what takes arguments is called with some. */
function textsOf(part: unknown, at = ''): [string, string][] {
  if (typeof part === 'string') return [[at, part]];
  if (typeof part === 'function') return [[at, String((part as (...args: unknown[]) => unknown)(2, '3', '4'))]];
  return Object.entries(part as object).flatMap(([key, one]) => textsOf(one, at === '' ? key : `${at}.${key}`));
}

/** Names and commands, the same in every language. */
const SAME = /kadr|npm run [a-z-]+|\bAPI\b|KIE\.ai|Runware|curl|MP4|JSON|In English|KADR_ONLINE=1|\bX\b/g;

describe('the languages', () => {
  it('say the same things', () => {
    const places = (words: unknown) =>
      textsOf(words)
        .map(([place]) => place)
        .sort();
    expect(places(ru)).toEqual(places(en));
  });
  it('leave no line in the other one', () => {
    const latin = textsOf(ru).filter(([place, text]) => place !== 'locale' && /\p{Script=Latin}{2,}/u.test(text.replace(SAME, '')));
    const cyrillic = textsOf(en).filter(([place, text]) => place !== 'app.otherLanguage' && /\p{Script=Cyrillic}/u.test(text));
    expect({ latin, cyrillic }).toEqual({ latin: [], cyrillic: [] });
  });
  it('say every reason of both', () => {
    expect(Object.keys(ru.reasons).sort()).toEqual(Object.keys(ENGLISH_REASONS).sort());
  });
});

describe('the plural', () => {
  const scenes = { one: 'сцена', few: 'сцены', many: 'сцен', other: 'сцены' };
  it.each([
    [0, 'сцен'],
    [1, 'сцена'],
    [2, 'сцены'],
    [5, 'сцен'],
    [11, 'сцен'],
    [21, 'сцена'],
    [1.5, 'сцены'],
  ])('of %d is %s', (n, word) => expect(plural('ru', n, scenes)).toBe(word));
  it.each([
    [0, 'segments'],
    [1, 'segment'],
    [21, 'segments'],
  ])('of %d is %s in English', (n, word) => expect(plural('en', n, { one: 'segment', other: 'segments' })).toBe(word));
});
