import { readFileSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { graphemes } from './caption-text.js';
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

/** Makes `folder` and puts every caption font into it, for libass to read. */
export async function provideCaptionFonts(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
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

/** Splits a word by the fonts that have its characters: `first` wherever it can, then one with most scripts, then emoji. */
export function runsOf(text: string, first: CaptionFont, broad: CaptionFont): Run[] {
  const emoji = captionFont('Noto Emoji Bold');
  const whole = [first, broad].find((font) => !EMOJI.test(text) && shows(font, text));
  if (whole) return [{ text, font: whole }];
  const runs: Run[] = [];
  for (const letter of graphemes(text)) {
    const order = EMOJI.test(letter) ? [emoji, first, broad] : [first, broad, emoji];
    const font = order.find((candidate) => shows(candidate, letter)) ?? first;
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
    if (SHAPELESS.test(character) || /\p{M}/u.test(character)) continue;
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
    if (!/\s|\p{C}/u.test(character) && !fonts.some((font) => shows(font, character))) missing.add(character);
  }
  return [...missing];
}
