import { describe, expect, it } from '@jest/globals';
import { wordsAsWritten } from './words-as-written.js';

const heard = (...words: [string, number, number][]) =>
  words.map(([word, startSeconds, endSeconds]) => ({ word, startSeconds, endSeconds }));

describe('times of heard words', () => {
  it('go to the words as they are written, with their punctuation', () => {
    expect(wordsAsWritten('Hello, world!', heard(['hello', 0.1, 0.4], ['world', 0.5, 0.9]), 1)).toEqual([
      { text: 'Hello,', startSeconds: 0.1, endSeconds: 0.4 },
      { text: 'world!', startSeconds: 0.5, endSeconds: 0.9 },
    ]);
  });
  it('are shared by words that were misheard or heard as figures', () => {
    const words = wordsAsWritten(
      'It has three hearts now',
      heard(['it', 0, 0.2], ['has', 0.2, 0.4], ['3', 0.5, 0.8], ['now', 1.4, 1.6]),
      2,
    );
    expect(words.map(({ text }) => text)).toEqual(['It', 'has', 'three', 'hearts', 'now']);
    expect(words[2]).toEqual({ text: 'three', startSeconds: 0.4, endSeconds: 0.855 });
    expect(words[3]?.endSeconds).toBe(1.4);
  });
  it('never run backwards, and stay within the recording', () => {
    const words = wordsAsWritten('a b c', heard(['a', 0.5, 0.9], ['b', 0.4, 0.6], ['c', 3, 4]), 2);
    for (const [i, word] of words.entries()) {
      expect(word.endSeconds).toBeGreaterThanOrEqual(word.startSeconds);
      expect(word.startSeconds).toBeGreaterThanOrEqual(words[i - 1]?.startSeconds ?? 0);
    }
  });
  it('are given to every word when nothing was heard', () => {
    expect(wordsAsWritten('one two', [], 2)).toEqual([
      { text: 'one', startSeconds: 0, endSeconds: 1 },
      { text: 'two', startSeconds: 1, endSeconds: 2 },
    ]);
  });
  it('ignore words nobody wrote', () => {
    expect(wordsAsWritten('Привет', heard(['э', 0, 0.1], ['привет', 0.3, 0.8]), 1)).toEqual([
      { text: 'Привет', startSeconds: 0.3, endSeconds: 0.8 },
    ]);
  });
});
