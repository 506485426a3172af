/** Waits after the first, second … try, in seconds: those that Standard Webhooks suggests. Together a little more than three days. */
export const RETRY_SECONDS: readonly number[] = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400];
/** A receiver may ask for more time, but not for ever. */
const MAX_RETRY_AFTER_MS = 86_400_000;
const JITTER = 0.2;
const DISABLE_AFTER_MS = 432_000_000;
const NOTICE_AFTER_MS = 3_600_000;

export interface Patience {
  readonly retrySeconds: readonly number[];
  /** Null: five days, shortened as the schedule is. */
  readonly disableAfterSeconds: number | null;
}

const sum = (waits: readonly number[]): number => waits.reduce((total, wait) => total + wait, 0);

/** How much faster than usual time passes: 1 for the usual schedule or a longer one. */
export const scaleOf = ({ retrySeconds }: Patience): number => Math.min(1, sum(retrySeconds) / sum(RETRY_SECONDS));

/** After so long without any success an endpoint is given up. */
export const disableAfterMs = (patience: Patience): number =>
  patience.disableAfterSeconds === null ? DISABLE_AFTER_MS * scaleOf(patience) : patience.disableAfterSeconds * 1000;

/** After so long without any success its owner is told, while it is still tried. */
export const noticeAfterMs = (patience: Patience): number => NOTICE_AFTER_MS * scaleOf(patience);

/**
 * @param failed tries that have failed, from 1 @param retryAfterMs what the receiver asks for; counts when it is later
 * @param random from 0 to 1 @returns until the next try; null: there is none
 */
export function waitMs(patience: Patience, failed: number, retryAfterMs: number | null, random: number): number | null {
  const seconds = patience.retrySeconds[failed - 1];
  if (seconds === undefined) return null;
  const wait = seconds * 1000 * (1 - JITTER + 2 * JITTER * random);
  return Math.round(Math.max(wait, Math.min(retryAfterMs ?? 0, MAX_RETRY_AFTER_MS)));
}

/** @param header seconds or an HTTP date @returns milliseconds from now; null: says nothing that can be understood */
export function retryAfterMs(header: string | undefined, nowMs: number): number | null {
  if (header === undefined) return null;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const at = /[a-z]/i.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}
