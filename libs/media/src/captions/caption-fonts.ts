import { readFileSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { graphemes } from './caption-text.js';
import { FAMILY_NAMES, sliceFile, sliceMetrics, sliceName, sliceOf, type FamilyName, type SliceWeight } from './font-slices.js';
import { readTrueType, withFullMapFirst, type FontMetrics } from './truetype.js';

/** A font that captions are set in. `name` is the full name by which libass finds it in the fonts folder. */
export interface CaptionFont {
  readonly name: string;
  readonly metrics: FontMetrics;
  readonly isEmoji: boolean;
}

/** The files, from npm packages that carry their licences (SIL OFL; DejaVu's own). */
const FILES = {
  'Montserrat ExtraBold': '@expo-google-fonts/montserrat/800ExtraBold/Montserrat_800ExtraBold.ttf',
  'Inter SemiBold': '@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf',
  'Inter Medium': '@expo-google-fonts/inter/500Medium/Inter_500Medium.ttf',
  'DejaVu Sans Bold': 'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf',
  'DejaVu Sans': 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf',
  'Noto Emoji Bold': '@expo-google-fonts/noto-emoji/700Bold/NotoEmoji_700Bold.ttf',
} as const;
export type CaptionFontName = keyof typeof FILES;

function fileOf(name: CaptionFontName): string {
  const [scopeOrName = '', ...rest] = FILES[name].split('/');
  const packageName = scopeOrName.startsWith('@') ? `${scopeOrName}/${rest[0] ?? ''}` : scopeOrName;
  const folder = path.dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`));
  return path.join(folder, FILES[name].slice(packageName.length + 1));
}

const loaded = new Map<CaptionFontName, CaptionFont>();
export function captionFont(name: CaptionFontName): CaptionFont {
  let font = loaded.get(name);
  if (!font) {
    font = { name, metrics: readTrueType(readFileSync(fileOf(name))), isEmoji: name === 'Noto Emoji Bold' };
    loaded.set(name, font);
  }
  return font;
}

const changedFonts = new Map<CaptionFontName, Buffer | null>();
/** See `withFullMapFirst`; null when the font can be used as it lies there. */
function changedFont(name: CaptionFontName): Buffer | null {
  let changed = changedFonts.get(name);
  if (changed === undefined) {
    changed = withFullMapFirst(readFileSync(fileOf(name)));
    changedFonts.set(name, changed);
  }
  return changed;
}

/** Makes `folder` and puts the caption fonts into it, for libass to read: the usual ones, and the slices that the script names. */
export async function provideCaptionFonts(folder: string, ass: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of new Set(Array.from(ass.matchAll(/\\fn(Noto Sans [^\\}]+)/g), ([, named = '']) => named))) {
    const slice = await sliceFile(name);
    if (slice) await writeFile(path.join(folder, `${name}.ttf`), slice);
  }
  const names = Object.keys(FILES) as CaptionFontName[];
  await Promise.all(
    names.map((name) => {
      const [target, changed] = [path.join(folder, path.basename(FILES[name])), changedFont(name)];
      return changed ? writeFile(target, changed) : symlink(fileOf(name), target);
    }),
  );
}

/** Text that one font can show. */
export interface Run {
  readonly text: string;
  readonly font: CaptionFont;
}

/** Joiners, variation selectors and direction marks have no shape of their own; any font will do. */
const SHAPELESS = /^[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\u{e0000}-\u{e0fff}]$/u;
const EMOJI = /\p{Emoji_Presentation}|\ufe0f/u;

/** The fonts of a text, in the order in which they are asked for a character. */
export interface FontOrder {
  /** The look's own. */
  readonly first: CaptionFont;
  /** One with most alphabets. */
  readonly broad: CaptionFont;
  /** For scripts that both lack. */
  readonly families: readonly FamilyName[];
  readonly weight: SliceWeight;
}

/** Signs of East Asia are drawn in the way of the text's own language; where that lacks one, in a neighbour's. */
export function fontOrder(first: CaptionFontName, broad: CaptionFontName, language: string): FontOrder {
  const own = ({ ja: 'JP', ko: 'KR' } as const)[/^(ja|ko)/i.exec(language)?.[1]?.toLowerCase() as 'ja' | 'ko'] ?? 'SC';
  return {
    first: captionFont(first),
    broad: captionFont(broad),
    families: [
      ...FAMILY_NAMES.filter((family) => !isEastAsian(family)),
      own,
      ...FAMILY_NAMES.filter((family) => isEastAsian(family) && family !== own),
    ],
    weight: broad === 'DejaVu Sans' ? 'Medium' : 'Bold',
  };
}

const isEastAsian = (family: FamilyName): boolean => /^(SC|JP|KR)$/.test(family);

const slices = new Map<string, CaptionFont>();
function sliceFor(letter: string, { families, weight }: FontOrder): CaptionFont | undefined {
  for (const family of families) {
    const slice = sliceOf(family, letter.codePointAt(0) ?? 0);
    if (slice === null) continue;
    const name = sliceName(family, slice, weight);
    const font = slices.get(name) ?? { name, metrics: sliceMetrics(family, slice), isEmoji: false };
    slices.set(name, font);
    if (shows(font, letter)) return font;
  }
  return undefined;
}

/** Splits a word by the fonts that have its characters: the first one wherever it can, then emoji and the fonts of other scripts. */
export function runsOf(text: string, fonts: FontOrder): Run[] {
  const { first, broad } = fonts;
  const emoji = captionFont('Noto Emoji Bold');
  const whole = [first, broad].find((font) => !EMOJI.test(text) && shows(font, text));
  if (whole) return [{ text, font: whole }];
  const runs: Run[] = [];
  for (const letter of graphemes(text)) {
    const order = EMOJI.test(letter) ? [emoji, first, broad] : [first, broad, emoji];
    const font = order.find((candidate) => shows(candidate, letter)) ?? sliceFor(letter, fonts) ?? first;
    const last = runs.at(-1);
    if (last?.font === font) runs[runs.length - 1] = { text: last.text + letter, font };
    else runs.push({ text: letter, font });
  }
  return runs;
}

function shows(font: CaptionFont, text: string): boolean {
  return Array.from(text).every((character) => SHAPELESS.test(character) || font.metrics.has(character.codePointAt(0) ?? 0));
}

/** Width of a run in ems. What no font has is counted as a box of average width. */
export function widthInEms({ text, font }: Run): number {
  let width = 0;
  for (const character of text) {
    if (SHAPELESS.test(character) || /\p{Mn}|\p{Me}/u.test(character)) continue;
    const codePoint = character.codePointAt(0) ?? 0;
    width += font.metrics.has(codePoint) ? font.metrics.advance(codePoint) : 0.7;
  }
  return width;
}

/** Characters of a text that no bundled font has (they show only where the system has a font for them), each once. */
export function charactersWithoutFont(text: string): string[] {
  const fonts = (['Montserrat ExtraBold', 'DejaVu Sans Bold', 'Noto Emoji Bold'] as const).map(captionFont);
  const missing = new Set<string>();
  for (const character of new Set(text.toWellFormed())) {
    if (/\s|\p{C}/u.test(character) || fonts.some((font) => shows(font, character))) continue;
    if (FAMILY_NAMES.every((family) => sliceOf(family, character.codePointAt(0) ?? 0) === null)) missing.add(character);
  }
  return [...missing];
}
