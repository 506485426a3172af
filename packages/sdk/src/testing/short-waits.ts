import { afterEach, beforeEach, jest } from '@jest/globals';

/** These run to their end: the default of a try, and that of a silent stream. */
const TIMEOUTS_MS = new Set([30_000, 45_000]);

/** Node's own fetch waits by the same function. */
const isOurs = (stack = ''): boolean => !stack.includes('node:internal/deps/undici');

/** Waits between tries are written down, and taken at once. */
export function shortWaits(): number[] {
  const waits: number[] = [];
  const real = globalThis.setTimeout;
  beforeEach(() => {
    waits.length = 0;
    jest.spyOn(globalThis, 'setTimeout').mockImplementation(((work: (...args: unknown[]) => void, ms: number, ...args: unknown[]) => {
      const isWait = ms >= 375 && ms <= 60_000 && !TIMEOUTS_MS.has(ms) && isOurs(new Error().stack);
      if (isWait) waits.push(ms);
      return real(work, isWait ? 1 : ms, ...args);
    }) as never);
  });
  afterEach(() => void jest.restoreAllMocks());
  return waits;
}
