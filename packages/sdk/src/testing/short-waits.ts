import { afterEach, beforeEach, jest } from '@jest/globals';

/** These run to their end: the default of a try, and that of a silent stream. */
const TIMEOUTS_MS = new Set([30_000, 45_000]);

/** Node's own fetch waits by the same function. */
const isOurs = (stack = ''): boolean => !stack.includes('node:internal/deps/undici');

/** Until the mocks are restored, what `isWait` says of a number of milliseconds is told and taken at once. */
export function takeAtOnce(isWait: (ms: number) => boolean, tell: (ms: number) => void = () => undefined): void {
  const real = globalThis.setTimeout;
  const hurried = (work: (...args: unknown[]) => void, ms: number, ...args: unknown[]) => {
    const isShort = isWait(ms) && isOurs(new Error().stack);
    if (isShort) tell(ms);
    return real(work, isShort ? 1 : ms, ...args);
  };
  jest.spyOn(globalThis, 'setTimeout').mockImplementation(hurried as never);
}

/** Waits between tries are written down, and taken at once. */
export function shortWaits(): number[] {
  const waits: number[] = [];
  beforeEach(() => {
    waits.length = 0;
    takeAtOnce(
      (ms) => ms >= 375 && ms <= 60_000 && !TIMEOUTS_MS.has(ms),
      (ms) => waits.push(ms),
    );
  });
  afterEach(() => void jest.restoreAllMocks());
  return waits;
}
