import { COEFFICIENTS } from './spectrum.js';

/** Furthest that two readings of one text drift apart, as a share of its length, and in frames at least. */
const BAND_SHARE = 0.2;
const BAND_MIN_FRAMES = 300;
const BAND_MAX_FRAMES = 1500;

/**
 * Lays two recordings of one text over each other: the cheapest path through all pairs of frames (dynamic time warping, within a band
 * around the diagonal). @returns for each frame of `reference`, first and last frame of `heard` that belong to it
 */
export function warp(reference: Float32Array, heard: Float32Array): { readonly first: Int32Array; readonly last: Int32Array } {
  const rows = reference.length / COEFFICIENTS;
  const columns = heard.length / COEFFICIENTS;
  const slope = columns / rows;
  const band = Math.ceil(Math.min(BAND_MAX_FRAMES, Math.max(BAND_MIN_FRAMES, columns * BAND_SHARE)));
  const width = 2 * band + 1;
  const moves = new Uint8Array(rows * width);
  const begin = (row: number): number => Math.round(row * slope) - band;
  let before = new Float32Array(width).fill(Infinity);
  for (let row = 0; row < rows; row += 1) {
    const now = new Float32Array(width).fill(Infinity);
    const shift = row === 0 ? 0 : begin(row) - begin(row - 1);
    for (let i = 0; i < width; i += 1) {
      const column = begin(row) + i;
      if (column < 0 || column >= columns) continue;
      const cost = distance(reference, row, heard, column);
      if (row === 0 && column === 0) {
        now[i] = cost;
        continue;
      }
      const both = before[i + shift - 1] ?? Infinity;
      const down = before[i + shift] ?? Infinity;
      const right = now[i - 1] ?? Infinity;
      const best = Math.min(both, down, right);
      // 0: both went on; 1: only the reference; 2: only what is heard.
      moves[row * width + i] = best === both ? 0 : best === down ? 1 : 2;
      now[i] = best + cost;
    }
    before = now;
  }
  const first = new Int32Array(rows).fill(-1);
  const last = new Int32Array(rows).fill(-1);
  for (let row = rows - 1, column = columns - 1; row >= 0;) {
    if ((last[row] ?? -1) < 0) last[row] = column;
    first[row] = column;
    const move = moves[row * width + (column - begin(row))] ?? 0;
    if (move !== 2 || column === 0) row -= 1;
    if (move !== 1 && column > 0) column -= 1;
  }
  return { first, last };
}

function distance(a: Float32Array, row: number, b: Float32Array, column: number): number {
  let sum = 0;
  for (let c = 0; c < COEFFICIENTS; c += 1) sum += ((a[row * COEFFICIENTS + c] ?? 0) - (b[column * COEFFICIENTS + c] ?? 0)) ** 2;
  return Math.sqrt(sum);
}
