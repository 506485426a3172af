import { beginningOf } from '#platform';
import { ProviderError } from '../contracts/errors.js';

export type AttemptState = 'waiting' | 'submitting' | 'submitted' | 'succeeded' | 'failed' | 'lost' | 'cancelled';
export type ProviderState = 'open' | 'no_credit' | 'key_rejected' | 'breaker';

/** The installation, as the owner of a key. */
export const INSTALLATION = '00000000-0000-0000-0000-000000000000';

/** A provider with one key: what has limits, credit and a state of its own. */
export interface ProviderAccount {
  readonly provider: string;
  /** Organisation, or `INSTALLATION`. */
  readonly owner: string;
}

export const accountKey = ({ provider, owner }: ProviderAccount): string => `${provider}/${owner}`;

/** One paid request, as Postgres knows it. */
export interface Attempt extends ProviderAccount {
  readonly attemptId: string;
  readonly taskId: string;
  readonly orgId: string;
  readonly model: string;
  readonly number: number;
  /** Attempt of the task, not counting those that ended because their process did. */
  readonly taskAttempt: number;
  readonly state: AttemptState;
  /** Null: not admitted yet. */
  readonly turnAt: Date | null;
  readonly submittingAt: Date | null;
  readonly submittedAt: Date | null;
  readonly providerTaskId: string | null;
  readonly callbackTaskId: string | null;
  readonly polls: number;
  readonly nextPollAt: Date | null;
  readonly deadline: Date | null;
  readonly answer: unknown;
  readonly error: StoredError | null;
  /** There has been news since the last poll: a callback, or somebody who asks. */
  readonly isWoken: boolean;
  /** Of the account. */
  readonly providerState: ProviderState;
  readonly probeAt: Date | null;
  readonly probeAttempt: string | null;
  /** Of the database, when this was read. */
  readonly now: Date;
}

/** A failure as it is kept, so that a process that dies over it does not change what happens next. */
export interface StoredError {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;
  readonly maxRetries: number | null;
  readonly unavailable: 'no_credit' | 'key_rejected' | null;
}

export function storedError(error: unknown): StoredError {
  const fault = asProviderError(error);
  const { code, retryable, retryAfterMs, maxRetries, unavailable } = fault;
  return { code, message: beginningOf(fault.message, 1000), retryable, retryAfterMs, maxRetries, unavailable };
}

export function thrownError({ code, message, retryable, ...options }: StoredError): ProviderError {
  return new ProviderError(code, message, retryable, options);
}

export function asProviderError(error: unknown): ProviderError {
  if (error instanceof ProviderError) return error;
  const { code, message, retryable } = (error ?? {}) as { code?: unknown; message?: unknown; retryable?: unknown };
  const isOurCode = typeof code === 'string' && /^[a-z][a-z0-9_]*$/.test(code);
  return new ProviderError(isOurCode ? code : 'provider_failed', String(message ?? error), retryable !== false, { cause: error });
}

/** Makers report what a provider charged as `costMicros` of what they wait for; unknown: what was expected. */
export function chargedMicros(value: unknown, expectedMicros: number): number {
  const { costMicros } = (value ?? {}) as { costMicros?: unknown };
  return typeof costMicros === 'number' && Number.isFinite(costMicros) ? Math.round(costMicros) : expectedMicros;
}
