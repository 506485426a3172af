import { SENTENCE_SIGNS } from '../text/sentence-signs.js';
import { leadsOn } from '../text/abbreviations.js';

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const words = new Intl.Segmenter(undefined, { granularity: 'word' });

/** Signs of East Asia each of which stands by itself: nothing in such a text joins another, and the segmenter takes long for it. */
const EAST_ASIAN = /^(?:(?!\p{M})[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3001-\u3029\u3030\u303d\uff01-\uff60])*$/u;

/** What a reader sees as single characters: an emoji with skin tone and joiners is one. */
export function graphemes(text: string): string[] {
  return EAST_ASIAN.test(text) ? Array.from(text) : Array.from(segmenter.segment(text), ({ segment }) => segment);
}

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60]/u;
const UNSPACED =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}\\u3000-\\u303f\\uff01-\\uff60';
/** Beside such a script they have no space either; between two of them there is one in scripts that have spaces. */
const QUOTES = '\\u2018-\\u201d';
const BETWEEN_UNSPACED = `(?<=[${UNSPACED}]) (?=[${UNSPACED}${QUOTES}])|(?<=[${QUOTES}]) (?=[${UNSPACED}])`;
const [NO_SPACE, NO_SPACES] = [new RegExp(BETWEEN_UNSPACED, 'u'), new RegExp(BETWEEN_UNSPACED, 'gu')];

/** Words side by side as the script writes them: with a space, or without. */
export const joinedWords = (words: readonly string[]): string => words.join(' ').replace(NO_SPACES, '');

/** Whether a space stands between two words of a line. */
export const isSpaced = (before: string, after: string): boolean => !NO_SPACE.test(`${before.slice(-2)} ${after.slice(0, 2)}`);

/** Marks with which no line begins. */
export const staysBehind = (letter: string): boolean =>
  /^[、。，．！？；：・」』）〉》】〕…ー々ゝゞっゃゅょッャュョ%,.!?;:)\]}»”’]/u.test(letter);

/** Signs of a part of a caption, in scripts that are written without spaces: half a line of a wide film. */
const PART_SIGNS = 12;
/** A sentence shorter than this goes with the next one. */
const LEAST_SIGNS = 4;
const HAS_UNSPACED = new RegExp(`[${UNSPACED}]`, 'u');
/** The segmenter of words takes longer for a sign the longer its text is; a word that is cut there is one that nobody misses. */
const STRETCH = 500;

/** @returns parts that may be broken between, at the script's own words: nothing to do where there are spaces */
export function unspacedParts(text: string): string[] {
  if (text.length <= PART_SIGNS || !HAS_UNSPACED.test(text)) return [text];
  const parts: string[] = [];
  let [open, signs] = ['', 0];
  for (const word of scriptWords(text)) {
    const more = signsOf(word);
    if ((signs + more > PART_SIGNS || (signs >= LEAST_SIGNS && (endsSentence(open) || endsClause(open)))) && open !== '') {
      parts.push(open);
      [open, signs] = ['', 0];
    }
    open += word;
    signs += more;
  }
  return open === '' ? parts : [...parts, open];
}

/** Such a mark goes with the word behind it, every other one with the word before it. */
const OPENING = /^[\p{Ps}\p{Pi}]+$/u;

/** @returns the words of a script without spaces, with their marks; any other text as it is */
export function scriptWords(text: string): string[] {
  if (!HAS_UNSPACED.test(text)) return [text];
  const found: string[] = [];
  for (const { segment, isWordLike } of wordsOf(text)) {
    const before = found.at(-1);
    const isMark = !isWordLike && !OPENING.test(segment);
    if (before !== undefined && (isMark || OPENING.test(before))) found[found.length - 1] = before + segment;
    else found.push(segment);
  }
  return found;
}

function* wordsOf(text: string): Generator<Intl.SegmentData> {
  const signs = text.length <= STRETCH ? [text] : graphemes(text);
  for (let from = 0; from < signs.length; from += STRETCH) yield* words.segment(signs.slice(from, from + STRETCH).join(''));
}

/** Characters as a reader sees them. Letters and marks of writing alone need no segmenter: what joins (emoji, combining marks) is none. */
const signsOf = (text: string): number => (/^[\p{L}\p{N}\p{P}\p{Zs}]*$/u.test(text) ? text.length : graphemes(text).length);

/** Length in characters as a reader counts them: signs of East Asia are as wide as two. */
export function visibleLength(text: string): number {
  // Latin and Cyrillic text, the common case, needs no segmenter; neither does that of East Asia.
  if (EAST_ASIAN.test(text)) return 2 * Array.from(text).length;
  return /^[\x20-\x7e\u00a0-\u02ff\u0400-\u047f\u2010-\u2027]*$/.test(text)
    ? text.length
    : graphemes(text).reduce((sum, letter) => sum + (WIDE.test(letter) ? 2 : 1), 0);
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
const SENTENCE_END = new RegExp(`[${SENTENCE_SIGNS}]${CLOSERS}`, 'u');
const CLAUSE_END = new RegExp(`[,;:،؛、，—–]${CLOSERS}`, 'u');

/**
 * "Mt.", "ул." and the "т." of "т. д." belong to `next`, the word behind them ('' where there is none).
 * @param before the words before it, the nearest last: "20 см." ends a sentence, "см." alone does not; the last four are enough
 */
export function endsSentence(word: string, next = '', before: readonly string[] = []): boolean {
  if (!SENTENCE_END.test(word)) return false;
  const shown = word.endsWith('.)') ? word.slice(0, -1) : word;
  return !(shown.endsWith('.') && shown.length < 12 && leadsOn(shown.slice(0, -1).replace(/^[(«“"'„]+/u, ''), next, before));
}

export function endsClause(word: string): boolean {
  return CLAUSE_END.test(word);
}
