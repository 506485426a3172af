import { table } from '../text/table.js';

/** What is said for written words that are read together: a number with its unit, a date, a name with its Roman numeral. */
export interface Reading {
  /** How many written words it stands for, at least one. */
  readonly words: number;
  readonly spoken: string;
  /** No sentence ends behind it, whatever its dot looks like. */
  readonly leadsOn?: boolean;
  /** It is no abbreviation, though it looks like one ("est."): behind its dot a capital opens a sentence. */
  readonly isWhole?: boolean;
}

/** A word in its parts. Words that are too long to be a number or an abbreviation have an empty core. */
export interface Written {
  readonly core: string;
  /** Punctuation behind the core. */
  readonly tail: string;
}

/** No number, date or abbreviation is longer: what is longer is not looked at, which keeps the work linear. */
const MAX_CHARS = 40;
const EDGES = /^[("'«“‘[]*(.*?)([.,;:!?…)"'»”’\]]*)$/u;

/** Every reader looks at a word and at its neighbours: the same words are asked for dozens of times. */
const known = new Map<string, Written>();
const MOST_KNOWN = 2_000;
const NOTHING: Written = { core: '', tail: '' };

export function partsOf(word: string | undefined): Written {
  if (word === undefined || word.length > MAX_CHARS) return NOTHING;
  const before = known.get(word);
  if (before) return before;
  const [, core = '', tail = ''] = EDGES.exec(word) ?? [];
  // What fonts join to a fraction is written with a slash of its own.
  const parts = { core: core.replaceAll('⁄', '/'), tail };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(word, parts);
  return parts;
}

const PARTS: Readonly<Record<string, string>> = table({ '1/2': '½', '1/4': '¼', '3/4': '¾', '1/3': '⅓', '2/3': '⅔' });
/** "In group 2 1/3 of all": the part belongs to what comes. */
const PART_OF = /^(?:of|the|из|от|всех|части)$/iu;

/** A whole number and a part of one: "5½", or "5 1/2" in two words. @returns `part`: ½, ¼, ¾, ⅓ or ⅔ */
export function mixedNumber(
  words: readonly string[],
  at: number,
): { readonly digits: string; readonly part: string; readonly tail: string; readonly words: number } | undefined {
  const { core, tail } = partsOf(words[at]);
  const [, whole = '', sign = ''] = /^(\d{1,4})([½¼¾⅓⅔])$/u.exec(core) ?? [];
  if (sign !== '') return { digits: whole, part: sign, tail, words: 1 };
  const next = partsOf(words[at + 1]);
  const part = Object.hasOwn(PARTS, next.core) ? PARTS[next.core] : undefined;
  if (!part || tail !== '' || !/^[1-9]\d?$/.test(core) || PART_OF.test(partsOf(words[at + 2]).core)) return undefined;
  return { digits: core, part, tail: next.tail, words: 2 };
}

const ROMAN = /^(?=[IVXL])(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})$/;
/** What it begins with: most words are asked for in vain. */
const ROMAN_DIGITS = 'IVXL';
const ROMAN_VALUES: Readonly<Record<string, number>> = table({ I: 1, V: 5, X: 10, L: 50, C: 100 });

/** The value of a Roman numeral below 100; undefined for any other text. Letters past C make words ("MIX", "CD"). */
export function romanValue(text: string): number | undefined {
  if (!ROMAN_DIGITS.includes(text.charAt(0)) || !ROMAN.test(text)) return undefined;
  const values = [...text].map((sign) => ROMAN_VALUES[sign] ?? 0);
  return values.reduce((sum, value, i) => sum + (value < (values[i + 1] ?? 0) ? -value : value), 0);
}
