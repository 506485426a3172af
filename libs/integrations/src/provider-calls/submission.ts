import { table } from '#platform/json';
import { randomBytes } from 'node:crypto';
import { ProviderError, SubmissionInDoubt } from '../contracts/errors.js';
import { type AsyncCall, type Submission } from '../contracts/provider-calls.js';
import { Suspended } from '#tasks';
import { type ProviderAccount, type Attempt, accountKey, storedError, thrownError } from './attempt.js';
import { hashOf } from './attempt-table.js';
import { accessOf, type CallNeeds, type KeyInUse, type CallRun } from './call-needs.js';
import { isBreakdown } from './call-health.js';
import { comeBack, LeaseProof, NotSent } from './lease-proof.js';
import { PaidRequest } from './paid-request.js';

/** Who waits for a place is told of it; this is for news that got lost. */
const SAFETY_WAIT_MS = 60_000;

export type CallRequest = Pick<AsyncCall<unknown>, 'provider' | 'model' | 'name' | 'expectedMicros'>;

/** An attempt that is written down as begun: exactly one process goes on from here to the provider. */
export interface Begun {
  readonly attempt: Attempt;
  readonly key: KeyInUse;
  readonly request: PaidRequest;
  readonly submission: Submission;
}

/** What a paid request can mean for everybody else, and how it is sent at most once. */
export class Submissions {
  constructor(private readonly needs: CallNeeds) {}

  /** @throws ProviderError `provider_unavailable` (final) when there is none and the work may not wait */
  async key(provider: string, run: CallRun): Promise<KeyInUse> {
    const key = await this.needs.keys.keyFor(provider, run.task.orgId);
    if (key) return key;
    if (!run.mayWait) throw unavailable(provider, 'no_key');
    throw new Suspended(SAFETY_WAIT_MS, new Date(), `${provider}: no key`);
  }

  /**
   * From the intent to the record of what came of it. A task that is broken off is left at once; its request goes on to its end, and then the
   * attempt is let go. @param previous the attempt before; a `waiting` one is gone on with
   * @throws Suspended while there is no place, or nobody can use the provider
   * @throws ProviderError `provider_unavailable` (final) instead, if the work may not wait for that
   */
  pay<T>(asked: CallRequest, previous: Attempt | null, run: CallRun, send: (begun: Begun) => Promise<T>): Promise<T> {
    return run.whilePaying(async () => {
      const begun = await this.begin(asked, previous, run);
      try {
        return await send(begun);
      } finally {
        begun.request.end();
        if (run.signal.aborted) await this.needs.orphans.letGo(begun.attempt.attemptId, run.stopping);
      }
    });
  }

  /** Comes back once it is this call's turn and the intent is committed. */
  private async begin(asked: CallRequest, previous: Attempt | null, run: CallRun): Promise<Begun> {
    const { task, signal } = run;
    const key = await this.key(asked.provider, run);
    const token = randomBytes(32).toString('base64url');
    const waiting = previous?.state === 'waiting' ? previous : null;
    signal.throwIfAborted();
    const proof = new LeaseProof(this.needs.table, task);
    const entry = {
      ...{ provider: asked.provider, owner: key.owner, model: asked.model, name: asked.name, expectedMicros: asked.expectedMicros },
      ...{
        taskId: task.taskId,
        lease: task.lease,
        orgId: task.orgId,
        subjectId: task.subjectId,
        taskAttempt: taskAttemptOf(run),
        tokenHash: hashOf(token),
      },
      number: (previous?.number ?? 0) + 1,
    };
    const attempt = await this.needs.admission.enter(entry, waiting);
    if (!attempt) throw new Suspended(SAFETY_WAIT_MS, new Date(), 'the task is no longer ours');
    if (attempt.state !== 'submitting') throw await this.notYet(attempt, run);
    const callbackUrl = this.callbackUrl(key, attempt.attemptId, token);
    const request = new PaidRequest(proof, run.signal);
    const mustBeHeld = (): Promise<void> => request.leave();
    const access = accessOf(key, request);
    return { attempt, key, request, submission: { ...access, mustBeHeld, attemptId: attempt.attemptId, callbackUrl } };
  }

  /** The provider answered, whatever it said: this tells everybody else what it means for them. */
  async worked({ attempt, key }: Pick<Begun, 'attempt' | 'key'>): Promise<void> {
    this.needs.health.note(accountKey(key), false);
    if (attempt.providerState !== 'open') await this.needs.admission.open(key);
  }

