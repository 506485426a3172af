import { ProviderError, SubmissionInDoubt } from '../contracts/errors.js';

const CALLS = 20;
const TOO_MANY = CALLS / 2;

/** Nothing was said about the request itself: the network failed, or the provider did. */
const BROKEN = new Set(['provider_unreachable', 'provider_answer_unreadable', 'provider_failed']);

/** Whether an error of a call says that the provider does not work. */
export const isBreakdown = (error: unknown): boolean =>
  error instanceof SubmissionInDoubt || (error instanceof ProviderError && error.retryable && BROKEN.has(error.code));

/** The last calls of this process by account. Kept in memory: a breakdown shows in every process by itself, and soon enough. */
export class CallHealth {
  private readonly recent = new Map<string, boolean[]>();

  /** @returns true when this call makes half of the last twenty fail; counting then begins anew. */
  note(account: string, isBroken: boolean): boolean {
    const calls = this.recent.get(account) ?? [];
    calls.push(isBroken);
    if (calls.length > CALLS) calls.shift();
    this.recent.set(account, calls);
    if (!isBroken || calls.filter(Boolean).length < TOO_MANY) return false;
    this.recent.delete(account);
    return true;
  }
}
