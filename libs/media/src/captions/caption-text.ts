import { standsBefore } from '../text/abbreviations.js';

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** What a reader sees as single characters: an emoji with skin tone and joiners is one. */
export function graphemes(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** Length in characters as a reader counts them. */
export function visibleLength(text: string): number {
  // Latin and Cyrillic text, the common case, needs no segmenter.
  return /^[\x20-\x7e\u00a0-\u02ff\u0400-\u047f\u2010-\u2027]*$/.test(text) ? text.length : graphemes(text).length;
}

/**
 * Text as it can be shown on a line: half surrogates replaced, control characters, line ends and runs of white space become one
 * space. Everything that has a shape stays as written.
 */
export function shownText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\s\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .trim();
}

/** Closing quotes and brackets may follow the mark that ends a sentence. */
const CLOSERS = '[)\\]}"\'»”’]*$';
const SENTENCE_END = new RegExp(`[.!?…。！？؟։।]${CLOSERS}`, 'u');
const CLAUSE_END = new RegExp(`[,;:،؛、，—–]${CLOSERS}`, 'u');

/** "Mt." and "ул." belong to `next`, the word behind them ('' where there is none). */
export function endsSentence(word: string, next = ''): boolean {
  return SENTENCE_END.test(word) && !(word.endsWith('.') && word.length < 12 && standsBefore(word.slice(0, -1), next));
}

export function endsClause(word: string): boolean {
  return CLAUSE_END.test(word);
}
