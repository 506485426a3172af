import { setMaxListeners } from 'node:events';
import { type Database, logger } from '#platform';
import { type ProviderAdmission } from './provider-admission.js';
import { chargedMicros } from './attempt.js';
import { type AnswerKeeper } from './answer-keeper.js';
import { type AttemptRetention } from './attempt-retention.js';
import { COST_UNKNOWN, IN_DOUBT, IS_TO_CANCEL } from './attempt-charges.js';
import { type AttemptTable } from './attempt-table.js';
import { type KeySource } from './call-needs.js';
import { type CallRegistry } from './call-registry.js';
import { CANCEL_AGAIN_MS, type Orphan, type OrphanedAttempts } from './orphaned-attempts.js';

const BATCH = 50;
/** A task that a provider would not cancel for so long has most likely ended there. */
const CANCELLED_WITHIN_MINUTES = 10;
/** What ended weeks ago may stay an hour longer. */
const RETENTION_INTERVAL_MS = 60 * 60_000;
const log = logger('providers');

interface Doubtful extends Orphan {
  /** Whether a provider that does not know it now has not taken it. */
  is_settled: boolean;
}

interface Late extends Orphan {
  /** Whoever was to cancel it there did not come to it, or in vain. */
  is_to_cancel: boolean;
}

/**
 * Looks after attempts whose task is gone, again and again: lets them go, and has what they cost written down even if nobody wants the result
 * any more. Also records what other processes on the same folder could not, and gives turns to those whom everybody forgot.
 */
export class OrphanedAttemptSweeper {
  private forgottenAt = 0;
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private readonly stopping = new AbortController();

  constructor(
    private readonly database: Database,
    private readonly table: AttemptTable,
    private readonly admission: ProviderAdmission,
    private readonly answers: AnswerKeeper,
    private readonly keys: KeySource,
    private readonly registry: CallRegistry,
    private readonly orphans: OrphanedAttempts,
    private readonly retention: AttemptRetention,
    private readonly intervalMs: number,
    private readonly settleMs: number,
  ) {
    setMaxListeners(0, this.stopping.signal);
  }

  start(): void {
    const next = (): void => {
      this.round = this.sweep().catch((error: unknown) => log.warn({ err: error }, 'attempts at providers could not be looked after'));
      void this.round.then(() => {
        if (this.timer) this.timer = setTimeout(next, this.intervalMs).unref();
      });
    };
    this.timer = setTimeout(next, this.intervalMs).unref();
  }

  async stop(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.stopping.abort();
    await this.round;
  }

  /** One round. Any number of processes may do it at once. */
  async sweep(): Promise<void> {
    await this.answers.recover();
    await this.orphans.sweep(this.stopping.signal);
    for (const attempt of await this.takeDoubtful()) await this.clearDoubt(attempt);
    for (const attempt of await this.takeLate()) await this.lookAfter(attempt);
    await this.table.releaseHeld();
    await this.admission.sweep();
    if (Date.now() - this.forgottenAt < RETENTION_INTERVAL_MS) return;
    this.forgottenAt = Date.now();
    const forgotten = await this.retention.sweep();
    if (forgotten > 0) log.info({ attempts: forgotten }, 'attempts at providers that ended long ago are forgotten');
  }

