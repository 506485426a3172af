import { type TimedWord } from '../../contracts.js';
import { countSpeech } from '../speech-rate.js';

/** Words share a stretch of time by what each of them takes to say. Linear in the text. */
export function bySyllables(text: string, startSeconds: number, lengthSeconds: number): TimedWord[] {
  const words = text.split(/\s+/u).filter((word) => word !== '');
  const weights = words.map((word) => {
    const { syllables, digits, commas, sentences } = countSpeech(word);
    return 0.5 + syllables + 2 * digits + commas + sentences;
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let before = 0;
  return words.map((word, i) => {
    const at = (weight: number): number => Math.round((startSeconds + (lengthSeconds * weight) / total) * 1000) / 1000;
    const start = before;
    before += weights[i] ?? 0;
    return { text: word, startSeconds: at(start), endSeconds: at(before) };
  });
}
