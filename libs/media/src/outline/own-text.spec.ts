import { describe, expect, it } from '@jest/globals';
import { estimateSpeechSeconds } from '../speech/speech-rate.js';
import { speaksForItself } from './own-text.js';
import { writeOutline } from './write-outline.js';

const said = (prompt: string, language: string, durationSeconds: number | null): string =>
  writeOutline({ prompt, language, durationSeconds, beats: durationSeconds === null ? null : 2, seed: 1 }).script.replace(/\n\n/g, ' ');

describe('a prompt in a language that the writer has no sentences in', () => {
  it('is the text itself, and an error where it does not fill the length that is wanted', () => {
    const text = 'Havet är djupt och kallt. Ingen känner dess botten. Vi vill söka den och förundras.';
    expect(said(text, 'sv', 10)).toBe(text);
    expect(() => said('Havet', 'sv', 30)).toThrow(
      expect.objectContaining({ code: 'language_unsupported', message: expect.stringMatching(/Leave durationSeconds out/) }),
    );
    expect(speaksForItself({ prompt: text, language: 'sv', durationSeconds: 10 })).toBe(true);
    expect(speaksForItself({ prompt: 'Havet', language: 'sv', durationSeconds: 30 })).toBe(false);
  });

  it.each([
    ['ja', '猫はなぜ喉を鳴らすのか？'],
    ['zh', '咖啡的历史'],
    ['ar', 'لماذا تخرخر القطط؟'],
    ['hi', 'बिल्लियाँ क्यों घुरघुराती हैं?'],
    ['sv', 'Havet'],
  ])('is said as it is where no length is wanted, however short (%s)', (language, prompt) => {
    expect(said(prompt, language, null)).toBe(prompt);
    expect(speaksForItself({ prompt, language, durationSeconds: null })).toBe(true);
  });

  it('is cut where it has no end', () => {
    for (const [language, prompt] of [
      ['ja', '猫はとても静かに歩く、'.repeat(900)],
      ['ja', '猫は歩く。'.repeat(900)],
      ['th', 'แมว'.repeat(3000)],
      ['sv', 'havet är kallt '.repeat(600)],
    ] as const) {
      const script = said(prompt, language, null);
      const seconds = estimateSpeechSeconds(script, language);
      expect([language, seconds > 45 && seconds < 95]).toEqual([language, true]);
      expect(prompt.startsWith(script.slice(0, 4))).toBe(true);
    }
  });

  it('is an error where nothing in it can be said', () => {
    for (const prompt of ['', '...', '🐙🐙', ' \n']) {
      expect(speaksForItself({ prompt, language: 'ja', durationSeconds: null })).toBe(false);
      expect(() => said(prompt, 'ja', null)).toThrow(expect.objectContaining({ code: 'language_unsupported' }));
    }
  });
});
