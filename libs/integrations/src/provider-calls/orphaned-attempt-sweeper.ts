import { setMaxListeners } from 'node:events';
import { type Database, logger } from '#platform';
import { type ProviderAdmission } from './provider-admission.js';
import { type ProviderAccount, chargedMicros } from './attempt.js';
import { type AnswerKeeper } from './answer-keeper.js';
import { type AttemptRetention } from './attempt-retention.js';
import { COST_UNKNOWN, IN_DOUBT } from './attempt-charges.js';
import { type AttemptTable } from './attempt-table.js';
import { type KeySource } from './call-needs.js';
import { type CallRegistry } from './call-registry.js';

/** What no process of this installation has called since its start is looked after by any of them, without a word to the provider. */
const ORPHANED_AFTER_MS = 60_000;
const BATCH = 50;
/** What ended weeks ago may stay an hour longer. */
const RETENTION_INTERVAL_MS = 60 * 60_000;
const log = logger('providers');

interface Left extends ProviderAccount {
  attempt_id: string;
  org_id: string;
  model: string;
  provider_task_id: string | null;
  expected_micros: string;
}

interface Doubtful extends Left {
  /** Whether a provider that does not know it now has not taken it. */
  is_settled: boolean;
}

/**
 * Looks after attempts whose task is gone: cancelled at the provider where that can be, their places given to others, and what they cost
 * written down even if nobody wants the result any more. Also records what other processes on the same folder could not, and gives turns to
 * those whom everybody forgot.
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
    const left = await this.takeLeft();
    for (const attempt of left) await this.letGo(attempt);
    for (const attempt of await this.takeDoubtful()) await this.clearDoubt(attempt);
    for (const attempt of await this.takeLate()) await this.learnCost(attempt);
    await this.admission.sweep();
    if (Date.now() - this.forgottenAt < RETENTION_INTERVAL_MS) return;
    this.forgottenAt = Date.now();
    const forgotten = await this.retention.sweep();
    if (forgotten > 0) log.info({ attempts: forgotten }, 'attempts at providers that ended long ago are forgotten');
  }

  /** Each is taken by one process only: whoever marks it. */
  private takeLeft(): Promise<Left[]> {
    return this.database.query<Left>(
      `UPDATE integrations.provider_attempts a SET state = 'cancelled', finished_at = now()
        WHERE a.attempt_id IN (
                SELECT o.attempt_id FROM integrations.provider_attempts o
                 WHERE o.finished_at IS NULL
                   AND tasks.ended_at(o.task_id) IS NOT NULL
                   AND (o.state = 'waiting' OR o.model = ANY($1) OR tasks.ended_at(o.task_id) < now() - $2 * interval '1 millisecond')
                 LIMIT $3 FOR UPDATE OF o SKIP LOCKED)
       RETURNING a.attempt_id, a.org_id, a.provider, a.owner, a.model, a.provider_task_id, a.expected_micros`,
      [this.registry.models(), ORPHANED_AFTER_MS, BATCH],
    );
  }

  /** Of those that ended without a result, those that have called back since, and all others less and less often. */
  private takeLate(): Promise<Left[]> {
    return this.database.query<Left>(
      `UPDATE integrations.provider_attempts a SET looked_at = now()
        WHERE a.attempt_id IN (
                SELECT attempt_id FROM integrations.provider_attempts
                 WHERE ${COST_UNKNOWN} AND model = ANY($1)
                   AND (looked_at IS NULL OR looked_at < finished_at OR (callback_at > finished_at AND looked_at < callback_at)
                        OR looked_at < now() - greatest(least((now() - finished_at) / 4, interval '10 minutes'), $3 * interval '1 millisecond'))
                 LIMIT $2 FOR UPDATE SKIP LOCKED)
       RETURNING attempt_id, org_id, provider, owner, model, coalesce(provider_task_id, callback_task_id) AS provider_task_id, expected_micros`,
      [this.registry.models(), BATCH, this.intervalMs],
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
      await this.letGo({ ...attempt, provider_task_id: found });
    } catch (error) {
      log.warn({ provider: attempt.provider, attemptId: attempt.attempt_id, err: error }, 'a provider does not say whether it has a task');
    }
  }

  private async letGo(attempt: Left): Promise<void> {
    await this.admission.release(attempt);
    const cancel = this.registry.find(attempt.model)?.cancel;
    if (attempt.provider_task_id === null || !cancel) return;
    try {
      const key = await this.keys.keyOf(attempt, attempt.org_id);
      if (key) await cancel(attempt.provider_task_id, { apiKey: key.apiKey, baseUrl: key.baseUrl, signal: this.stopping.signal });
    } catch (error) {
      log.warn({ provider: attempt.provider, attemptId: attempt.attempt_id, err: error }, 'a task could not be cancelled at its provider');
    }
  }

  private async learnCost(attempt: Left): Promise<void> {
    const poll = this.registry.find(attempt.model)?.poll;
    const key = await this.keys.keyOf(attempt, attempt.org_id);
    if (!poll || !key || attempt.provider_task_id === null) return;
    try {
      const found = await poll(attempt.provider_task_id, { apiKey: key.apiKey, baseUrl: key.baseUrl, signal: this.stopping.signal });
      if (found.state === 'pending') return;
      if (found.state === 'failed') return void (await this.table.wasFree(attempt.attempt_id));
      await this.table.succeeded(attempt.attempt_id, null, chargedMicros(found.value, Number(attempt.expected_micros)));
    } catch (error) {
      log.warn(
        { provider: attempt.provider, attemptId: attempt.attempt_id, err: error },
        'the cost of a cancelled task could not be learnt',
      );
    }
  }
}
