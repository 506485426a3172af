import { createHash } from 'node:crypto';
import { type Database, type Queryable, storableJson } from '#platform';
import { type Answer } from './answer-journal.js';
import { cancelledOnceNamed, costOnceNamed } from './attempt-charges.js';
import { type Attempt, type AttemptState, type ProviderState, type StoredError } from './attempt.js';

interface AttemptRow {
  attempt_id: string;
  task_id: string;
  org_id: string;
  provider: string;
  owner: string;
  model: string;
  number: number;
  round: number;
  state: AttemptState;
  turn_at: Date | null;
  submitting_at: Date | null;
  submitted_at: Date | null;
  provider_task_id: string | null;
  callback_task_id: string | null;
  looks: number;
  next_look_at: Date | null;
  deadline: Date | null;
  answer: { value: unknown } | null;
  error: StoredError | null;
  is_woken: boolean;
  provider_state: ProviderState | null;
  probe_at: Date | null;
  probe_attempt: string | null;
  now: Date;
}

const SELECT_ATTEMPT = `
  SELECT a.attempt_id, a.task_id, a.org_id, a.provider, a.owner, a.model, a.number, a.round, a.state, a.turn_at, a.submitting_at, a.submitted_at,
         a.provider_task_id, a.callback_task_id, a.looks, a.next_look_at, a.deadline, a.answer, a.error,
         coalesce(tasks.woken_at(a.task_id) > coalesce(a.looked_at, a.submitted_at, a.created_at), false) AS is_woken,
         s.state AS provider_state, s.probe_at, s.probe_attempt, clock_timestamp() AS now
    FROM integrations.provider_attempts a
    LEFT JOIN integrations.provider_states s ON s.provider = a.provider AND s.owner = a.owner`;

/** Given up, and nobody has begun another attempt at the same call since. */
const IS_LATEST_LOST = `(a.state = 'lost' AND NOT EXISTS (
            SELECT 1 FROM integrations.provider_attempts n
             WHERE n.task_id = a.task_id AND n.model = a.model AND n.call_name = a.call_name AND n.number > a.number))`;

/** What names a call of a task: the same in every run. */
export interface CallKey {
  readonly taskId: string;
  readonly model: string;
  readonly name: string;
}

/** Of an attempt to which something was said. */
export interface Answered {
  readonly task_id: string;
  readonly state: AttemptState;
}

/** When the next poll is due, counted from now. */
export interface Schedule {
  readonly nextPollMs: number;
  readonly deadlineMs: number;
}

export const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/**
 * `integrations.provider_attempts`. Every step names the state it starts from, so that of two processes that both believe they have the
 * task only one takes it. Times are the database's.
 */
export class AttemptTable {
  constructor(private readonly database: Database) {}

  /** The latest attempt at this call. */
  async latest({ taskId, model, name }: CallKey, tx: Queryable = this.database): Promise<Attempt | null> {
    const rows = await tx.query<AttemptRow>(
      `${SELECT_ATTEMPT} WHERE a.task_id = $1 AND a.model = $2 AND a.call_name = $3 ORDER BY a.number DESC LIMIT 1`,
      [taskId, model, name],
    );
    return rows[0] ? toAttempt(rows[0]) : null;
  }

  /** How many submissions of this call got lost. */
  async lost({ taskId, model, name }: CallKey): Promise<number> {
    const rows = await this.database.query<{ lost: number }>(
      `SELECT count(*)::integer AS lost FROM integrations.provider_attempts
        WHERE task_id = $1 AND model = $2 AND call_name = $3 AND state = 'lost'`,
      [taskId, model, name],
    );
    return rows[0]?.lost ?? 0;
  }

  /** Whether the task is still leased under the number with which it was claimed. */
  async isHeld({ taskId, lease }: { readonly taskId: string; readonly lease: number }): Promise<boolean> {
    const [row] = await this.database.query<{ held: boolean }>('SELECT tasks.is_held($1, $2) AS held', [taskId, lease]);
    return row?.held === true;
  }

