/**
 * Word times from espeak-ng, whose program prints none. A text is spoken twice; an embedded command before every
 * word sets its loudness, in two patterns. Loudness does not touch timing, so the quotient of the two recordings
 * says at every moment which of three marks is heard, and their sum is the speech at even loudness.
 */
import type { Span } from './flite-alignment.js';

/** Loudness (espeak units, 100 is normal) of a word in the first and in the second recording; word i takes mark i modulo 3. */
export const MARKS: readonly (readonly [first: number, second: number])[] = [
  [90, 30],
  [60, 60],
  [30, 90],
];
const FRAME_SECONDS = 0.005;
/** Root mean square (of 16-bit samples, sum of both recordings) under which a frame tells nothing. */
const QUIET = 90;

/** The text of one recording. Words must not hold control characters. */
export function markedText(words: readonly string[], recording: 0 | 1): string {
  return words.map((word, i) => `\u0001${MARKS[i % MARKS.length]?.[recording] ?? 100}A${word}`).join(' ');
}

/**
 * Spans of `wordCount` words by the cheapest path through the frames: every word in order. A word
 * none of whose frames carries its mark is null: nothing was heard of it. @throws RangeError when the recordings differ in length.
 */
export function spansFromMarks(first: Int16Array, second: Int16Array, sampleRateHz: number, wordCount: number): (Span | null)[] {
  if (first.length !== second.length) throw new RangeError('recordings of one text differ in length');
  const frames = classify(first, second, Math.round(sampleRateHz * FRAME_SECONDS));
  const owners = cheapestPath(frames, wordCount);
  const spans: (Span | null)[] = new Array<Span | null>(wordCount).fill(null);
  owners.forEach((word, frame) => {
    // The path passes through a word without a sound as well, on frames that carry its neighbour's mark.
    if (word < 0 || frames[frame] !== word % MARKS.length) return;
    const known = spans[word];
    spans[word] = { startSeconds: known?.startSeconds ?? frame * FRAME_SECONDS, endSeconds: (frame + 1) * FRAME_SECONDS };
  });
  return spans;
}

/** Mark heard in each frame, or -1 where it is too quiet to tell. */
function classify(first: Int16Array, second: Int16Array, size: number): Int8Array {
  const frames = new Int8Array(Math.floor(first.length / size)).fill(-1);
  for (let frame = 0; frame < frames.length; frame += 1) {
    let a = 0;
    let b = 0;
    for (let i = frame * size; i < (frame + 1) * size; i += 1) {
      a += Math.abs(first[i] ?? 0);
      b += Math.abs(second[i] ?? 0);
    }
    if ((a + b) / size < QUIET) continue;
    const share = a / (a + b);
    frames[frame] = share > 0.625 ? 0 : share < 0.375 ? 2 : 1;
  }
  return frames;
}

/** Word index per frame: Viterbi over the words in order; each frame that says another mark costs 1. */
function cheapestPath(frames: Int8Array, wordCount: number): Int32Array {
  const owners = new Int32Array(frames.length).fill(-1);
  if (wordCount === 0 || frames.length === 0) return owners;
  let cost = new Float64Array(wordCount).fill(Infinity);
  cost[0] = miss(frames[0], 0);
  const advanced = new Uint8Array(frames.length * wordCount);
  for (let frame = 1; frame < frames.length; frame += 1) {
    const next = new Float64Array(wordCount);
    for (let word = 0; word < wordCount; word += 1) {
      const stay = cost[word] ?? Infinity;
      const advance = word > 0 ? (cost[word - 1] ?? Infinity) : Infinity;
      if (advance < stay) advanced[frame * wordCount + word] = 1;
      next[word] = Math.min(stay, advance) + miss(frames[frame], word);
    }
    cost = next;
  }
  let word = wordCount - 1;
  for (let frame = frames.length - 1; frame >= 0; frame -= 1) {
    owners[frame] = word;
    word -= advanced[frame * wordCount + word] ?? 0;
  }
  return owners;
}

function miss(mark: number | undefined, word: number): number {
  return mark === undefined || mark < 0 || mark === word % MARKS.length ? 0 : 1;
}
