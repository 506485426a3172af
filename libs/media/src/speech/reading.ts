/** What is said for written words that are read together: a number with its unit, a date, a name with its Roman numeral. */
export interface Reading {
  /** How many written words it stands for, at least one. */
  readonly words: number;
  readonly spoken: string;
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

export function partsOf(word: string | undefined): Written {
  if (word === undefined || word.length > MAX_CHARS) return { core: '', tail: '' };
  const [, core = '', tail = ''] = EDGES.exec(word) ?? [];
  return { core, tail };
}

const ROMAN = /^(?=[IVXL])(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})$/;
const ROMAN_VALUES: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100 };

/** The value of a Roman numeral below 100; undefined for any other text. Letters past C make words ("MIX", "CD"). */
export function romanValue(text: string): number | undefined {
  if (!ROMAN.test(text)) return undefined;
  const values = [...text].map((sign) => ROMAN_VALUES[sign] ?? 0);
  return values.reduce((sum, value, i) => sum + (value < (values[i + 1] ?? 0) ? -value : value), 0);
}