  /**
   * What the provider said about an attempt that was sent. One that was given up meanwhile is taken up again where nobody has begun another
   * one since; else it is marked, and what it cost is kept. @returns whose it is; null: it is not known. `isLate`: somebody else went on
   */
  async answered(answer: Answer): Promise<{ readonly taskId: string | null; readonly isLate: boolean }> {
    const taken = await this.take(answer);
    if (taken && taken.state !== 'lost') return { taskId: taken.task_id, isLate: false };
    const [row] = await this.database.query<Answered>(
      `UPDATE integrations.provider_attempts
          SET possible_duplicate = state = 'lost' AND $2 <> 'failed', provider_task_id = coalesce(provider_task_id, $3),
              cost_micros = ${costOnceNamed('$3')}, ${cancelledOnceNamed('$3')}
        WHERE attempt_id = $1 RETURNING task_id, state`,
      [answer.attemptId, answer.kind, answer.kind === 'submitted' ? answer.providerTaskId : null],
    );
    return { taskId: row?.task_id ?? null, isLate: row?.state === 'lost' && answer.kind !== 'failed' };
  }

  /** @returns how the attempt stands, if that was for this answer to say. */
  private take(answer: Answer): Promise<Answered | null> {
    switch (answer.kind) {
      case 'submitted':
        return this.submitted(answer.attemptId, answer.providerTaskId, answer);
      case 'succeeded':
        return this.succeeded(answer.attemptId, answer.value, answer.costMicros);
      case 'failed':
        return this.failed(answer.attemptId, answer.error);
    }
  }

  /**
   * The provider has taken it. A callback may have come already; one that knows nothing but the provider's id was kept for this moment.
   * Then the next poll is due at once. Does nothing when somebody else went on with this attempt.
   */
  private async submitted(attemptId: string, providerTaskId: string, { nextPollMs, deadlineMs }: Schedule): Promise<Answered | null> {
    const rows = await this.database.query<Answered>(
      `UPDATE integrations.provider_attempts a
          SET state = 'submitted', finished_at = NULL, possible_duplicate = false, provider_task_id = $2, submitted_at = now(),
              deadline = now() + $4 * interval '1 millisecond',
              next_look_at = CASE WHEN a.callback_at IS NOT NULL
                                    OR EXISTS (SELECT 1 FROM integrations.provider_callbacks c WHERE c.provider = a.provider AND c.subject = $2)
                                  THEN now() ELSE now() + $3 * interval '1 millisecond' END
        WHERE attempt_id = $1 AND (state = 'submitting' OR ${IS_LATEST_LOST}) RETURNING task_id, state`,
      [attemptId, providerTaskId, nextPollMs, deadlineMs],
    );
    return rows[0] ?? null;
  }

  /** Nothing new, or nothing was learnt. */
  async polled(attemptId: string, polledAt: Date, nextPollMs: number): Promise<void> {
    await this.database.query(
      `UPDATE integrations.provider_attempts SET looks = looks + 1, looked_at = $2, next_look_at = now() + $3 * interval '1 millisecond'
        WHERE attempt_id = $1 AND finished_at IS NULL`,
      [attemptId, polledAt, nextPollMs],
    );
  }

  /** Paid for and delivered. When it had ended otherwise, only what it cost is kept: its subject's answers may have been erased by now. */
  async succeeded(attemptId: string, value: unknown, costMicros: number): Promise<Answered | null> {
    const rows = await this.database.query<Answered>(
      `UPDATE integrations.provider_attempts a
          SET state = CASE WHEN finished_at IS NULL OR ${IS_LATEST_LOST} THEN 'succeeded' ELSE state END,
              possible_duplicate = possible_duplicate AND NOT ${IS_LATEST_LOST},
              finished_at = coalesce(finished_at, now()), cost_micros = $3, looked_at = now(), held_until = NULL,
              answer = CASE WHEN finished_at IS NULL OR ${IS_LATEST_LOST} THEN $2 ELSE answer END
        WHERE attempt_id = $1 RETURNING task_id, state`,
      [attemptId, storableJson({ value: value ?? null }), costMicros],
    );
    return rows[0] ?? null;
  }

