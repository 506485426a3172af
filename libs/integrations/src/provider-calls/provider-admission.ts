import { randomUUID } from 'node:crypto';
import { type Database, type Queryable } from '#platform';
import { type TaskWakeups, type Wake } from '#tasks';
import { type ProviderAccount, type Attempt } from './attempt.js';
import { type AttemptTable } from './attempt-table.js';
import { type ProviderTelemetry } from './provider-telemetry.js';
import { type AdmissionSettings, type Closed, type AdmissionRequest, type StateRow, SubmissionQueue } from './submission-queue.js';

/**
 * Who may submit, and when: one row for each account is locked while that is decided, so that all processes share one count and one
 * rate. Places go to the organisation that has the fewest; a closed account lets one attempt through at a time, to see whether it works
 * again.
 */
export class ProviderAdmission {
  private readonly queue: SubmissionQueue;

  constructor(
    private readonly database: Database,
    private readonly table: AttemptTable,
    private readonly tasks: TaskWakeups,
    private readonly settings: AdmissionSettings,
    private readonly telemetry: ProviderTelemetry,
  ) {
    this.queue = new SubmissionQueue(settings);
  }

  /**
   * Writes down what is about to be submitted, and begins if it is its turn: then the attempt that comes back is `submitting`, and that is
   * committed. Else it is `waiting`, with its turn or without.
   * @param waiting the attempt of an earlier run. @returns null when the task is no longer ours.
   */
  async enter(entry: AdmissionRequest, waiting: Attempt | null): Promise<Attempt | null> {
    return this.locked(entry, async (tx, state) => {
      if (waiting === null && !(await this.insert(tx, entry))) return { result: null, wakes: [] };
      if (waiting !== null) await this.reconsider(tx, entry, waiting, state);
      const wakes = await this.queue.grant(tx, entry, state);
      await this.queue.begin(tx, entry, state);
      const attempt = await this.table.latest(entry, tx);
      return { result: attempt, wakes: wakes.filter(({ taskId }) => taskId !== entry.taskId) };
    });
  }

  /** Gives free places away. To be called whenever one may have become free; twice is safe. */
  async release(account: ProviderAccount): Promise<void> {
    await this.locked(account, async (tx, state) => ({ result: null, wakes: await this.queue.grant(tx, account, state) }));
  }

  /** Nobody can use this account for the time being; everybody but one probe at a time waits. */
  async close(account: ProviderAccount, why: Closed, reason: string): Promise<void> {
    const isNews = await this.locked(account, async (tx, { state }) => {
      if (state !== 'open' && state !== why && why === 'breaker') return { result: false, wakes: [] };
      await tx.query(
        `UPDATE integrations.provider_states
            SET state = $3, since = CASE WHEN state = $3 THEN since ELSE now() END, probe_at = now() + $4 * interval '1 millisecond', probe_attempt = NULL
          WHERE provider = $1 AND owner = $2`,
        [account.provider, account.owner, why, this.queue.probeMs(why)],
      );
      await tx.query(
        `UPDATE integrations.provider_attempts SET turn_at = NULL
          WHERE provider = $1 AND owner = $2 AND finished_at IS NULL AND state = 'waiting'`,
        [account.provider, account.owner],
      );
      return { result: state !== why, wakes: [] };
    });
    if (isNews) this.telemetry.closed(account, why, reason);
  }

  /** It works: all who waited may come, at its rate. @param from only when it is closed for this reason */
  async open(account: ProviderAccount, from: Closed | null = null): Promise<void> {
    const isNews = await this.locked(account, async (tx, state) => {
      if (state.state === 'open' || (from !== null && state.state !== from)) return { result: false, wakes: [] };
      await tx.query(
        `UPDATE integrations.provider_states SET state = 'open', since = now(), probe_at = NULL, probe_attempt = NULL WHERE provider = $1 AND owner = $2`,
        [account.provider, account.owner],
      );
      return { result: true, wakes: await this.queue.grant(tx, account, { ...state, state: 'open', probe_at: null, probe_attempt: null }) };
    });
    if (isNews) this.telemetry.opened(account);
  }

