import { disableAfterMs, type Patience, scaleOf } from './retry-schedule.js';

/** What became of a try, as it stands in the log. */
export type Outcome = 'success' | 'http_error' | 'timeout' | 'connect_failed' | 'tls_failed' | 'blocked' | 'redirected';

/** How an endpoint is doing; decides how much is taken for it at once. Times are Unix time in milliseconds. */
export interface Lane {
  /** So many tries may be taken and not ended; above `MOST_OPEN` they wait for one another. */
  readonly width: number;
  /** Shares a quarter of a process's places with all that are slow or failing. */
  readonly isSlow: boolean;
  /** In a row. */
  readonly failures: number;
  readonly failingSince: number | null;
  readonly pausedUntil: number | null;
}

export interface Try {
  readonly outcome: Outcome;
  readonly status: number | null;
  readonly durationMs: number;
  /** When it ended. */
  readonly at: number;
}

/** Requests to one endpoint that a process has open at once. */
export const MOST_OPEN = 4;
/** Of an endpoint that answers quickly, taken at once: one transaction for many, sent in turns. */
export const MOST_TAKEN = 32;
/** An answer that takes longer is none to take ahead for: whoever comes behind would wait. */
const QUICK_MS = 250;
/** A try that is open for longer keeps its place from others. */
export const SLOW_MS = 1_000;
const NARROW_FROM = 3;
const PAUSED_FROM = 10;
const PAUSE_MS = { first: 1_000, longest: 60_000 };
/** They ask for less at once. */
const OVERLOADED: readonly number[] = [429, 502, 504];
const GONE = 410;

/** A success widens and forgets, failures in a row narrow and pause. */
export function laneAfter(lane: Lane, { outcome, status, durationMs, at }: Try, patience: Patience): Lane {
  if (outcome === 'success') {
    const isSlow = durationMs > SLOW_MS;
    const most = durationMs > QUICK_MS ? MOST_OPEN : MOST_TAKEN;
    return { width: Math.min(most, isSlow ? lane.width : lane.width * 2), isSlow, failures: 0, failingSince: null, pausedUntil: null };
  }
  const failures = lane.failures + 1;
  const isNarrow = failures >= NARROW_FROM || (status !== null && OVERLOADED.includes(status));
  const pauseMs = Math.min(PAUSE_MS.longest, PAUSE_MS.first * 2 ** Math.min(failures - PAUSED_FROM, 30)) * scaleOf(patience);
  return {
    width: isNarrow ? 1 : Math.min(MOST_OPEN, lane.width),
    isSlow: lane.isSlow || isNarrow || durationMs > SLOW_MS,
    failures,
    failingSince: lane.failingSince ?? at,
    pausedUntil: failures >= PAUSED_FROM ? at + pauseMs : null,
  };
}

/** @returns why nothing is to be sent there any more; null: go on. `lane` already includes the try. */
export function givenUp(lane: Lane, { outcome, status, at }: Try, patience: Patience): 'gone' | 'failing' | null {
  if (outcome !== 'success' && status === GONE) return 'gone';
  const isHopeless = lane.failures >= 2 && lane.failingSince !== null && at - lane.failingSince >= disableAfterMs(patience);
  return isHopeless ? 'failing' : null;
}
