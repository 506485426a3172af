import { isConnectionError, isUniqueViolation } from '#platform';
import { RetryTransaction } from './contracts.js';

/** The state that was decided on is ahead of the store: the server has lost commits since. Read again and decide again. */
export class PredecessorMissing extends Error {
  constructor(heads: readonly { streamId: string; version: number }[]) {
    super(`not all of these are in the store: ${heads.map(({ streamId, version }) => `${streamId}@${version}`).join(', ')}`);
    this.name = 'PredecessorMissing';
  }
}

/** Someone else appended to the stream first. */
export const isVersionConflict = (error: unknown): boolean => isUniqueViolation(error, 'events_stream_version');

/** These events are in the store already: an earlier attempt was committed although its answer was lost. */
const isRepeatedAppend = (error: unknown): boolean => isUniqueViolation(error, 'events_event_id');

/** The lock was not granted within `lock_timeout`. */
export const isLockTimeout = (error: unknown): boolean => stateOf(error) === '55P03';

/** Serialization failure, deadlock, lock time-out, a race that was lost, work that asks for it: the same work may succeed when it is done again. */
export const isContention = (error: unknown): boolean =>
  error instanceof PredecessorMissing ||
  error instanceof RetryTransaction ||
  isVersionConflict(error) ||
  isRepeatedAppend(error) ||
  ['40001', '40P01', '55P03'].includes(stateOf(error));

/** The database went away or is not there yet; whether the last statement took effect is unknown. */
export const isConnectionLoss = (error: unknown): boolean => isConnectionError(error);

/** Another statement of the transaction has failed before this one, and says why. */
export const isConsequence = (error: unknown): boolean => stateOf(error) === '25P02';

/** Why statements that were sent together have failed, in the order in which they were sent; null: they have not. */
export function firstFailure(results: readonly PromiseSettledResult<unknown>[]): { readonly error: unknown } | null {
  const errors = results.flatMap((result) => (result.status === 'rejected' ? [{ error: result.reason as unknown }] : []));
  return errors.find(({ error }) => !isConsequence(error)) ?? errors[0] ?? null;
}

/**
 * Waits for statements that were asked for together. @throws what the first of them failed with, not what that has brought upon the others
 */
export async function allTogether<T extends readonly unknown[]>(...asked: { readonly [K in keyof T]: Promise<T[K]> }): Promise<T> {
  const failure = firstFailure(await Promise.allSettled(asked));
  if (failure) throw failure.error;
  return Promise.all(asked) as unknown as Promise<T>;
}

/** Not the fault of the data at hand: contention, a lost connection, no disk or memory (53), an operator (57), the machine (58). */
export const isPassing = (error: unknown): boolean => isContention(error) || isConnectionLoss(error) || /^5[378]/.test(stateOf(error));

/** SQLSTATE, also of an error that was wrapped. */
function stateOf(error: unknown, depth = 0): string {
  if (typeof error !== 'object' || error === null || depth > 5) return '';
  const { code, driverError, cause } = error as { code?: unknown; driverError?: unknown; cause?: unknown };
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : stateOf(driverError ?? cause, depth + 1);
}
