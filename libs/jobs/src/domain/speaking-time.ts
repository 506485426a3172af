/**
 * How long a text takes to be spoken at speed 1, without asking a voice: letters, words and pauses weighed by language.
 * The weights are fitted to the local voices (libs/media speech-rate.ts, ± 10 %); other voices are fitted in by tempo later.
 */
interface SpeechRate {
  readonly secondsPerLetter: number;
  readonly secondsPerWord: number;
  readonly secondsPerClause: number;
  readonly secondsPerSentence: number;
}

const RATES: Readonly<Record<string, SpeechRate>> = {
  en: { secondsPerLetter: 0.054, secondsPerWord: 0.07, secondsPerClause: 0.18, secondsPerSentence: 0.35 },
  ru: { secondsPerLetter: 0.062, secondsPerWord: 0.06, secondsPerClause: 0.18, secondsPerSentence: 0.35 },
};
const OTHER: SpeechRate = { secondsPerLetter: 0.062, secondsPerWord: 0.07, secondsPerClause: 0.18, secondsPerSentence: 0.35 };

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/gu;
/** A digit is read as a word of some letters: "7" is "seven". */
const DIGIT = /\p{N}/gu;
const LETTERS_PER_DIGIT = 4;
/** Signs of Chinese, Japanese and Korean stand for whole syllables. */
const SYLLABIC = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
const LETTERS_PER_SYLLABIC_SIGN = 3;

export const SENTENCE_END = /[.!?…。！？]["'»”’)\]]*$/u;
export const CLAUSE_END = /[,;:–—،、，；：]["'»”’)\]]*$/u;

const countOf = (pattern: RegExp, text: string): number => text.match(pattern)?.length ?? 0;

/** @returns seconds at speed 1 for one word as written, with the pause that follows its punctuation. */
export function wordSeconds(word: string, language: string): number {
  const rate = RATES[language.toLowerCase().split('-')[0] ?? ''] ?? OTHER;
  const letters =
    countOf(LETTER_OR_DIGIT, word) +
    countOf(DIGIT, word) * (LETTERS_PER_DIGIT - 1) +
    countOf(SYLLABIC, word) * (LETTERS_PER_SYLLABIC_SIGN - 1);
  if (letters === 0) return 0;
  const pause = SENTENCE_END.test(word) ? rate.secondsPerSentence : CLAUSE_END.test(word) ? rate.secondsPerClause : 0;
  return letters * rate.secondsPerLetter + rate.secondsPerWord + pause;
}

/** @returns seconds at speed 1 for a whole text. */
export function speakingSeconds(text: string, language: string): number {
  return text.split(/\s+/u).reduce((sum, word) => sum + wordSeconds(word, language), 0);
}
