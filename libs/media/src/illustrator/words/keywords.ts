import { findIcons } from './find-icons.js';
import { isStopWord } from './stop-words.js';
import { plainWord, tokensOf } from './stems.js';

/** What a text is about, as stems to compare texts by: its words without those that mean nothing alone. */
export const contentStems = (text: string, language: string): ReadonlySet<string> =>
  new Set(
    tokensOf(text, language)
      .filter(({ written }) => written.length > 2 && !isStopWord(written, language))
      .map(({ stem }) => stem),
  );

/**
 * What a text is about, as words to search pictures by: those that stand for something that can be drawn first, then the others in
 * their order. Each word once, as written. @param max words wanted at most
 */
export function keywordsOf(text: string, language: string, max: number): readonly string[] {
  const telling = findIcons(text, language).words.map(({ written }) => written);
  const others = tokensOf(text, language)
    .map(({ written }) => written)
    .filter((word) => word.length > 2 && !isStopWord(word, language));
  const found = new Map<string, string>();
  for (const word of [...telling, ...others]) if (!found.has(plainWord(word))) found.set(plainWord(word), word);
  return [...found.values()].slice(0, max);
}
