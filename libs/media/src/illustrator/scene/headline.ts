import { composed } from '../../text/decomposed.js';
import { withoutEnd } from '../../text/without-end.js';
import { STOP_WORDS } from '../words/stop-words.js';
import type { Headline } from './scene.js';

/** Montserrat has Latin, Cyrillic, digits and the usual signs; anything else would come out as boxes. */
const DRAWABLE = /^[\p{Script=Latin}\p{Script=Cyrillic}0-9 .,:;!?%&$€£₽+\-–—’'«»"/№°]+$/u;
const LINE_CHARS = 16;

/** Whether the font has every glyph of `text`. */
export function isDrawable(text: string): boolean {
  const shown = composed(text);
  return DRAWABLE.test(shown) && !/\p{M}/u.test(shown);
}

const NUMBER =
  /(?<![\p{L}\d.,-])([$€£₽]?\d{1,3}(?:[ ,]\d{3})+(?:[.,]\d+)?|[$€£₽]?\d+(?:[.,]\d+)?)(?:\s?(%|°C?|[$€£₽]))?(?![\d])(?:\s+(\p{L}[\p{L}-]*))?/gu;

/** The figure most worth showing, with the word it counts: `14,000` + `years`. */
export function findNumber(text: string): Headline | null {
  const read = text.slice(0, 1000).replace(/[\u202f\u00a0]/g, ' ');
  let best: { value: number; headline: Headline } | null = null;
  for (const [, digits = '', sign = '', unit = ''] of read.matchAll(NUMBER)) {
    if (digits.length > 11) continue;
    const isWord = unit.length > 1 && unit.length <= 12 && !STOP_WORDS.has(unit.toLowerCase()) && !/^(ad|bc|nm)$/i.test(unit);
    const lines = [digits + sign, ...(isWord ? [unit.toUpperCase()] : [])];
    const value = (isWord ? 4 : 0) + (sign || /^[$€£₽]/.test(digits) ? 4 : 0) + digits.length / 4;
    if (lines.every(isDrawable) && value > (best?.value ?? 0)) best = { value, headline: { lines, kind: 'number' } };
  }
  return best?.headline ?? null;
}

/** The topic when it reads like a title: a few words that fit on two lines. */
export function titleOf(topic: string): Headline | null {
  const clean = withoutEnd(topic.replace(/[\s\p{Cc}]+/gu, ' '), /[.!…]/).trim();
  if (clean.length < 3 || clean.length > 34 || !isDrawable(clean)) return null;
  const lines = inLines(clean.toUpperCase());
  return lines ? { lines, kind: 'title' } : null;
}

/** The first of the words that fits a label. */
export function keyWord(words: readonly string[]): Headline | null {
  const word = words.find((candidate) => candidate.length >= 3 && candidate.length <= 13 && isDrawable(candidate));
  return word === undefined ? null : { lines: [word.toUpperCase()], kind: 'word' };
}

/** One to three balanced lines: as few as give short ones; null when a word is too long for any. */
function inLines(text: string): string[] | null {
  const words = text.split(' ');
  const longest = (lines: readonly string[]): number => Math.max(...lines.map((line) => line.length));
  const splits = (rest: readonly string[], count: number): string[][] =>
    count === 1
      ? [[rest.join(' ')]]
      : rest
          .slice(0, -1)
          .flatMap((_, cut) => splits(rest.slice(cut + 1), count - 1).map((tail) => [rest.slice(0, cut + 1).join(' '), ...tail]));
  let best: string[] | null = null;
  for (const count of [1, 2, 3]) {
    if (words.length > 9) return null;
    for (const lines of splits(words, count))
      if (!best || longest(lines) < longest(best) - (lines.length > best.length ? 3 : 0)) best = lines;
  }
  return best && longest(best) <= LINE_CHARS ? best : null;
}
