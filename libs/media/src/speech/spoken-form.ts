/**
 * From written text to what an engine is told to say. The written words (runs of non-space characters) are
 * never changed: each utterance says how many of them each spoken unit stands for, so that times measured on
 * the sound can be handed back to the words as the author wrote them.
 */
import { table } from '../text/table.js';
import { readEnglish } from './english/readings.js';
import { spokenEnglish } from './spoken-english.js';
import { isAbbreviation, leadsOn } from '../text/abbreviations.js';
import { withoutEnd } from '../text/without-end.js';
import { type Reading } from './reading.js';
import { readRussian } from './russian/readings.js';
import { readShort } from './spoken-short.js';
import { spokenElsewhere } from './spoken-elsewhere.js';

/** The mark that shapes the melody and the pause after a unit; '' is none. */
export type PauseMark = '' | ',' | '.' | '?' | '!';

/** One or more written words with what is said for them; `spoken` is '' for words without a sound (emoji, a lone dash). */
export interface SpokenUnit {
  readonly writtenWords: number;
  readonly spoken: string;
  readonly pause: PauseMark;
}

/** What is synthesised in one go: a sentence, or a part of a very long one. */
export interface Utterance {
  readonly units: readonly SpokenUnit[];
  readonly end: 'clause' | 'sentence' | 'paragraph';
}

export interface SpokenForm {
  /** Words as written, in order. */
  readonly written: readonly string[];
  /** Their units cover `written` completely and in order. */
  readonly utterances: readonly Utterance[];
}

/** A sentence is cut at the next comma after this many characters, and anywhere after twice as many: engines slow down on more. */
const LONG_UTTERANCE_CHARS = 220;
const SILENT_CHARS = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\p{Cc}\p{Cf}\p{Co}\p{Cs}\u20e3\ufe0f]/gu;

/** Who reads words together with their neighbours, by language. */
const READERS: Readonly<Record<string, (words: readonly string[], at: number) => Reading | undefined>> = table({
  en: readEnglish,
  ru: readRussian,
});

interface Token {
  readonly text: string;
  readonly breakAfter: '' | 'line' | 'paragraph';
}

/** Splits `text` into words as written and the utterances that speak them. Pure; linear in the length of the text. */
export function toSpokenForm(text: string, language: string): SpokenForm {
  const tokens = tokenise(text);
  const written = tokens.map((token) => token.text);
  const english = language.toLowerCase().split('-')[0] === 'en';
  const utterances: Utterance[] = [];
  let units: SpokenUnit[] = [];
  let chars = 0;
  const close = (end: Utterance['end']): void => {
    if (units.length > 0) utterances.push({ units, end });
    units = [];
    chars = 0;
  };
  for (let i = 0; i < tokens.length;) {
    const reading = together(written, tokens, i, language);
    const count = reading?.words ?? numberGroup(tokens, i);
    const group = tokens.slice(i, i + count);
    const last = group[count - 1];
    if (!last) break;
    i += count;
    const raw = reading ? last.text : group.map((token) => token.text).join('');
    const next = tokens[i];
    const before = written.slice(Math.max(0, i - 5), i - 1);
    let pause = pauseAfter(raw, next?.text, before, reading !== undefined && count > 1);
    if (reading?.leadsOn === true && pause === '.' && next !== undefined) pause = '';
    if (reading?.isWhole === true && pause === '' && last.text.endsWith('.') && /^\p{Lu}/u.test(next?.text ?? '')) pause = '.';
    // A sign that is said as a word: "10 : 2".
    if (reading !== undefined && /^[:−-]$/u.test(raw)) pause = '';
    if (/^[−-]$/u.test(next?.text ?? '') && together(written, tokens, i, language) !== undefined) pause = '';
    if (last.breakAfter === 'paragraph' && pause !== '?' && pause !== '!') pause = '.';
    if (last.breakAfter === 'line' && pause === '') pause = ',';
    const clean = raw.replace(SILENT_CHARS, '');
    const spoken = reading?.spoken ?? (english ? spokenEnglish(clean) : spokenElsewhere(clean, language));
    units.push({ writtenWords: count, spoken, pause });
    chars += spoken.length + 1;
    const strong = pause === '.' || pause === '?' || pause === '!';
    if (last.breakAfter === 'paragraph') close('paragraph');
    else if (strong) close('sentence');
    else if ((chars > LONG_UTTERANCE_CHARS && pause === ',') || chars > 2 * LONG_UTTERANCE_CHARS) close('clause');
  }
  close('paragraph');
  return { written, utterances: attachSilentOpeners(utterances) };
}