  /**
   * Of those that ended without a result: those that are still to be cancelled there, those that have called back since, and all others less
   * and less often. Whoever takes one that is to be cancelled keeps the others from it for a while.
   */
  private takeLate(): Promise<Late[]> {
    return this.database.query<Late>(
      `WITH late AS MATERIALIZED (
         SELECT attempt_id,
                coalesce(${IS_TO_CANCEL}, false) AND finished_at > now() - interval '${CANCELLED_WITHIN_MINUTES} minutes' AS is_to_cancel
           FROM integrations.provider_attempts
          WHERE ${COST_UNKNOWN} AND model = ANY($1)
            AND CASE WHEN ${IS_TO_CANCEL} THEN next_look_at IS NULL OR next_look_at <= now()
                     ELSE looked_at IS NULL OR looked_at < finished_at OR (callback_at > finished_at AND looked_at < callback_at)
                       OR looked_at < now() - greatest(least((now() - finished_at) / 4, interval '10 minutes'), $3 * interval '1 millisecond')
                END
          LIMIT $2 FOR UPDATE SKIP LOCKED
       )
       UPDATE integrations.provider_attempts a
          SET looked_at = CASE WHEN late.is_to_cancel THEN a.looked_at ELSE now() END,
              next_look_at = CASE WHEN late.is_to_cancel THEN now() + $4 * interval '1 millisecond' ELSE a.next_look_at END
         FROM late WHERE a.attempt_id = late.attempt_id
       RETURNING a.attempt_id, a.org_id, a.provider, a.owner, a.model, coalesce(a.provider_task_id, a.callback_task_id) AS provider_task_id,
                 a.expected_micros, late.is_to_cancel`,
      [this.registry.models(), BATCH, this.intervalMs, CANCEL_AGAIN_MS],
    );
  }

  /** Broken off while they were submitted; asked for again at every look, since money is held for them. */
  private takeDoubtful(): Promise<Doubtful[]> {
    return this.database.query<Doubtful>(
      `UPDATE integrations.provider_attempts SET looked_at = now()
        WHERE attempt_id IN (
                SELECT attempt_id FROM integrations.provider_attempts
                 WHERE ${IN_DOUBT} AND model = ANY($1)
                   AND (looked_at IS NULL OR looked_at < now() - $3 * interval '1 millisecond')
                 LIMIT $2 FOR UPDATE SKIP LOCKED)
       RETURNING attempt_id, org_id, provider, owner, model, provider_task_id, expected_micros,
                 submitting_at < now() - $4 * interval '1 millisecond' AS is_settled`,
      [this.registry.models(), BATCH, this.intervalMs, this.settleMs],
    );
  }

  /** What the provider has taken is cancelled there, and its cost is asked for; what it has not taken costs nothing. */
  private async clearDoubt(attempt: Doubtful): Promise<void> {
    const find = this.registry.find(attempt.model)?.findSubmitted;
    const key = find && (await this.keys.keyOf(attempt, attempt.org_id));
    if (!find || !key) return;
    try {
      const found = await find(attempt.attempt_id, { apiKey: key.apiKey, baseUrl: key.baseUrl, signal: this.stopping.signal });
      if (found === null) return void (attempt.is_settled && (await this.table.wasNotTaken(attempt.attempt_id)));
      await this.table.foundThere(attempt.attempt_id, found);
      await this.orphans.letGo(attempt.attempt_id, this.stopping.signal);
    } catch (error) {
      log.warn({ provider: attempt.provider, attemptId: attempt.attempt_id, err: error }, 'a provider does not say whether it has a task');
    }
  }

  /** What has ended there meanwhile is not cancelled any more: some forget what it cost together with the task. */
  private async lookAfter(attempt: Late): Promise<void> {
    const isOver = await this.learnCost(attempt);
    if (isOver) await this.admission.release(attempt);
    if (attempt.is_to_cancel && !isOver) await this.orphans.cancelThere(attempt, this.stopping.signal);
  }

  /** @returns whether it is known. */
  private async learnCost(attempt: Orphan): Promise<boolean> {
    const poll = this.registry.find(attempt.model)?.poll;
    const key = await this.keys.keyOf(attempt, attempt.org_id);
    if (!poll || !key || attempt.provider_task_id === null) return false;
    try {
      const found = await poll(attempt.provider_task_id, { apiKey: key.apiKey, baseUrl: key.baseUrl, signal: this.stopping.signal });
      if (found.state === 'pending') return false;
      if (found.state === 'failed') await this.table.wasFree(attempt.attempt_id);
      else await this.table.succeeded(attempt.attempt_id, null, chargedMicros(found.value, Number(attempt.expected_micros)));
      return true;
    } catch (error) {
      log.warn(
        { provider: attempt.provider, attemptId: attempt.attempt_id, err: error },
        'the cost of a cancelled task could not be learnt',
      );
      return false;
    }
  }
}
