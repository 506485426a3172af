import { describe, expect, it } from '@jest/globals';
import { MARKS, markedText, spansFromMarks } from './amplitude-marks.js';
import { alignWords } from './flite-alignment.js';
import { toSpokenForm } from './spoken-form.js';
import { chooseVoice, espeakVoicesFor, fliteVoices, languageOfScript } from './voices.js';
import { toTimedWords } from './word-slots.js';

const phones = (names: string) => names.split(' ').map((name, i) => ({ name, startSeconds: i / 10, endSeconds: (i + 1) / 10 }));

describe('phones laid beside words', () => {
  it('finds the border although a vowel is reduced and a consonant dropped', () => {
    // "and the fox": said alone ae n d, dh iy, f aa k s; in the sentence ax n, dh ax, f aa k s.
    const spans = alignWords(
      [
        ['ae', 'n', 'd'],
        ['dh', 'iy'],
        ['f', 'aa', 'k', 's'],
      ],
      phones('ax n dh ax f aa k s'),
    );
    expect(spans.map((span) => span?.startSeconds)).toEqual([0, 0.2, 0.4]);
    expect(spans.map((span) => span?.endSeconds)).toEqual([0.2, 0.4, 0.8]);
  });
  it('gives silent words nothing', () => expect(alignWords([['f'], [], ['t']], phones('f t'))[1]).toBeNull());
});

describe('loudness marks', () => {
  const rate = 16000;
  /** Both recordings of a text in which word i sounds for `lengths[i]` tenths of a second with a pause after it. */
  const record = (lengths: readonly number[], pause = rate / 20) =>
    [0, 1].map((recording) =>
      Int16Array.from(
        lengths.flatMap((length, word) => [
          ...Array.from({ length: (length * rate) / 10 }, (_, i) => 40 * (MARKS[word % 3]?.[recording as 0 | 1] ?? 0) * Math.sin(i * 0.3)),
          ...new Array<number>(pause).fill(0),
        ]),
      ),
    ) as [Int16Array, Int16Array];

  it('tell where each word begins and ends', () => {
    const [first, second] = record([3, 2, 5]);
    const spans = spansFromMarks(first, second, rate, 3);
    [
      [0, 0.3],
      [0.35, 0.55],
      [0.6, 1.1],
    ].forEach(([from, to], word) => {
      expect(spans[word]?.startSeconds).toBeCloseTo(from ?? 0, 1);
      expect(spans[word]?.endSeconds).toBeCloseTo(to ?? 0, 1);
    });
  });
  it('pass over a word that made no sound', () => {
    const [first, second] = record([3, 0, 4, 2], 0);
    expect(spansFromMarks(first, second, rate, 4).map((span) => span === null)).toEqual([false, true, false, false]);
  });
  it('refuse recordings that do not match', () =>
    expect(() => spansFromMarks(new Int16Array(10), new Int16Array(11), rate, 1)).toThrow(RangeError));
  it('are written before every word', () => expect(markedText(['a', 'b'], 1)).toBe('\u000130Aa \u000160Ab'));
});

describe('slots of written words', () => {
  const span = (startSeconds: number, endSeconds: number) => ({ startSeconds, endSeconds });

  it('put an emoji into the pause beside it', () => {
    const words = toTimedWords(toSpokenForm('Hi 🐙 there', 'en'), [span(0, 0.4), null, span(0.6, 1)], 1.2);
    expect(words[1]).toEqual({ text: '🐙', startSeconds: 0.4, endSeconds: 0.6 });
  });
  it('borrow from the word before where there is no pause', () => {
    const words = toTimedWords(toSpokenForm('Hi 🐙 there', 'en'), [span(0, 0.4), null, span(0.4, 1)], 1.2);
    expect(words[0]?.endSeconds).toBeCloseTo(0.34);
    expect(words[1]).toMatchObject({ startSeconds: 0.34, endSeconds: 0.4 });
  });
  it('share the time of a number among its parts', () => {
    const words = toTimedWords(toSpokenForm('1 500 раз', 'ru'), [span(0, 0.8), span(0.9, 1.1)], 1.2);
    expect(words.map((word) => word.endSeconds)).toEqual([0.2, 0.8, 1.1]);
  });
  it('never run backwards or past the end, whatever was measured', () => {
    const words = toTimedWords(toSpokenForm('a b c d', 'en'), [span(0.5, 0.9), span(0.2, 0.3), null, span(0.8, 9)], 1);
    const times = words.flatMap((word) => [word.startSeconds, word.endSeconds]);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times[times.length - 1]).toBeLessThanOrEqual(1);
  });
});

describe('the choice of a voice', () => {
  const voices = [...fliteVoices, ...espeakVoicesFor([{ language: 'ru', name: 'Russian' }, { language: 'pt-br', name: 'Portuguese' }, { language: 'en-us', name: 'English' }])]; // prettier-ignore
  it.each([
    ['en', undefined, 'en-slt'],
    ['en-GB', undefined, 'en-slt'],
    ['en-US', undefined, 'en-us-male'],
    ['en', 'rms', 'en-rms'],
    ['ru', 'female', 'ru-female'],
    ['pt', undefined, 'pt-br-male'],
    ['ru', 'en-slt', undefined],
    ['xx', undefined, undefined],
  ])('%s with %s is %s', (language, wanted, id) => expect(chooseVoice(voices, language, wanted)?.id).toBe(id));

  it('follows the script of the text where the language cannot read it', () => {
    expect(languageOfScript('مرحبا بالعالم', 'en')).toBe('ar');
    expect(languageOfScript('Привет, world', 'uk')).toBe('uk');
    expect(languageOfScript('Mostly Latin и немного', 'en')).toBe('en');
  });
});
