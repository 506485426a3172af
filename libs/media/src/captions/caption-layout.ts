import type { Cue } from '../contracts.js';
import { fontOrder, runsOf, widthInEms, type CaptionFont, type Run } from './caption-fonts.js';
import type { CaptionLook } from './caption-look.js';
import { graphemes, isSpaced, staysBehind } from './caption-text.js';
import { breakLines } from './lines.js';

/** A word, or a part of one that is wider than a line, as it stands on a line. */
export interface PlacedWord {
  /** Index of the word in the cue. */
  readonly word: number;
  readonly runs: readonly Run[];
}

export interface CaptionLayout {
  readonly lines: readonly (readonly PlacedWord[])[];
  /** Em after shrinking to what fits. */
  readonly emPx: number;
  /** Sets the space after an emoji, whose font has very wide ones. */
  readonly spaceFont: CaptionFont;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Word space of the fonts used, in ems. */
const SPACE_EMS = 0.27;
/** Below this share of the wanted size a word is broken instead of set smaller. */
const SMALLEST = 0.7;
const MAX_LINES = 3;

/**
 * Sets the words of a cue in lines that fit the look's width. A word wider than a line makes the text smaller, down to 70 %, and is
 * broken after that; so is the size of a cue that would need more than three lines.
 */
export function layOutCue(cue: Cue, look: CaptionLook): CaptionLayout {
  const fonts = fontOrder(look.font, look.broadFont, look.language);
  const words = cue.words.map(({ text }, word) => ({ word, runs: runsOf(text, fonts) }));
  const widest = Math.max(...words.map(widthOf), 0.1);
  const fitting = Math.min(1, Math.max(SMALLEST, look.maxWidthPx / (widest * look.emPx)));
  let emPx = look.emPx * fitting;
  let lines = linesAt(words, look.maxWidthPx / emPx);
  for (let round = 0; round < 24 && lines.length > MAX_LINES; round += 1) {
    emPx *= 0.9;
    lines = linesAt(words, look.maxWidthPx / emPx);
  }
  const lineWidths = lines.map((line) =>
    line.reduce((sum, placed, at) => sum + widthOf(placed) + (hasSpaceBefore(line, at) ? SPACE_EMS : 0), 0),
  );
  const lineHeights = lines.map((line) => {
    const metrics = line.flatMap(({ runs }) => runs.map(({ font }) => font.metrics));
    return Math.max(...metrics.map(({ ascent }) => ascent)) + Math.max(...metrics.map(({ descent }) => descent));
  });
  return {
    lines,
    emPx,
    spaceFont: fonts.first,
    widthPx: Math.max(...lineWidths, 0) * emPx,
    heightPx: lineHeights.reduce((sum, height) => sum + height, 0) * emPx,
  };
}

/** Whether a word stands apart from the one before it on its line: words of a script without spaces, and parts of one word, do not. */
export function hasSpaceBefore(line: readonly PlacedWord[], at: number): boolean {
  const [before, own] = [line[at - 1], line[at]];
  if (!before || !own || before.word === own.word) return false;
  return isSpaced(before.runs.at(-1)?.text ?? '', own.runs[0]?.text ?? '');
}

function widthOf({ runs }: PlacedWord): number {
  return runs.reduce((sum, run) => sum + widthInEms(run), 0);
}

function linesAt(words: readonly PlacedWord[], limitEms: number): PlacedWord[][] {
  const parts = words.flatMap((word) => broken(word, limitEms));
  // The space that is counted before each word is none in a script without spaces.
  const sizes = parts.map((part, at) => widthOf(part) - (at > 0 && !hasSpaceBefore(parts, at) ? SPACE_EMS : 0));
  return breakLines(sizes, limitEms, SPACE_EMS).map(({ from, to }) => parts.slice(from, to));
}

/** Breaks a word between characters into parts that fit a line. */
function broken(placed: PlacedWord, limitEms: number): PlacedWord[] {
  if (widthOf(placed) <= limitEms) return [placed];
  const letters = placed.runs.flatMap(({ text, font }) => graphemes(text).map((letter) => ({ text: letter, font })));
  const groups: Run[][] = [];
  for (const letter of letters) {
    const open = groups.at(-1);
    if (open && staysBehind(letter.text)) open.push(letter);
    else groups.push([letter]);
  }
  const widths = groups.map((group) => group.reduce((sum, run) => sum + widthInEms(run), 0));
  return breakLines(widths, limitEms, 0).map(({ from, to }) => ({ word: placed.word, runs: groups.slice(from, to).flat() }));
}
