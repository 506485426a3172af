/** Spread around the wait, so that what failed together does not come back together. */
const SPREAD = 0.25;
const MAX_DOUBLINGS = 10;

/**
 * @param failures how often it has failed, from 1.
 * @param baseMs wait after the first failure; it doubles with each.
 * @param random 0 to 1.
 * @returns milliseconds to wait: base, 2 x, 4 x … each ± a quarter.
 */
export function backoffMs(failures: number, baseMs: number, random: number): number {
  const nominal = baseMs * 2 ** Math.min(failures - 1, MAX_DOUBLINGS);
  return Math.round(nominal * (1 - SPREAD + 2 * SPREAD * random));
}
