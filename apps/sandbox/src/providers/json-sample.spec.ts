import { describe, expect, it } from '@jest/globals';
import { sampleFor } from './json-sample.js';

const NARRATION = { type: 'object', properties: { paragraphs: { type: 'array', items: { type: 'string' } } } };
const brief = (paragraphs: number, words: number): string =>
  `Exactly ${paragraphs} paragraph${paragraphs === 1 ? '' : 's'} of about equal length, ${words} words in all: it is read aloud in 5 seconds.`;
const lengths = (seed: string): number[] =>
  (sampleFor(NARRATION, seed) as { paragraphs: string[] }).paragraphs.map((one) => one.split(' ').length);

describe('a narration', () => {
  it.each([
    ['of a film of a few seconds keeps to what the brief allows', brief(1, 11), [11]],
    ['of three short paragraphs does too', brief(3, 9), [3, 3, 3]],
    ['of a longer film is as every other text', brief(4, 68), [6, 6, 6]],
    ['that nobody gave a length is so as well', 'Write about the sea.', [6, 6, 6]],
  ])('%s', (_, seed, words) => expect(lengths(seed)).toEqual(words));
});
