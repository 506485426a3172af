/** Which failures are worth another try, and when. */
import { AbortError, ApiError, ConnectionError, retryAfterMsOf, TimeoutError } from '../errors.js';

const FIRST_MS = 500;
const LONGEST_MS = 8_000;
/** Whoever is told to wait longer should know, not hang. */
const LONGEST_RETRY_AFTER_MS = 60_000;

/** True when the failure may pass by itself. */
export function isPassing(error: unknown): boolean {
  if (error instanceof ConnectionError || error instanceof TimeoutError) return true;
  if (!(error instanceof ApiError)) return false;
  return error.status === 408 || error.status === 429 || error.status >= 500 || error.code === 'idempotency_in_flight';
}

/** @param tries how many there have been, from 1 @returns milliseconds until the next one; null: it would not help */
export function waitBefore(error: unknown, tries: number): number | null {
  if (!isPassing(error)) return null;
  const backoff = backoffMs(tries);
  const told = error instanceof ApiError ? retryAfterMsOf(error.response) : null;
  if (told === null) return backoff;
  return told > LONGEST_RETRY_AFTER_MS ? null : Math.max(told, backoff);
}

/** 0.5 s doubling to 8 s, of which up to a quarter is left out, so that many clients do not come back together. */
export function backoffMs(tries: number): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** (tries - 1));
  return whole * (1 - Math.random() / 4);
}

/** @throws AbortError at once when the signal says so */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer);
      reject(abortedBy(signal));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, ms);
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort, { once: true });
  });
}

/** What to throw for a signal that has been given: its own reason where that is one of ours. */
export function abortedBy(signal: AbortSignal | undefined): AbortError | TimeoutError {
  const reason: unknown = signal?.reason;
  if (reason instanceof TimeoutError) return reason;
  if ((reason as { name?: unknown } | null)?.name === 'TimeoutError') return new TimeoutError('It took too long', { cause: reason });
  return new AbortError('It was aborted', { cause: reason });
}
