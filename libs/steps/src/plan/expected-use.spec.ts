import { describe, expect, it } from '@jest/globals';
import { estimateSpeechSeconds } from '#media/plan';
import { pricesOf } from '../testing/index.js';
import { expectedMicros, expectedUnits, spokenSeconds } from './expected-use.js';

describe('what a model is expected to count', () => {
  it.each([
    ['second', 8],
    ['character', 7],
    ['token', 3],
    ['call', 1],
    ['image', 1],
  ] as const)('by the %s', (unit, units) => {
    expect(expectedUnits({ unit, durationsSeconds: null }, { characters: 6.5, seconds: 8 })).toBe(units);
  });
  it('is one call where the work has no such measure', () => {
    expect(expectedUnits({ unit: 'token', durationsSeconds: null }, { seconds: 8 })).toBe(1);
    expect(expectedUnits({ unit: 'second', durationsSeconds: null }, { characters: 8 })).toBe(1);
  });
  it.each([
    [5, 5],
    [5.1, 10],
    [12, 10],
    [0.5, 5],
  ])('is a length that it makes: %d s as %d s', (seconds, made) => {
    expect(expectedUnits({ unit: 'second', durationsSeconds: [10, 5] }, { seconds })).toBe(made);
  });
  it('costs what the catalogue says, rounded up; nothing where it says nothing', () => {
    const prices = pricesOf({ 'kie:voice': { unit: 'token', priceMicros: 0.4 } });
    expect(expectedMicros(prices, 'kie:voice', { characters: 10 })).toBe(2);
    expect(expectedMicros(prices, 'kie:other', { characters: 10 })).toBe(0);
  });
});

describe('the pace at which unwritten words are counted', () => {
  it.each([
    [
      'en',
      'An octopus has three hearts, and two of them push blood through the gills. Swimming stops the third one, so it likes to crawl.',
    ],
    [
      'ru',
      'У осьминога три сердца, и два из них гонят кровь через жабры. Третье замирает, когда он плывёт, поэтому он предпочитает ползать.',
    ],
  ])('is that of the local voices (%s)', (language, text) => {
    expect(Math.abs(spokenSeconds(text.length) / estimateSpeechSeconds(text, language) - 1)).toBeLessThan(0.2);
  });
});
