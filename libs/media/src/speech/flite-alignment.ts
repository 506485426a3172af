/**
 * Which phones of a spoken sentence belong to which word. flite prints phones with times but no word borders, so
 * the phones of each word alone (from the same lexicon) are laid beside the phones of the sentence by the cheapest
 * edit: reductions and links in running speech change single phones, never the order of words.
 */
import type { Phone } from './flite.worker.js';

export interface Span {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

const VOWELS = new Set('aa ae ah ao aw ax axr eh er ey ih iy ow oy uh uw ay'.split(' '));
const GAP_COST = 1;
/** Expected by heard phones of one sentence: 1000 by 1000 are more than the longest utterance has, and 20 ms. */
const MAX_CELLS = 1_000_000;

/**
 * Time spans of words, in order. `expected[i]` are the phones of word i out of context (empty for silent words,
 * which get null, as does a word that lost all its phones to its neighbours).
 */
export function alignWords(expected: readonly (readonly string[])[], heard: readonly Phone[]): (Span | null)[] {
  const names = expected.flat();
  const wordOf = expected.flatMap((phones, word) => phones.map(() => word));
  const spans: (Span | null)[] = expected.map(() => null);
  for (const [i, word] of cheapestOwners(names, wordOf, heard).entries()) {
    const phone = heard[i];
    if (!phone || word < 0) continue;
    const known = spans[word];
    spans[word] = { startSeconds: known?.startSeconds ?? phone.startSeconds, endSeconds: phone.endSeconds };
  }
  return spans;
}

/** A "word" of thousands of letters, which nobody follows: the sound is shared out evenly. */
const evenOwners = (wordOf: readonly number[], heard: number): number[] =>
  Array.from({ length: heard }, (_, i) => wordOf[Math.floor((i * wordOf.length) / heard)] ?? -1);

/** For each heard phone the word it belongs to (-1 when no word is expected at all). */
function cheapestOwners(names: readonly string[], wordOf: readonly number[], heard: readonly Phone[]): number[] {
  const rows = names.length + 1;
  const columns = heard.length + 1;
  if (rows * columns > MAX_CELLS) return evenOwners(wordOf, heard.length);
  const cost = new Float32Array(rows * columns);
  // 0 = both advance, 1 = an expected phone was dropped, 2 = a phone was added.
  const move = new Uint8Array(rows * columns);
  for (let i = 0; i < rows; i += 1) {
    for (let j = 0; j < columns; j += 1) {
      if (i === 0 && j === 0) continue;
      const both = i > 0 && j > 0 ? (cost[(i - 1) * columns + j - 1] ?? 0) + mismatch(names[i - 1], heard[j - 1]?.name) : Infinity;
      const dropped = i > 0 ? (cost[(i - 1) * columns + j] ?? 0) + GAP_COST : Infinity;
      const added = j > 0 ? (cost[i * columns + j - 1] ?? 0) + GAP_COST : Infinity;
      const best = Math.min(both, dropped, added);
      cost[i * columns + j] = best;
      move[i * columns + j] = best === both ? 0 : best === dropped ? 1 : 2;
    }
  }
  const owners = new Array<number>(heard.length).fill(-1);
  for (let i = rows - 1, j = columns - 1; j > 0 && names.length > 0;) {
    const step = i === 0 ? 2 : move[i * columns + j];
    if (step === 1) {
      i -= 1;
      continue;
    }
    owners[j - 1] = wordOf[Math.max(0, i - 1)] ?? -1;
    j -= 1;
    if (step === 0) i -= 1;
  }
  return owners;
}

function mismatch(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  const vowels = Number(VOWELS.has(a ?? '')) + Number(VOWELS.has(b ?? ''));
  return vowels === 2 ? 0.5 : vowels === 0 ? 0.8 : 1.8;
}