  /** Takes the one poll that finds out whether a broken provider answers again. */
  async takeProbe(account: ProviderAccount): Promise<boolean> {
    const rows = await this.database.query(
      `UPDATE integrations.provider_states SET probe_at = now() + $3 * interval '1 millisecond'
        WHERE provider = $1 AND owner = $2 AND state = 'breaker' AND probe_at <= now() RETURNING provider`,
      [account.provider, account.owner, this.settings.breakerMs],
    );
    return rows.length > 0;
  }

  /** Accounts of which somebody waits while they may have a place: a safety net for whatever was missed. */
  async sweep(): Promise<void> {
    const rows = await this.database.query<{ provider: string; owner: string }>(
      `SELECT DISTINCT provider, owner FROM integrations.provider_attempts WHERE finished_at IS NULL AND state = 'waiting' AND turn_at IS NULL`,
    );
    for (const account of rows) await this.release(account);
  }

  /** Wakes what this organisation has waiting for the provider: it may have another key now. */
  async reconsiderAll(provider: string, orgId: string): Promise<void> {
    const rows = await this.database.query<{ task_id: string }>(
      `SELECT task_id FROM integrations.provider_attempts WHERE provider = $1 AND org_id = $2 AND finished_at IS NULL AND state = 'waiting'`,
      [provider, orgId],
    );
    const wakes = rows.map((row) => ({ taskId: row.task_id }));
    const announce = await this.tasks.wake(this.database, wakes);
    announce();
  }

  private async insert(tx: Queryable, entry: AdmissionRequest): Promise<boolean> {
    const rows = await tx.query(
      `INSERT INTO integrations.provider_attempts (attempt_id, task_id, org_id, provider, owner, model, call_name, number, round, expected_micros, subject_id)
       SELECT $1, $2, $4, $5, $6, $7, $8, $9, $10, $11, $12 WHERE tasks.is_held($2, $3)
           ON CONFLICT (task_id, model, call_name, number) DO NOTHING RETURNING attempt_id`,
      [
        ...[randomUUID(), entry.taskId, entry.lease, entry.orgId, entry.provider, entry.owner],
        ...[entry.model, entry.name, entry.number, entry.taskAttempt, entry.expectedMicros, entry.subjectId],
      ],
    );
    return rows.length > 0;
  }

  /** What was decided for it in an earlier run may no longer hold: another key, or an account that was closed since. */
  private async reconsider(tx: Queryable, entry: AdmissionRequest, { attemptId, owner }: Attempt, state: StateRow): Promise<void> {
    const isBarred = state.state !== 'open' && state.probe_attempt !== attemptId;
    if (owner === entry.owner && !isBarred) return;
    await tx.query(`UPDATE integrations.provider_attempts SET owner = $2, turn_at = NULL WHERE attempt_id = $1 AND state = 'waiting'`, [
      attemptId,
      entry.owner,
    ]);
  }

  /** Runs with the account's row locked; those who are to be woken hear of it once it is committed. */
  private async locked<T>(
    { provider, owner }: ProviderAccount,
    work: (tx: Queryable, state: StateRow) => Promise<{ readonly result: T; readonly wakes: readonly Wake[] }>,
  ): Promise<T> {
    const select = `SELECT state, probe_at, probe_attempt, turns, sent, clock_timestamp() AS now FROM integrations.provider_states
                     WHERE provider = $1 AND owner = $2 FOR NO KEY UPDATE`;
    const { result, announce } = await this.database.transaction(async (tx) => {
      let [state] = await tx.query<StateRow>(select, [provider, owner]);
      if (!state) {
        await tx.query(`INSERT INTO integrations.provider_states (provider, owner) VALUES ($1, $2) ON CONFLICT DO NOTHING`, [
          provider,
          owner,
        ]);
        [state] = await tx.query<StateRow>(select, [provider, owner]);
      }
      if (!state) throw new Error(`the state of ${provider} can be neither found nor made`);
      const done = await work(tx, state);
      return { result: done.result, announce: await this.tasks.wake(tx, done.wakes) };
    });
    announce();
    return result;
  }
}
