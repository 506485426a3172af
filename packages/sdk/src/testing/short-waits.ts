import { afterEach, beforeEach, jest } from '@jest/globals';

/** These run to their end: the default of a try, and that of a silent stream. */
const TIMEOUTS_MS = new Set([30_000, 45_000]);

/** Waits between tries are written down, and taken at once. */
export function shortWaits(): number[] {
  const waits: number[] = [];
  const real = globalThis.setTimeout;
  beforeEach(() => {
    waits.length = 0;
    jest.spyOn(globalThis, 'setTimeout').mockImplementation(((work: () => void, ms: number) => {
      const isWait = ms >= 375 && ms <= 60_000 && !TIMEOUTS_MS.has(ms);
      if (isWait) waits.push(ms);
      return real(work, isWait ? 1 : ms);
    }) as never);
  });
  afterEach(() => void jest.restoreAllMocks());
  return waits;
}