/** Words that are read together stand on one line. */
function together(written: readonly string[], tokens: readonly Token[], at: number, language: string): Reading | undefined {
  const read = READERS[language.toLowerCase().split('-')[0] ?? ''];
  const reading = read ? read(written, at) : readShort(written, at, language.toLowerCase().split('-')[0] ?? '');
  return reading && tokens.slice(at, at + reading.words - 1).some(({ breakAfter }) => breakAfter !== '') ? undefined : reading;
}

function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(/(\S+)(\s*)/gu)) {
    const gap = match[2] ?? '';
    const newlines = (gap.match(/\n|\u2029/g) ?? []).length;
    tokens.push({ text: match[1] ?? '', breakAfter: newlines > 1 ? 'paragraph' : newlines === 1 ? 'line' : '' });
  }
  return tokens;
}

/** Digits grouped by spaces ("1 500 000") are one number of several written words; everything else is one word. */
function numberGroup(tokens: readonly Token[], at: number): number {
  if (!/^[$€£₽№(«"]?\d{1,3}$/u.test(tokens[at]?.text ?? '')) return 1;
  let count = 1;
  for (;;) {
    const token = tokens[at + count];
    if (!token || tokens[at + count - 1]?.breakAfter) return count;
    if (/^\d{3}$/.test(token.text)) count += 1;
    else return /^\d{3}[%.,;:!?)»"]*$/.test(token.text) ? count + 1 : count;
  }
}

/**
 * @param before the written words before the last one of `raw`
 * @param closes raw is the last word of a group ("20 см.", "и т. д."), which ends a sentence where a capital follows
 */
function pauseAfter(raw: string, next: string | undefined, before: readonly string[], closes: boolean): PauseMark {
  const tail = raw.slice(withoutEnd(raw, /[.,;:!?…—–)\]"'”’»]/u).length);
  if (tail.includes('?')) return '?';
  if (tail.includes('!')) return '!';
  if (next === undefined) return '.';
  // "9 a.m., then": a dot before a comma is that of an abbreviation.
  if (/[.…]["'”’»)\]]*[,;:]/u.test(tail)) return ',';
  if (/[.…]/.test(tail)) {
    const word = raw.slice(0, raw.length - tail.length).replace(/^[^\p{L}\p{N}]+/u, '');
    const startsLower = /^[^\p{L}\p{N}]*\p{Ll}/u.test(next);
    const initial = /^\p{Lu}$/u.test(word);
    if (closes && !leadsOn(word, next, before) && /^[^\p{L}\p{N}]*\p{Lu}/u.test(next) && !/^[ек]$/u.test(word)) return '.';
    if (startsLower || initial || leadsOn(word, next, before) || (isAbbreviation(word, next) && !tail.includes('…')))
      return tail.includes('…') ? ',' : '';
    return '.';
  }
  if (/[,;:—–]/.test(tail)) return ',';
  // A parenthesis is heard by the pauses around it; that of "word(s)" is none.
  if (tail.includes(')') && (raw.startsWith('(') || !raw.includes('('))) return ',';
  return /^[—–-]+$|^\(/.test(next) ? ',' : '';
}

/** An utterance in which nothing is said (a line of emoji) joins its neighbour, so that no engine is asked to say nothing. */
function attachSilentOpeners(utterances: readonly Utterance[]): Utterance[] {
  // Lists that grow in place: thousands of silent words may join one neighbour.
  const result: { units: SpokenUnit[]; end: Utterance['end'] }[] = [];
  let held: SpokenUnit[] = [];
  for (const utterance of utterances) {
    const said = utterance.units.some((unit) => unit.spoken !== '');
    const previous = result[result.length - 1];
    if (said) {
      for (const unit of utterance.units) held.push(unit);
      result.push({ units: held, end: utterance.end });
      held = [];
    } else if (previous) {
      for (const unit of utterance.units) previous.units.push(unit);
      previous.end = utterance.end;
    } else for (const unit of utterance.units) held.push(unit);
  }
  if (held.length > 0) result.push({ units: held, end: 'paragraph' });
  return result;
}

/** What is said for an utterance, with the marks that shape its melody; '' when nothing is. */
export function textOf(utterance: Utterance): string {
  const text = utterance.units
    .map((unit) => unit.spoken + unit.pause)
    .filter((word) => word !== '')
    .join(' ')
    // A dash between words is no second pause.
    .replace(/([,.?!])(?: [,])+/g, '$1');
  // The melody of the end must not depend on where a long sentence was cut.
  return utterance.end === 'clause' ? `${text.replace(/[.,?!\s]+$/, '')},` : text;
}
