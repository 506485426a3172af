import type { CaptionStyle, Cue, FilmFormat, TimedWord } from '../contracts.js';
import { endsClause, endsSentence, graphemes, isSpaced, scriptWords, shownText, unspacedParts, visibleLength } from './caption-text.js';
import { linesNeeded } from './lines.js';

export interface CueOptions {
  readonly format: FilmFormat;
  /** Most characters on a line. Default: what the style's letters fill in this format. */
  readonly maxChars?: number;
  /** Most lines at a time, 2 by default. */
  readonly maxLines?: number;
  /** Chooses the default of `maxChars`; `karaoke` when left out. */
  readonly style?: CaptionStyle;
  /** Where the film ends: no caption stays longer. */
  readonly endSeconds?: number;
}

/** Shorter than this nobody reads a caption; a short one stays into the pause that follows it, if there is one. */
const MIN_SECONDS = 0.8;
/** A caption stays this long after its last word when nothing follows. */
const LINGER_SECONDS = 0.4;
/** A pause shorter than this is bridged, so that captions do not flicker. */
const BRIDGE_SECONDS = 0.3;
/** A pause longer than this ends a caption. */
const PAUSE_SECONDS = 0.6;
/** Two captions are never closer together than a frame at 25 per second. */
const FRAME_SECONDS = 0.04;
const MAX_WORDS = 24;
/** An address is of use only as a whole: up to here it stands in one caption, however many lines that takes. */
const LONGEST_ADDRESS = 160;
const ADDRESS = /^[("'«“]{0,3}(?:[a-z][a-z\d+.-]{0,20}:\/\/|www\.|[\w.-]{1,80}\.[a-z]{2,12}\/|[\w.+-]{1,80}@[\w-]{1,80}\.)\S/i;

/**
 * Groups spoken words into captions that read well: one or two lines, broken where a sentence or a clause ends, not after a small
 * word, not flashing by. Every word comes out once, in order; captions never overlap. A single word too long for any caption is cut
 * into parts that follow each other, but an address.
 */
export function cuesFromWords(words: readonly TimedWord[], options: CueOptions): Cue[] {
  const maxChars = Math.max(4, options.maxChars ?? defaultMaxChars(options.format, options.style ?? 'karaoke'));
  const maxLines = Math.max(1, options.maxLines ?? 2);
  const shown = inOrder(words.flatMap(byParts).flatMap((word) => shownParts(word, maxChars * maxLines * 2)));
  return timed(groups(shown, maxChars, maxLines), options.endSeconds ?? Infinity);
}

function defaultMaxChars({ widthPx, heightPx }: FilmFormat, style: CaptionStyle): number {
  const shape = widthPx > heightPx ? 'wide' : heightPx / widthPx > 1.5 ? 'tall' : 'square';
  const chars = {
    tall: { karaoke: 17, block: 23, minimal: 22 },
    square: { karaoke: 22, block: 28, minimal: 28 },
    wide: { karaoke: 34, block: 38, minimal: 40 },
  };
  return chars[shape][style];
}

/** Where a script has no spaces, a whole sentence comes as one word: its parts share the time by their length. */
function byParts(word: TimedWord): TimedWord[] {
  const parts = unspacedParts(shownText(word.text));
  const [only] = parts;
  if (parts.length < 2) return only === undefined ? [] : [word];
  return shared(word, parts);
}

/** What is lit up word by word, where a script has no spaces: its words share the time of their part by their length. */
export function byScriptWords(word: TimedWord): TimedWord[] {
  const parts: string[] = [];
  for (const part of scriptWords(word.text)) {
    const before = parts.at(-1);
    // What was written without a space is not set apart by one: GPT很.
    if (before !== undefined && isSpaced(before, part)) parts[parts.length - 1] = before + part;
    else parts.push(part);
  }
  return parts.length < 2 ? [word] : shared(word, parts);
}

function shared(word: TimedWord, parts: readonly string[]): TimedWord[] {
  const secondsPerSign = Math.max(0, word.endSeconds - word.startSeconds) / parts.join('').length;
  let at = word.startSeconds;
  return parts.map((text) => {
    const startSeconds = at;
    at += text.length * secondsPerSign;
    return { text, startSeconds, endSeconds: at };
  });
}

/** The word as it is shown, in parts when it is longer than a whole caption; parts share the time by their length. */
function shownParts(word: TimedWord, maxChars: number): TimedWord[] {
  const text = shownText(word.text);
  if (text === '') return [];
  if (visibleLength(text) <= maxChars || (text.length <= LONGEST_ADDRESS && ADDRESS.test(text))) return [{ ...word, text }];
  const letters = graphemes(text);
  const secondsPerLetter = Math.max(0, word.endSeconds - word.startSeconds) / letters.length;
  const parts: TimedWord[] = [];
  for (let from = 0; from < letters.length; from += maxChars) {
    const to = Math.min(letters.length, from + maxChars);
    parts.push({
      text: letters.slice(from, to).join(''),
      startSeconds: word.startSeconds + from * secondsPerLetter,
      endSeconds: word.startSeconds + to * secondsPerLetter,
    });
  }
  return parts;
}

/** Holds times to their promise (never backwards, never negative), whatever an aligner gave. */
function inOrder(words: readonly TimedWord[]): TimedWord[] {
  let last = 0;
  return words.map(({ text, startSeconds, endSeconds }) => {
    const start = Math.max(last, Number.isFinite(startSeconds) ? startSeconds : 0);
    const end = Math.max(start, Number.isFinite(endSeconds) ? endSeconds : start);
    last = start;
    return { text, startSeconds: start, endSeconds: end };
  });
}

/** The cheapest way to cut the words into groups that fit; the usual shortest-path over break points. */
function groups(words: readonly TimedWord[], maxChars: number, maxLines: number): TimedWord[][] {
  const weighed = words.map(weigh);
  const lengths = weighed.map(({ length }) => length);
  const best: { cost: number; from: number }[] = [{ cost: 0, from: 0 }];
  for (let to = 1; to <= words.length; to += 1) {
    let chosen = { cost: Infinity, from: to - 1 };
    const end = endCost(weighed[to - 1], to < words.length);
    let [inner, chars, widest] = [1, 0, 0];
    for (let from = to - 1; from >= Math.max(0, to - MAX_WORDS); from -= 1) {
      const word = weighed[from];
      if (!word) break;
      widest = Math.max(widest, word.length);
      // A word longer than a line stands alone, so that the parts of a cut one are never read as two words.
      if (from < to - 1 && (widest > maxChars * 2 || linesNeeded(lengths, from, to, maxChars, 1) > maxLines)) break;
      chars += word.length + 1;
      if (from < to - 1) inner += word.innerCost;
      const cost = (best[from]?.cost ?? 0) + inner + end + hurry(words, from, to) + 2 * Math.max(0, 1 - chars / (maxChars * maxLines)) ** 2;
      if (cost < chosen.cost) chosen = { cost, from };
    }
    best.push(chosen);
  }
  const cut: TimedWord[][] = [];
  for (let to = words.length; to > 0;) {
    const from = best[to]?.from ?? to - 1;
    cut.push(words.slice(from, to));
    to = from;
  }
  return cut.reverse();
}

/** What a word adds to a caption; looked at once, not in every caption it might stand in. */
interface Weighed {
  readonly length: number;
  /** Against a word that does not end its caption. */
  readonly innerCost: number;
  readonly endsSentence: boolean;
  readonly endsClause: boolean;
}

/** Weights were set by reading captions of English and Russian narrations. */
function weigh({ text, endSeconds }: TimedWord, index: number, words: readonly TimedWord[]): Weighed {
  const next = words[index + 1];
  const before = words.slice(Math.max(0, index - 4), index).map((word) => word.text);
  const isSentence = endsSentence(text, next?.text, before);
  const pause = next !== undefined && next.startSeconds - endSeconds > PAUSE_SECONDS ? 6 : 0;
  return {
    length: visibleLength(text),
    innerCost: (isSentence ? 5 : 0) + pause,
    endsSentence: isSentence,
    endsClause: endsClause(text),
  };
}

/** What speaks against a caption that ends with this word. */
function endCost(last: Weighed | undefined, isFollowed: boolean): number {
  if (!last || !isFollowed || last.endsSentence) return 0;
  if (last.endsClause) return 0.3;
  return last.length <= 3 ? 1.6 : 1;
}

/** What speaks against words [from, to) because they flash by. */
function hurry(words: readonly TimedWord[], from: number, to: number): number {
  const seconds = (words[to]?.startSeconds ?? (words[to - 1]?.endSeconds ?? 0) + LINGER_SECONDS) - (words[from]?.startSeconds ?? 0);
  return Math.max(0, MIN_SECONDS - seconds) * 4;
}

function timed(cut: readonly TimedWord[][], filmEndSeconds: number): Cue[] {
  const cues: Cue[] = [];
  let previousEnd = 0;
  for (const [index, words] of cut.entries()) {
    const [first, last] = [words[0], words.at(-1)];
    if (!first || !last) continue;
    const start = Math.max(first.startSeconds, previousEnd);
    const nextStart = cut[index + 1]?.[0]?.startSeconds ?? filmEndSeconds;
    const wanted = Math.max(last.endSeconds + LINGER_SECONDS, start + MIN_SECONDS);
    const end = Math.max(nextStart - wanted < BRIDGE_SECONDS ? nextStart : wanted, start + FRAME_SECONDS);
    cues.push({ startSeconds: start, endSeconds: end, words });
    previousEnd = end;
  }
  return cues;
}
