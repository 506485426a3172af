import { type Queryable } from '#platform';
import { type Rate } from '../providers.config.js';
import { type Wake } from '#tasks';
import { type ProviderAccount, type ProviderState } from './attempt.js';
import { type CallKey } from './attempt-table.js';
import { admit, earliest, nextTurn } from './turns.js';

/** Turns this near are taken at once: the clocks of a dispatch's way here differ a little. */
const EARLY_MS = 50;

export type Closed = Exclude<ProviderState, 'open'>;

export interface Limits {
  readonly rate: Rate | null;
  readonly concurrency: number;
  readonly orgConcurrency: number;
}

export interface AdmissionSettings {
  limitsOf(provider: string): Limits;
  readonly probeMs: number;
  readonly breakerMs: number;
}

/** What is to be submitted, by a task that is ours. */
export interface AdmissionRequest extends CallKey, ProviderAccount {
  readonly lease: number;
  readonly orgId: string;
  readonly subjectId: string;
  readonly taskAttempt: number;
  /** Number of the new attempt. */
  readonly number: number;
  readonly expectedMicros: number;
  readonly tokenHash: Buffer;
}

/** An account, locked. */
export interface StateRow {
  state: ProviderState;
  probe_at: Date | null;
  probe_attempt: string | null;
  turns: readonly Date[];
  sent: readonly Date[];
  now: Date;
}

/** Gives turns to those who wait, and lets those begin whose turn it is. Everything here happens while the account's row is locked. */
export class SubmissionQueue {
  constructor(private readonly settings: AdmissionSettings) {}

  /** From here on it counts as sent. A turn that would break the rate all the same, because others were late, is put off a little. */
  async begin(tx: Queryable, entry: AdmissionRequest, state: StateRow): Promise<void> {
    const { rate } = this.settings.limitsOf(entry.provider);
    const nowMs = state.now.getTime();
    const sent = state.sent.map((at) => at.getTime());
    const earliestMs = earliest(sent, rate, nowMs);
    const key = [entry.taskId, entry.model, entry.name];
    const isWhich = `a.task_id = $1 AND a.model = $2 AND a.call_name = $3 AND a.state = 'waiting' AND a.turn_at <= clock_timestamp() + $4 * interval '1 millisecond'`;
    if (earliestMs > nowMs) {
      await tx.query(`UPDATE integrations.provider_attempts a SET turn_at = $5 WHERE ${isWhich}`, [...key, EARLY_MS, new Date(earliestMs)]);
      return;
    }
    const begun = await tx.query(
      `UPDATE integrations.provider_attempts a SET state = 'submitting', submitting_at = clock_timestamp(), token_hash = $6, round = $7
        WHERE ${isWhich}
          AND tasks.is_held(a.task_id, $5)
       RETURNING a.attempt_id`,
      [...key, EARLY_MS, entry.lease, entry.tokenHash, entry.taskAttempt],
    );
    if (begun.length === 0 || rate === null) return;
    await tx.query(
      `UPDATE integrations.provider_states SET sent = (sent || clock_timestamp())[greatest(1, cardinality(sent) + 2 - $3):] WHERE provider = $1 AND owner = $2`,
      [entry.provider, entry.owner, rate.count],
    );
  }

  /** Gives turns to those who wait, as far as there are places. @returns whom to wake, when. */
  async grant(tx: Queryable, account: ProviderAccount, state: StateRow): Promise<readonly Wake[]> {
    const { rate, concurrency, orgConcurrency } = this.settings.limitsOf(account.provider);
    const isOpen = state.state === 'open';
    if (!isOpen && (state.probe_at === null || state.probe_at > state.now)) return [];
    const counts = await tx.query<{ org_id: string; admitted: number; waiting: number }>(
      `SELECT org_id, count(turn_at)::integer AS admitted, (count(*) - count(turn_at))::integer AS waiting
         FROM integrations.provider_attempts
        WHERE provider = $1 AND owner = $2 AND (finished_at IS NULL OR held_until > now()) GROUP BY org_id ORDER BY org_id`,
      [account.provider, account.owner],
    );
    const admitted = counts.reduce((sum, row) => sum + row.admitted, 0);
    const free = isOpen ? concurrency - admitted : 1;
    if (free <= 0 || counts.every(({ waiting }) => waiting === 0)) return [];
    const waiting = await this.oldestWaiting(tx, account, free);
    const claimants = counts.map((row) => ({
      orgId: row.org_id,
      admitted: isOpen ? row.admitted : 0,
      waiting: waiting.filter(({ org_id }) => org_id === row.org_id).map(({ attempt_id }) => attempt_id),
    }));
    const chosen = admit(claimants, free, orgConcurrency);
    if (chosen.length === 0) return [];
    const turnsMs = await this.rememberTurns(tx, account, state, chosen, rate);
    await tx.query(
      `UPDATE integrations.provider_attempts a SET turn_at = given.turn_at
         FROM unnest($1::uuid[], $2::timestamptz[]) AS given(attempt_id, turn_at) WHERE a.attempt_id = given.attempt_id`,
      [chosen, turnsMs.map((ms) => new Date(ms))],
    );
    const taskOf = new Map(waiting.map((row) => [row.attempt_id, row.task_id]));
    const nowMs = state.now.getTime();
    return chosen.map((attemptId, place) => ({ taskId: taskOf.get(attemptId) ?? '', delayMs: (turnsMs[place] ?? nowMs) - nowMs }));
  }

  private async rememberTurns(
    tx: Queryable,
    { provider, owner }: ProviderAccount,
    state: StateRow,
    chosen: readonly string[],
    rate: Rate | null,
  ): Promise<readonly number[]> {
    let turns = state.turns.map((turn) => turn.getTime());
    const given: number[] = [];
    while (given.length < chosen.length) {
      const next = nextTurn(turns, rate, state.now.getTime());
      turns = [...next.turns];
      given.push(next.turnMs);
    }
    const isOpen = state.state === 'open';
    if (isOpen && rate === null) return given;
    await tx.query(
      `UPDATE integrations.provider_states
          SET turns = $3::timestamptz[], probe_attempt = $4,
              probe_at = CASE WHEN state = 'open' THEN NULL ELSE now() + $5 * interval '1 millisecond' END
        WHERE provider = $1 AND owner = $2`,
      [provider, owner, turns.map((ms) => new Date(ms)), isOpen ? null : chosen[0], isOpen ? 0 : this.probeMs(state.state as Closed)],
    );
    return given;
  }

  private oldestWaiting(tx: Queryable, account: ProviderAccount, limit: number) {
    return tx.query<{ attempt_id: string; task_id: string; org_id: string }>(
      `SELECT attempt_id, task_id, org_id FROM (
         SELECT attempt_id, task_id, org_id, created_at, row_number() OVER (PARTITION BY org_id ORDER BY created_at, attempt_id) AS place
           FROM integrations.provider_attempts
          WHERE provider = $1 AND owner = $2 AND finished_at IS NULL AND state = 'waiting' AND turn_at IS NULL
       ) AS waiting WHERE place <= $3 ORDER BY created_at, attempt_id`,
      [account.provider, account.owner, limit],
    );
  }

  probeMs(why: Closed): number {
    return why === 'breaker' ? this.settings.breakerMs : this.settings.probeMs;
  }
}