  async notedBreakdown(key: ProviderAccount, error: unknown): Promise<void> {
    if (this.needs.health.note(accountKey(key), isBreakdown(error))) {
      await this.needs.admission.close(key, 'breaker', 'half of the last calls got no sound answer');
    }
  }

  /**
   * What follows from a request that was not accepted. @returns what to throw
   * @param error not a SubmissionInDoubt
   */
  async refused({ attempt, key }: Begun, error: unknown, run: CallRun): Promise<unknown> {
    const { table, admission, telemetry, answers } = this.needs;
    if (error instanceof NotSent) {
      await table.unsent(attempt.attemptId, true);
      // Whoever has the task now takes this for a submission in doubt.
      await answers.wake(attempt.taskId);
      return comeBack(error);
    }
    await this.notedBreakdown(key, error);
    if (run.signal.aborted && !(error instanceof ProviderError)) {
      await table.unsent(attempt.attemptId, true);
      return error;
    }
    if (error instanceof ProviderError && error.unavailable) {
      telemetry.submission(key.provider, 'refused');
      await table.unsent(attempt.attemptId, false);
      await admission.close(key, error.unavailable, error.message);
      return this.whileClosed(attempt, error.unavailable, this.needs.config.probeMs, run);
    }
    telemetry.submission(key.provider, 'failed');
    // A provider that judges the request has taken the key.
    if (!isBreakdown(error)) await this.worked({ attempt, key });
    await answers.record({ kind: 'failed', attemptId: attempt.attemptId, error: storedError(error) }, run);
    await admission.release(key);
    return thrownError(storedError(error));
  }

  private async notYet(attempt: Attempt, run: CallRun): Promise<unknown> {
    const { providerState, probeAt, now, turnAt } = attempt;
    if (providerState !== 'open') return this.whileClosed(attempt, providerState, (probeAt ?? now).getTime() - now.getTime(), run);
    const waitMs = turnAt === null ? SAFETY_WAIT_MS : Math.max(0, turnAt.getTime() - now.getTime());
    return new Suspended(waitMs, now, `${attempt.provider}: ${turnAt === null ? 'no place' : 'not its turn'} yet`);
  }

  /** Nobody can use it. @returns what to throw: the work waits, or gives way to others */
  async whileClosed(attempt: Attempt, why: string, probeInMs: number, run: CallRun): Promise<unknown> {
    if (run.mayWait) return new Suspended(Math.max(1000, probeInMs, SAFETY_WAIT_MS), attempt.now, `${attempt.provider}: ${why}`);
    await this.needs.table.cancel(attempt.attemptId);
    return unavailable(attempt.provider, why);
  }

  /** A provider on this very machine reaches it by any address; everybody else needs the one that the operator has named. */
  private callbackUrl({ provider, baseUrl }: KeyInUse, attemptId: string, token: string): string | null {
    const { callbackUrl, localUrl } = this.needs.config;
    const base = callbackUrl ?? (/^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(baseUrl) ? localUrl : null);
    return base === null ? null : `${base}/webhooks/${provider}/${attemptId}?token=${token}`;
  }
}

/**
 * Whether a submission that threw this certainly did not arrive. Adapters say when that is in doubt; what they did not foresee may be
 * anything, unless the system itself failed before, or the work was broken off before it left.
 * @param signal that of the request
 */
export function isUnsent(error: unknown, signal: AbortSignal): boolean {
  if (error instanceof SubmissionInDoubt) return false;
  const { syscall, code, name } = (error ?? {}) as { syscall?: unknown; code?: unknown; name?: unknown };
  // A file that is not there, and not a connection that broke under the request.
  const isSystems = typeof syscall === 'string' && !BROKEN_CONNECTION.has(String(code));
  const isBrokenOff = signal.aborted && (error === signal.reason || name === 'AbortError');
  return error instanceof ProviderError || error instanceof NotSent || isSystems || isBrokenOff;
}

const BROKEN_CONNECTION = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT']);

export const taskAttemptOf = ({ task }: Pick<CallRun, 'task'>): number => task.attempt - task.crashes;

const REASONS: Readonly<Record<string, string>> = table({
  no_key: 'there is no key for it',
  no_credit: 'its account has no credit',
  key_rejected: 'it rejects the key',
  breaker: 'too many of its calls failed lately',
});

export function unavailable(provider: string, why: string): ProviderError {
  return new ProviderError('provider_unavailable', `${provider} cannot be used: ${REASONS[why] ?? why}`, false);
}
