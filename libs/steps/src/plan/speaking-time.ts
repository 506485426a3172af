import { table } from '#platform/json';
import { decomposed, SENTENCE_SIGNS } from '#media/plan';

/**
 * How long a text takes to be spoken at speed 1, without asking a voice. The same weights as in libs/media speech-rate.ts, which fits
 * them to the local voices (± 10 %); carried here as data, because a plan counts word by word and knows other signs of a pause. Other
 * voices are fitted in by tempo once they have spoken.
 */
interface SpeechRate {
  readonly secondsPerSyllable: number;
  readonly secondsPerWord: number;
  readonly secondsPerSentence: number;
  readonly secondsPerClause: number;
  readonly secondsPerDigit: number;
}

const RUSSIAN: SpeechRate = {
  secondsPerSyllable: 0.157,
  secondsPerWord: 0,
  secondsPerSentence: 0.479,
  secondsPerClause: 0.03,
  secondsPerDigit: 0.334,
};
const RATES: Readonly<Record<string, SpeechRate>> = table({
  en: { secondsPerSyllable: 0.167, secondsPerWord: 0.027, secondsPerSentence: 0.573, secondsPerClause: 0.307, secondsPerDigit: 0.378 },
  ru: RUSSIAN,
});

const SENTENCE_END = new RegExp(`[${SENTENCE_SIGNS}]["'»”’)\\]]*$`, 'u');
export const CLAUSE_END = /[,;:–—،、，；：]["'»”’)\]]*$/u;

const WORD = /[\p{L}\p{M}'’]+/gu;
const VOWELS = /[аеёиоуыэюяіїєαεηιουω]|[aeiouy]+/giu;
const DIGITS = /[\p{Nd}%$€£₽№]/gu;
/** Signs of Chinese, Japanese and Korean stand for whole syllables. */
const SYLLABIC = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;

const countOf = (pattern: RegExp, text: string): number => text.match(pattern)?.length ?? 0;

/** A syllable is a run of vowels; scripts that write none count as two syllables per three letters. */
function syllablesOf(word: string): number {
  const signs = countOf(SYLLABIC, word);
  if (signs > 0) return signs;
  const vowels = countOf(VOWELS, decomposed(word));
  if (vowels === 0) return Math.ceil((word.length * 2) / 3);
  const hasSilentE = vowels > 1 && /[^aeiouyl]e[ds]?$/i.test(word) && !/(?:[td]ed|[sxzcg]es|[cs]hes)$/i.test(word);
  return vowels - (hasSilentE ? 1 : 0);
}

/** @returns seconds at speed 1 for one word as written, with the pause that follows its punctuation; 0 when nothing of it is spoken. */
export function wordSeconds(word: string, language: string): number {
  const rate = RATES[language.toLowerCase().split('-')[0] ?? ''] ?? RUSSIAN;
  const words = word.match(WORD) ?? [];
  const digits = countOf(DIGITS, word);
  if (words.length + digits === 0) return 0;
  const syllables = words.reduce((sum, part) => sum + syllablesOf(part), 0);
  const pause = SENTENCE_END.test(word) ? rate.secondsPerSentence : CLAUSE_END.test(word) ? rate.secondsPerClause : 0;
  return syllables * rate.secondsPerSyllable + words.length * rate.secondsPerWord + digits * rate.secondsPerDigit + pause;
}

/** @returns seconds at speed 1 for a whole text. */
export function speakingSeconds(text: string, language: string): number {
  // Most words of a long text stand in it more than once.
  const known = new Map<string, number>();
  return text.split(/\s+/u).reduce((sum, word) => {
    const seconds = known.get(word) ?? wordSeconds(word, language);
    known.set(word, seconds);
    return sum + seconds;
  }, 0);
}
