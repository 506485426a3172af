import { DomainError } from '#eventing/domain';
import { beginningOf, type ProblemKind, Refusal } from '#platform';
import { type TaskFailure } from '../contracts/tasks.js';

/** Longer messages (a tool's whole output) are cut before they are stored. */
const MAX_MESSAGE = 2000;

/** A provider that asks for more than this is asked again nevertheless. */
const MAX_RETRY_AFTER_MS = 10 * 60_000;

const stringOf = (error: object, name: string): string | null => {
  const value: unknown = (error as Record<string, unknown>)[name];
  return typeof value === 'string' && value !== '' ? value : null;
};

/** What an error thrown by a handler means. Everything may work next time unless the error says it cannot. */
export function failureOf(error: unknown, attempts: number): TaskFailure {
  if (typeof error !== 'object' || error === null) return { code: 'task_failed', message: String(error), retryable: true, attempts };
  const code = stringOf(error, 'code');
  const refused = error instanceof DomainError || isFinal(error) || (error as { retryable?: unknown }).retryable === false;
  return {
    // `code` may be a system's (ENOENT) or SQL's (23505) as well: only our own style is shown.
    code: code && /^[a-z][a-z0-9_]*$/.test(code) ? code : 'task_failed',
    message: beginningOf(messageOf(error), MAX_MESSAGE),
    retryable: !refused,
    attempts,
  };
}

/** Refused before the domain saw it: what is wrong with it will be wrong the next time as well, unless it came at a bad moment. */
const PASSING: ReadonlySet<ProblemKind> = new Set(['unavailable', 'rate-limited', 'insufficient-storage']);
const isFinal = (error: object): boolean => error instanceof Refusal && !PASSING.has(error.kind);

/** Of what was refused, all that is wrong with it: its sentence alone says that there are faults. */
function messageOf(error: object): string {
  const errors = error instanceof DomainError || error instanceof Refusal ? (error.errors ?? []) : [];
  const faults = errors.map(({ path, message }) => `${path} ${message}`.trim()).join('; ');
  return faults === '' ? (stringOf(error, 'message') ?? 'no message') : faults;
}

/**
 * What an error says about trying again, whoever's it is: `maxRetries` where fewer than usual make sense, `retryAfterMs` where it has to
 * be later.
 */
export function retryAdviceOf(error: unknown): { readonly maxRetries: number; readonly retryAfterMs: number } {
  const number = (name: string, fallback: number): number => {
    const value: unknown = typeof error === 'object' && error !== null ? (error as Record<string, unknown>)[name] : undefined;
    return typeof value === 'number' ? value : fallback;
  };
  return { maxRetries: number('maxRetries', Infinity), retryAfterMs: Math.min(number('retryAfterMs', 0), MAX_RETRY_AFTER_MS) };
}
