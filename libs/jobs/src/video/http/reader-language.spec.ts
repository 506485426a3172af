import { describe, expect, it } from '@jest/globals';
import { languageAccepted } from './reader-language.js';

describe('the language of a reader', () => {
  it.each([
    ['ru', 'ru'],
    ['ru-RU,ru;q=0.9,en;q=0.8', 'ru'],
    ['de, en-GB;q=0.5, ru;q=0.7', 'ru'],
    ['EN-us', 'en'],
    ['en;q=0, ru;q=0.1', 'ru'],
    ['en;q=x', undefined],
    ['*', undefined],
    ['rue, english', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('that says %s is %s', (header, language) => {
    expect(languageAccepted(header)).toBe(language);
  });
});
