import { ProviderError } from '../contracts/errors.js';
import { type PollResult, type AsyncCall } from '../contracts/provider-calls.js';
import { Suspended } from '#tasks';
import { accountKey, type Attempt, chargedMicros, storedError, thrownError } from './attempt.js';
import { type CallKey } from './attempt-table.js';
import { accessOf, type CallNeeds, type KeyInUse, type CallRun } from './call-needs.js';
import { EARLY_MS, outwait, settleMs } from './doubt.js';
import { nextPollMs } from './poll-schedule.js';
import { type AskedOf } from './provider-telemetry.js';
import { type Begun, isUnsent, taskAttemptOf, type Submissions } from './submission.js';

/** A submission of which nothing is heard is repeated once, not for ever. */
const MAX_LOST = 2;

/** One long call of one task, from wherever an earlier run has left it. */
export class AsyncCallRun<R> {
  private readonly key: CallKey;

  constructor(
    private readonly needs: CallNeeds,
    private readonly submissions: Submissions,
    private readonly call: AsyncCall<R>,
    private readonly run: CallRun,
  ) {
    this.key = { taskId: run.task.taskId, model: call.model, name: call.name };
  }

  /** @returns the result. @throws Suspended while there is none; ProviderError when there will be none */
  async finish(): Promise<R> {
    this.needs.registry.register(this.call);
    for (;;) {
      this.run.signal.throwIfAborted();
      const attempt = await this.needs.table.latest(this.key);
      switch (attempt?.state) {
        case 'succeeded':
          return attempt.answer as R;
        case 'submitted':
          return this.pollOf(attempt);
        case 'submitting':
          await this.clearDoubt(attempt);
          break;
        case 'failed':
          if (attempt.error && attempt.taskAttempt === taskAttemptOf(this.run) && attempt.error.unavailable === null)
            throw thrownError(attempt.error);
          await this.submit(attempt);
          break;
        case 'lost':
        case 'waiting':
        case 'cancelled':
        case undefined:
          await this.submit(attempt ?? null);
          break;
      }
    }
  }

  /** Comes back when the provider has already something to say. */
  private async submit(previous: Attempt | null): Promise<void> {
    if (previous?.state === 'lost' && (await this.needs.table.lost(this.key)) >= MAX_LOST) {
      throw new ProviderError('submission_lost', `nothing was heard of ${MAX_LOST} submissions to ${this.call.provider}`, false);
    }
    await this.submissions.pay(this.call, previous, this.run, async (begun) => {
      let providerTaskId: string;
      try {
        ({ providerTaskId } = await this.needs.telemetry.request('submit', { ...this.asked, attemptId: begun.attempt.attemptId }, () =>
          this.call.submit(begun.submission),
        ));
      } catch (error) {
        if (isUnsent(error, begun.request.signal)) throw await this.submissions.refused(begun, error, this.run);
        throw await this.inDoubt(begun, error);
      }
      await this.recordSubmitted(begun.attempt, providerTaskId);
      this.needs.telemetry.submission(this.call.provider, 'submitted');
      await this.submissions.worked(begun);
    });
  }

  private async recordSubmitted(attempt: Attempt, providerTaskId: string): Promise<void> {
    const schedule = { nextPollMs: nextPollMs(0, 0, this.needs.config.pollIntervalMs, Math.random()), deadlineMs: this.deadlineMs };
    await this.needs.answers.record({ kind: 'submitted', attemptId: attempt.attemptId, providerTaskId, ...schedule }, this.run);
  }

  private async inDoubt({ attempt, key }: Begun, error: unknown): Promise<unknown> {
    this.needs.telemetry.submission(this.call.provider, 'in_doubt');
    await this.submissions.notedBreakdown(key, error);
    const waitMs = Math.min(this.needs.config.pollIntervalMs, this.needs.config.submitGraceMs);
    return new Suspended(waitMs, attempt.now, `${this.call.provider}: whether it was submitted is in doubt`);
  }

  /** Somebody began to submit this and did not say how it ended. */
  private async clearDoubt(attempt: Attempt): Promise<void> {
    const { config } = this.needs;
    if (attempt.callbackTaskId !== null) return this.recordSubmitted(attempt, attempt.callbackTaskId);
    const found = await this.findSubmitted(attempt);
    if (found !== undefined && found !== null) return this.recordSubmitted(attempt, found);
    const graceMs = found === null ? settleMs(config) : config.submitGraceMs;
    await outwait(this.needs, attempt, { graceMs, lookMs: config.pollIntervalMs, mayExist: found === undefined });
  }

  /** @returns undefined where nothing can be said. */
  private async findSubmitted(attempt: Attempt): Promise<string | null | undefined> {
    if (!this.call.findSubmitted) return undefined;
    const key = await this.needs.keys.keyOf(attempt, attempt.orgId);
    if (!key) return undefined;
    try {
      return await this.call.findSubmitted(attempt.attemptId, accessOf(key, this.run));
    } catch (error) {
      this.run.signal.throwIfAborted();
      await this.submissions.notedBreakdown(key, error);
      return undefined;
    }
  }

