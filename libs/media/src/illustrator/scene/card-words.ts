import { beginningOf } from '../../text/beginning.js';
import { isDrawable } from './headline.js';

const MAX_CHARS = 110;
const MAX_WORD = 26;

/** What a card says: the first sentences up to some 110 characters, as the font can write them; empty when it has no glyphs for the text. */
export function cardWords(text: string): string[] {
  const written = text
    .slice(0, 2000)
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .split(/\s+/)
    .filter((word) => word !== '');
  const words = written.filter(isDrawable).map((word) => (word.length > MAX_WORD ? `${beginningOf(word, MAX_WORD - 1)}-` : word));
  const letters = (list: readonly string[]): number => list.join('').match(/\p{L}/gu)?.length ?? 0;
  if (letters(words) === 0 || letters(words) < letters(written) * 0.6) return [];
  const chosen: string[] = [];
  let chars = 0;
  for (const word of words) {
    if (chars + word.length > MAX_CHARS) break;
    chosen.push(word);
    chars += word.length + 1;
    if (/[.!?]$/.test(word) && chars > MAX_CHARS * 0.5) break;
  }
  const complete = chosen.length === words.length || /[.!?]$/.test(chosen.at(-1) ?? '');
  if (!complete) chosen.push(`${(chosen.pop() ?? '').replace(/[,;:–-]+$/, '')}...`);
  return chosen;
}
