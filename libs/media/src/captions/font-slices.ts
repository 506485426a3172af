import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { renamed, type FontMetrics } from './truetype.js';

/**
 * Scripts whose fonts are too large to be loaded whole: Noto Sans, cut into slices by npm packages (SIL OFL 1.1), each with a weight axis.
 * A slice is unpacked when a caption needs it, and keeps one weight and its own name, since libass takes no more than ten faces of one name.
 */
interface Family {
  readonly packageName: string;
  /** Advance of most letters, in ems. Lines are broken by it; kerning and conjuncts only make them narrower. */
  readonly advance: number;
  /** As `FontMetrics` has them: the same in every slice of a family. */
  readonly ascent: number;
  readonly descent: number;
}

export const FAMILIES = {
  SC: { packageName: 'noto-sans-sc', advance: 1, ascent: 1.16, descent: 0.288 },
  JP: { packageName: 'noto-sans-jp', advance: 1, ascent: 1.16, descent: 0.288 },
  KR: { packageName: 'noto-sans-kr', advance: 0.92, ascent: 1.16, descent: 0.288 },
  Thai: { packageName: 'noto-sans-thai', advance: 0.62, ascent: 1.061, descent: 0.45 },
  Devanagari: { packageName: 'noto-sans-devanagari', advance: 0.71, ascent: 1.348, descent: 0.558 },
  Bengali: { packageName: 'noto-sans-bengali', advance: 0.67, ascent: 0.995, descent: 0.408 },
  Tamil: { packageName: 'noto-sans-tamil', advance: 1.1, ascent: 0.87, descent: 0.37 },
  Khmer: { packageName: 'noto-sans-khmer', advance: 0.7, ascent: 1.155, descent: 0.707 },
  Ethiopic: { packageName: 'noto-sans-ethiopic', advance: 0.76, ascent: 1.069, descent: 0.293 },
} as const satisfies Record<string, Family>;
export type FamilyName = keyof typeof FAMILIES;
export const FAMILY_NAMES = Object.keys(FAMILIES) as FamilyName[];

export const SLICE_WEIGHTS = { Bold: 700, Medium: 500 } as const;
export type SliceWeight = keyof typeof SLICE_WEIGHTS;

/** What a family has, by code point: [first, last, slice], rising. */
type Ranges = readonly (readonly [from: number, to: number, slice: string])[];

const folderOf = (family: FamilyName): string =>
  path.dirname(createRequire(import.meta.url).resolve(`@fontsource-variable/${FAMILIES[family].packageName}/package.json`));

const coverage = new Map<FamilyName, Ranges>();
function rangesOf(family: FamilyName): Ranges {
  let ranges = coverage.get(family);
  if (!ranges) {
    const slices = JSON.parse(readFileSync(path.join(folderOf(family), 'unicode.json'), 'utf8')) as Record<string, string>;
    ranges = Object.entries(slices)
      // Latin and Cyrillic are set in the fonts of the look.
      .filter(([slice]) => !/^(latin|latin-ext|cyrillic|cyrillic-ext|greek|vietnamese)$/.test(slice))
      .flatMap(([slice, written]) => written.split(',').map((range) => rangeOf(range, slice.replace(/[[\]]/g, ''))))
      .sort(([a], [b]) => a - b);
    coverage.set(family, ranges);
  }
  return ranges;
}

function rangeOf(written: string, slice: string): readonly [number, number, string] {
  const [from = '', to = from] = written.trim().replace(/^U\+/i, '').split('-');
  return [Number.parseInt(from, 16), Number.parseInt(to, 16), slice];
}

/** The lists of Noto Sans SC name alphabets that it does not have. @returns which slice of the family has a character, or null */
export function sliceOf(family: FamilyName, codePoint: number): string | null {
  if (family === 'SC' && (codePoint < 0x2000 || (codePoint >= 0xa000 && codePoint < 0xf900))) return null;
  const ranges = rangesOf(family);
  let [low, high] = [0, ranges.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [from, to, slice] = ranges[middle] ?? [0, 0, ''];
    if (codePoint < from) high = middle - 1;
    else if (codePoint > to) low = middle + 1;
    else return slice;
  }
  return null;
}

/** The name by which libass finds a slice, `Noto Sans SC 101 Bold`. */
export const sliceName = (family: FamilyName, slice: string, weight: SliceWeight): string => `Noto Sans ${family} ${slice} ${weight}`;

export function sliceMetrics(family: FamilyName, slice: string): FontMetrics {
  const { advance, ascent, descent } = FAMILIES[family];
  const has = (codePoint: number): boolean => sliceOf(family, codePoint) === slice;
  return { has, advance: (codePoint) => (has(codePoint) ? advance : 0), ascent, descent };
}

/** Unpacked slices, some 100 kB each; the oldest go first. */
const unpacked = new Map<string, Promise<Buffer>>();
const KEPT_SLICES = 96;

/** @returns the font file of a name that `sliceName` gave, or null for any other name */
export async function sliceFile(name: string): Promise<Buffer | null> {
  const [, family = '', slice = '', weight = ''] = /^Noto Sans (\w+) ([\w-]+) (Bold|Medium)$/.exec(name) ?? [];
  if (!(family in FAMILIES)) return null;
  let file = unpacked.get(name);
  if (!file) {
    file = unpack(family as FamilyName, slice, weight as SliceWeight, name);
    unpacked.set(name, file);
    file.catch(() => unpacked.delete(name));
    const [oldest] = unpacked.keys();
    if (unpacked.size > KEPT_SLICES && oldest !== undefined) unpacked.delete(oldest);
  }
  return file;
}

async function unpack(family: FamilyName, slice: string, weight: SliceWeight, name: string): Promise<Buffer> {
  const characters = rangesOf(family)
    .filter(([, , of]) => of === slice)
    .flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index)));
  const packed = await readFile(path.join(folderOf(family), 'files', `${FAMILIES[family].packageName}-${slice}-wght-normal.woff2`));
  // Two machines of WebAssembly: loaded by who needs such a script.
  const { default: subsetFont } = await import('subset-font');
  const options = { targetFormat: 'sfnt', variationAxes: { wght: SLICE_WEIGHTS[weight] } } as const;
  return renamed(await subsetFont(packed, characters.join(''), options), name);
}