  private async pollOf(attempt: Attempt): Promise<R> {
    const { now } = attempt;
    const { table, telemetry, admission, config } = this.needs;
    const dueMs = (attempt.nextPollAt ?? now).getTime() - now.getTime();
    const leftMs = (attempt.deadline ?? now).getTime() - now.getTime();
    if (!attempt.isWoken && dueMs > EARLY_MS && leftMs > 0) throw new Suspended(Math.min(dueMs, leftMs), now, this.waiting);
    const isProbe = attempt.providerState === 'breaker' && (await admission.takeProbe(attempt));
    if (attempt.providerState === 'breaker' && !isProbe && leftMs > 0) {
      const probeMs = (attempt.probeAt ?? now).getTime() - now.getTime();
      throw new Suspended(Math.min(leftMs, Math.max(1000, probeMs)), now, `${this.call.provider}: breaker`);
    }
    const key = await this.needs.keys.keyOf(attempt, attempt.orgId);
    if (!key && leftMs > 0) throw new Suspended(Math.min(leftMs, config.probeMs), now, `${this.call.provider}: no key`);
    const poll = key && (await this.poll(attempt, key));
    telemetry.poll(this.call.provider, poll?.state ?? 'error');
    // A poll costs nothing, so it says nothing about credit.
    const { providerState } = attempt;
    if (poll && (providerState === 'breaker' || providerState === 'key_rejected')) await admission.open(attempt, providerState);
    switch (poll?.state) {
      case 'succeeded':
        await table.succeeded(attempt.attemptId, poll.value, chargedMicros(poll.value, this.call.expectedMicros));
        telemetry.waited(attempt);
        await admission.release(attempt);
        return poll.value;
      case 'failed':
        throw await this.failed(attempt, poll.error);
      case 'pending':
      case undefined:
        if (leftMs <= 0) throw await this.timedOut(attempt, key);
        throw await this.pollLater(attempt, leftMs);
    }
  }

  /** @returns null when the poll itself failed: it is repeated. */
  private async poll(attempt: Attempt, key: KeyInUse): Promise<PollResult<R> | null> {
    try {
      const asked = { ...this.asked, attemptId: attempt.attemptId };
      const access = accessOf(key, this.run);
      const poll = await this.needs.telemetry.request('look', asked, () => this.call.poll(attempt.providerTaskId ?? '', access));
      this.needs.health.note(accountKey(attempt), false);
      return poll;
    } catch (error) {
      this.run.signal.throwIfAborted();
      await this.submissions.notedBreakdown(attempt, error);
      const reason = error instanceof ProviderError ? error.unavailable : null;
      if (reason !== null) await this.needs.admission.close(attempt, reason, (error as Error).message);
      return null;
    }
  }

  private async pollLater(attempt: Attempt, leftMs: number): Promise<Suspended> {
    const ageMs = attempt.now.getTime() - (attempt.submittedAt ?? attempt.now).getTime();
    const waitMs = nextPollMs(attempt.polls + 1, ageMs, this.needs.config.pollIntervalMs, Math.random());
    await this.needs.table.polled(attempt.attemptId, attempt.now, waitMs);
    return new Suspended(Math.min(waitMs, leftMs), attempt.now, this.waiting);
  }

  private async failed(attempt: Attempt, error: Error): Promise<unknown> {
    const stored = storedError(error);
    await this.needs.table.failed(attempt.attemptId, stored);
    await this.needs.admission.release(attempt);
    if (stored.unavailable === null) return thrownError(stored);
    await this.needs.admission.close(attempt, stored.unavailable, stored.message);
    // Another attempt will be made for it, as soon as there is credit again.
    return this.submissions.whileClosed(attempt, stored.unavailable, this.needs.config.probeMs, this.run);
  }

  private async timedOut(attempt: Attempt, key: KeyInUse | null): Promise<ProviderError> {
    const seconds = Math.round(this.deadlineMs / 1000);
    const error = new ProviderError('provider_timeout', `${this.call.model} gave no result within ${seconds} s`, false);
    await this.needs.table.failed(attempt.attemptId, storedError(error));
    await this.needs.admission.release(attempt);
    if (attempt.providerTaskId !== null && key) {
      await this.call.cancel?.(attempt.providerTaskId, accessOf(key, this.run)).catch(() => undefined);
    }
    return error;
  }

  private get asked(): AskedOf {
    const { provider, model, expectedMicros } = this.call;
    return { provider, model, expectedMicros };
  }

  private get deadlineMs(): number {
    return this.call.deadlineSeconds === null ? this.needs.config.deadlineMs : this.call.deadlineSeconds * 1000;
  }

  private get waiting(): string {
    return `${this.call.provider}: no result yet`;
  }
}
