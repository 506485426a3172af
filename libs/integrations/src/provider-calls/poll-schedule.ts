const GROWTH = 1.5;
/** While most results come, nobody waits for one much longer than this after it is there. */
const MAX_INTERVALS = 4;
const PATIENT_AFTER_MS = 10 * 60_000;
const MAX_INTERVAL_MS = 5 * 60_000;
const SPREAD = 0.1;

/**
 * Wait until the next look at a provider's task, for callbacks that never come: the interval, then 1.5 times as long each time, at most
 * four intervals within the first ten minutes and five minutes afterwards.
 * @param polls taken so far. @param ageMs since the submission. @param random 0 to 1.
 */
export function nextPollMs(polls: number, ageMs: number, intervalMs: number, random: number): number {
  const longest = ageMs < PATIENT_AFTER_MS ? MAX_INTERVALS * intervalMs : Math.max(intervalMs, MAX_INTERVAL_MS);
  const nominal = Math.min(intervalMs * GROWTH ** Math.min(polls, 30), longest);
  return Math.round(nominal * (1 - SPREAD + 2 * SPREAD * random));
}
