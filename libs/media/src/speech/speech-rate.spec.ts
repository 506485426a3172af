import { describe, expect, it } from '@jest/globals';
import { countSpeech, estimateSpeechSeconds } from './speech-rate.js';

describe('the estimate of speech', () => {
  it('counts what takes time', () =>
    expect(countSpeech('Two hearts, 25%. One more!')).toEqual({ syllables: 4, words: 4, sentences: 2, commas: 1, digits: 3 }));
  it('hears silent letters in English and every vowel in Russian', () => {
    expect(countSpeech('made houses walked table').syllables).toBe(6);
    expect(countSpeech('аэропорт').syllables).toBe(4);
  });
  it('is nothing for nothing, and grows with the text', () => {
    expect(estimateSpeechSeconds('🐙 …', 'en')).toBe(0);
    expect(estimateSpeechSeconds('One two three.', 'en')).toBeGreaterThan(estimateSpeechSeconds('One.', 'en'));
  });
  it('takes unknown languages at a pace of their own scale', () =>
    expect(estimateSpeechSeconds('Guten Morgen, liebe Welt.', 'de')).toBeGreaterThan(1));
});
