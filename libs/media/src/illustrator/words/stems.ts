import { table } from '../../text/table.js';
import { createRequire } from 'node:module';
import { hasTable, meaningOfForm, wordsOfLanguage } from './languages/forms.js';

interface Stemmer {
  stem(word: string): string;
}
type StemmerFactory = { newStemmer(language: string): Stemmer };

const ALGORITHMS: Readonly<Record<string, string>> = table({
  de: 'german',
  es: 'spanish',
  fr: 'french',
  it: 'italian',
  pt: 'portuguese',
  nl: 'dutch',
  sv: 'swedish',
  da: 'danish',
  nb: 'norwegian',
  fi: 'finnish',
  hu: 'hungarian',
});

const stemmers = new Map<string, Stemmer>();

function stemmer(algorithm: string): Stemmer {
  let known = stemmers.get(algorithm);
  if (!known) {
    known = (createRequire(import.meta.url)('snowball-stemmers') as StemmerFactory).newStemmer(algorithm);
    stemmers.set(algorithm, known);
  }
  return known;
}

/** A token as written and as compared. */
export interface Token {
  readonly written: string;
  readonly stem: string;
  /** Where it begins in the text, in UTF-16 units. */
  readonly start: number;
  /** 0 at the start of the text, 1 at its end. */
  readonly position: number;
}

/** Longer texts are judged by their beginning: a segment is a few sentences, anything beyond is noise or an attack. */
const READ_CHARS = 4000;

/** The words of a text, in order, without punctuation; numbers are left to `findNumber`. */
export function tokensOf(text: string, language: string): Token[] {
  const read = text.slice(0, READ_CHARS);
  if (isUnspaced(language)) return unspacedTokensOf(read, language);
  const words = ELIDES.test(baseLanguage(language))
    ? /(?:aujourd|quelqu)['’]\p{L}+|\p{L}[\p{L}\p{M}-]*['’]?/giu
    : /\p{L}[\p{L}\p{M}’'-]*/gu;
  return [...read.matchAll(words)].map((match) => ({
    written: match[0],
    stem: stemOf(match[0], language),
    start: match.index,
    position: match.index / Math.max(1, read.length),
  }));
}

/** Whether words are written without spaces: a dictionary of Unicode's tells them apart. */
export const isUnspaced = (language: string): boolean => /^(?:zh|ja|th|lo|km|my)$/.test(baseLanguage(language));
const segmenters = new Map<string, Intl.Segmenter>();

function unspacedTokensOf(read: string, language: string): Token[] {
  const own = baseLanguage(language);
  const segmenter = segmenters.get(own) ?? new Intl.Segmenter(own, { granularity: 'word' });
  segmenters.set(own, segmenter);
  const known = wordsOfLanguage(own);
  const tokens: Token[] = [];
  const segments = [...segmenter.segment(read)];
  for (let at = 0; at < segments.length; at += 1) {
    const first = segments[at];
    if (!first || first.isWordLike !== true || !/\p{L}/u.test(first.segment)) continue;
    // Words of the tables that the dictionary does not have come in parts: 自行 车.
    const parts = [PARTS_OF_WORD, PARTS_OF_WORD - 1].find((count) => known.has(joined(segments, at, count))) ?? 1;
    const written = joined(segments, at, parts);
    tokens.push({ written, stem: stemOf(written, language), start: first.index, position: first.index / Math.max(1, read.length) });
    at += parts - 1;
  }
  return tokens;
}

const PARTS_OF_WORD = 3;
const joined = (segments: readonly Intl.SegmentData[], at: number, count: number): string =>
  segments
    .slice(at, at + count)
    .map(({ segment }) => segment)
    .join('');

/** In these "l'eau" is two words. */
const ELIDES = /^(?:fr|it)$/;

const known = new Map<string, string>();
const KNOWN_WORDS = 60_000;

/** Cyrillic is read as Russian, Latin by the language's own rules where there are some, else as English. */
export function stemOf(word: string, language: string): string {
  const key = `${baseLanguage(language)} ${word}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const stem = findStem(word, language);
  // The word tables fill most of it; texts come on top, and must not grow it for ever.
  if (known.size < KNOWN_WORDS && word.length < 40) known.set(key, stem);
  return stem;
}

/** Words that the English rules would take for others: university for universe, policy for police. */
const OTHER_WORDS =
  /^(?:universit|polic(?:y|ies)$|organi[sz]|animat|generic|importan|capitol|pastr|past(?:a|e|es)$|exper[it]|new(?:s|spapers?)$|irony|marketing|clothes$|паром$|бо(?:ит|ят|ял|им|иш))/;

/** Plurals whose stem is none of their singular's. */
const PLURALS: Readonly<Record<string, string>> = table({
  ...{ wolves: 'wolf', calves: 'calf', loaves: 'loaf', knives: 'knife', thieves: 'thief', halves: 'half', shelves: 'shelf' },
  ...{ hooves: 'hoof', scarves: 'scarf', elves: 'elf', geese: 'goose', oxen: 'ox' },
});

/** Before the English stem of what a word of another language means. */
const MEANS = 'en:';
/** Behind it, the drawing that stands for the word instead. */
const DRAWN_AS = '>';

function stemOfMeaning(word: string, language: string): string | null {
  const meaning = meaningOfForm(word, baseLanguage(language));
  if (!meaning) return null;
  const { english, drawing } = meaning;
  if (english === '') return `${MEANS}-${plainWord(word)}`;
  return MEANS + stemOf(english, 'en') + (drawing === null ? '' : DRAWN_AS + drawing);
}

/** What the tables say of a stem of another language; null: it is not from them, and says nothing in English. */
export function meantBy(stem: string): { readonly stem: string; readonly drawing: string | null } | null {
  if (!stem.startsWith(MEANS)) return null;
  const [english = '', drawing] = stem.slice(MEANS.length).split(DRAWN_AS);
  return { stem: english, drawing: drawing ?? null };
}

/** The stem that tables of English words have: of the meaning, where the word is of another language. */
export const englishStem = (stem: string): string => meantBy(stem)?.stem ?? stem;

function findStem(word: string, language: string): string {
  const meant = stemOfMeaning(word, language);
  if (meant !== null) return meant;
  const written = plainWord(word);
  const plain = isReadAsEnglish(language) && Object.hasOwn(PLURALS, written) ? (PLURALS[written] ?? written) : written;
  if (OTHER_WORDS.test(plain)) return plain.replace(/(?:ies|s)$/, '');
  // Without a stemmer of their own, words that the tables do not have are none of another language's.
  if (hasTable(baseLanguage(language)) && !Object.hasOwn(ALGORITHMS, baseLanguage(language))) return plain;
  if (/^[\p{Script=Cyrillic}-]+$/u.test(plain)) return stemmer('russian').stem(plain);
  if (/^[\p{Script=Latin}\p{M}'-]+$/u.test(plain)) return stemmer(ALGORITHMS[baseLanguage(language)] ?? 'english').stem(plain);
  return plain;
}

/** As compared before stemming: lower case, ё as е, without a possessive ending. */
export function plainWord(word: string): string {
  return word
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replaceAll('’', "'")
    .replace(/'s$|(?<![-'])[-']+$/g, '');
}

/** What Latin letters in a text are: within Russian and its like they are names from elsewhere. Words of other languages are spelt alike and mean other things: Gift, war, die. */
export const isReadAsEnglish = (language: string): boolean => /^(?:en|ru)?$/.test(baseLanguage(language));

export function baseLanguage(language: string): string {
  return language.toLowerCase().split(/[-_]/)[0] ?? 'en';
}
