/**
 * How long local voices take for a text at speed 1, without speaking it. Depends on nothing, so that others may
 * carry the same formula as data. Constants are least-squares fits to 20 texts a
 * language spoken by the default voices (18 of 20 within 5 %, all within 12 %); `speech.int.spec.ts` holds them against real speech.
 */
import { table } from '../text/table.js';
import { decomposed } from '../text/decomposed.js';

export interface SpeechRate {
  readonly secondsPerSyllable: number;
  readonly secondsPerWord: number;
  readonly secondsPerSentence: number;
  readonly secondsPerComma: number;
  readonly secondsPerDigit: number;
}

export const SPEECH_RATES: Readonly<Record<string, SpeechRate>> = table({
  en: { secondsPerSyllable: 0.167, secondsPerWord: 0.027, secondsPerSentence: 0.573, secondsPerComma: 0.307, secondsPerDigit: 0.378 },
  ru: { secondsPerSyllable: 0.157, secondsPerWord: 0, secondsPerSentence: 0.479, secondsPerComma: 0.03, secondsPerDigit: 0.334 },
});

export interface SpeechCounts {
  readonly syllables: number;
  readonly words: number;
  readonly sentences: number;
  readonly commas: number;
  readonly digits: number;
}

/** What in a text takes time. A syllable is a run of vowels; scripts that write none count as two syllables per three letters. */
export function countSpeech(text: string): SpeechCounts {
  const words = text.match(/[\p{L}\p{M}'’]+/gu) ?? [];
  let syllables = 0;
  for (const word of words) {
    const vowels = (decomposed(word).match(/[аеёиоуыэюяіїєαεηιουω]|[aeiouy]+/giu) ?? []).length;
    const silentE = vowels > 1 && /[^aeiouyl]e[ds]?$/i.test(word) && !/(?:[td]ed|[sxzcg]es|[cs]hes)$/i.test(word) ? 1 : 0;
    syllables += vowels > 0 ? vowels - silentE : Math.ceil((word.length * 2) / 3);
  }
  return {
    syllables,
    words: words.length,
    // A run is looked at from its first sign only: from each of them it would be the square of its length.
    sentences: (text.match(/(?<![.!?…])[.!?…]+(?=[\s"'”»)\]]|$)|[^\s.!?…]\s*$/gu) ?? []).length,
    commas: (text.match(/[,;:](?=\s)|\s[—–-](?=\s)/gu) ?? []).length,
    digits: (text.match(/\d|[%$€£₽№]/gu) ?? []).length,
  };
}

/** Seconds of speech at speed 1; other languages than those of `SPEECH_RATES` are taken at the pace of Russian, which is espeak-ng's. */
export function estimateSpeechSeconds(text: string, language: string): number {
  const rate = SPEECH_RATES[language.toLowerCase().split('-')[0] ?? ''] ?? SPEECH_RATES['ru'];
  const counts = countSpeech(text);
  if (!rate || counts.words + counts.digits === 0) return 0;
  return (
    0.25 +
    counts.syllables * rate.secondsPerSyllable +
    counts.words * rate.secondsPerWord +
    counts.sentences * rate.secondsPerSentence +
    counts.commas * rate.secondsPerComma +
    counts.digits * rate.secondsPerDigit
  );
}