  /** Broken off while it was submitted, and the provider has it: it is to be cancelled there, and what it costs is asked for from now on. */
  async foundThere(attemptId: string, providerTaskId: string): Promise<void> {
    await this.database.query(
      `UPDATE integrations.provider_attempts SET provider_task_id = $2, ${cancelledOnceNamed('$2')} WHERE attempt_id = $1 AND provider_task_id IS NULL`,
      [attemptId, providerTaskId],
    );
  }

  /** Broken off while it was submitted, and the provider has nothing of it. */
  async wasNotTaken(attemptId: string): Promise<void> {
    await this.database.query(
      `UPDATE integrations.provider_attempts SET cost_micros = 0
        WHERE attempt_id = $1 AND state = 'cancelled' AND cost_micros IS NULL AND coalesce(provider_task_id, callback_task_id) IS NULL`,
      [attemptId],
    );
  }

  /** It came to nothing after all, and nothing is charged. */
  async wasFree(attemptId: string): Promise<void> {
    await this.database.query(
      'UPDATE integrations.provider_attempts SET cost_micros = 0, held_until = NULL WHERE attempt_id = $1 AND cost_micros IS NULL',
      [attemptId],
    );
  }

  /** Of work that was let go, and of which nobody has heard that it is over: it would be by now. */
  async releaseHeld(): Promise<void> {
    await this.database.query('UPDATE integrations.provider_attempts SET held_until = NULL WHERE held_until <= now()');
  }

  async failed(attemptId: string, error: StoredError): Promise<Answered | null> {
    const rows = await this.database.query<Answered>(
      `UPDATE integrations.provider_attempts SET state = 'failed', finished_at = now(), error = $2
        WHERE attempt_id = $1 AND finished_at IS NULL RETURNING task_id, state`,
      [attemptId, storableJson(error)],
    );
    return rows[0] ?? null;
  }

  /** Given up without knowing what became of it. @param mayExist whether the provider may have taken it after all */
  async lose(attemptId: string, mayExist: boolean): Promise<boolean> {
    const rows = await this.database.query(
      `UPDATE integrations.provider_attempts SET state = 'lost', finished_at = now(), possible_duplicate = $2
        WHERE attempt_id = $1 AND state = 'submitting' RETURNING attempt_id`,
      [attemptId, mayExist],
    );
    return rows.length > 0;
  }

  /** It certainly was not sent: it waits for its turn again. @param keepsTurn false: the provider cannot be used. */
  async unsent(attemptId: string, keepsTurn: boolean): Promise<void> {
    await this.database.query(
      `UPDATE integrations.provider_attempts SET state = 'waiting', token_hash = NULL, submitting_at = NULL, turn_at = CASE WHEN $2 THEN turn_at END
        WHERE attempt_id = $1 AND state = 'submitting'`,
      [attemptId, keepsTurn],
    );
  }

  async cancel(attemptId: string): Promise<void> {
    await this.database.query(
      `UPDATE integrations.provider_attempts SET state = 'cancelled', finished_at = now() WHERE attempt_id = $1 AND finished_at IS NULL`,
      [attemptId],
    );
  }
}

function toAttempt(row: AttemptRow): Attempt {
  return {
    attemptId: row.attempt_id,
    taskId: row.task_id,
    orgId: row.org_id,
    provider: row.provider,
    owner: row.owner,
    model: row.model,
    number: row.number,
    taskAttempt: row.round,
    state: row.state,
    turnAt: row.turn_at,
    submittingAt: row.submitting_at,
    submittedAt: row.submitted_at,
    providerTaskId: row.provider_task_id,
    callbackTaskId: row.callback_task_id,
    polls: row.looks,
    nextPollAt: row.next_look_at,
    deadline: row.deadline,
    answer: row.answer?.value,
    error: row.error,
    isWoken: row.is_woken,
    providerState: row.provider_state ?? 'open',
    probeAt: row.probe_at,
    probeAttempt: row.probe_attempt,
    now: row.now,
  };
}
