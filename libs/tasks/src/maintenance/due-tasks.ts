import { type Database, type Queryable } from '#platform';
import { type QueueName } from '../contracts/queue-name.js';
import { type Dispatch, dispatchOf } from '../dispatch/dispatch.js';

/** A task that was announced this long ago and is still runnable is announced again: the queue may have forgotten it. */
const FORGOTTEN_AFTER_MS = 10_000;
/** After a restart of Postgres every process has to take its instance lock anew; until then nobody is called dead. */
const LOCKS_SETTLE_MS = 15_000;
const MAX_DISPATCHES = 2000;
/** By the crashes before this one. */
const RECLAIM_WAIT = `CASE WHEN crashes < 2 THEN 0 ELSE least(120, 2 ^ (crashes - 1)) END * interval '1 second'`;

/** Unfinished tasks of a queue. */
export interface Demand {
  readonly role: 'worker' | 'renderer';
  readonly queue: QueueName;
  /** Could run now, or in a moment. */
  readonly due: number;
  readonly leased: number;
  /** For a provider, or their next attempt. */
  readonly waiting: number;
  readonly oldestDueSeconds: number;
}

export function taskDemand(db: Queryable): Promise<readonly Demand[]> {
  return db.query<Demand>(
    `SELECT role, queue, due, leased, waiting, oldest_due_seconds AS "oldestDueSeconds" FROM tasks.task_demand ORDER BY queue`,
  );
}

interface DispatchRow {
  task_id: string;
  queue: QueueName;
  lease: number;
}

const toDispatches = (rows: readonly (DispatchRow & { readonly wait_ms?: number })[]): readonly Dispatch[] =>
  rows.map((row) => dispatchOf(row.task_id, row.queue, row.lease, Math.max(0, row.wait_ms ?? 0)));

/** The queries of the sweeper: what the table says is due and nobody is doing. Each is one statement; running them twice is harmless. */
export class DueTasks {
  constructor(private readonly database: Database) {}

  /**
   * Takes tasks from processes that are gone, and those whose lease has run out. They are due at once the first two times, then after 2 s,
   * 4 s and so on up to two minutes: where processes are killed again and again, the storm is over before the task is given up.
   */
  async reclaim(alive: ReadonlySet<number>): Promise<readonly Dispatch[]> {
    const rows = await this.database.query<DispatchRow & { wait_ms: number }>(
      `UPDATE tasks.tasks
          SET state = 'runnable', attempt = attempt + 1, crashes = crashes + 1, not_before = now() + ${RECLAIM_WAIT}, enqueued_at = now() + ${RECLAIM_WAIT},
              last_error = jsonb_build_object('code', 'process_lost', 'message', 'process ' || lease_owner || ' ended during the work'),
              lease_owner = NULL, lease_until = NULL
        WHERE finished_at IS NULL AND state = 'leased'
          AND (lease_until < now()
               OR (NOT lease_owner = ANY($1::integer[]) AND pg_postmaster_start_time() < now() - $2 * interval '1 millisecond'))
       RETURNING task_id, queue, lease, (extract(epoch FROM not_before - now()) * 1000)::float8 AS wait_ms`,
      [[...alive], LOCKS_SETTLE_MS],
    );
    return toDispatches(rows);
  }

  /**
   * Finds runnable tasks of whose announcement nothing has come. At most 2,000 at a time. Their news goes under a second name: under the
   * first the queue may still hold what a process took and never did, and would swallow it. No third one, so that it stays at two for a
   * task that only waits for its turn.
   */
  async findForgotten(): Promise<readonly Dispatch[]> {
    const rows = await this.database.query<DispatchRow>(
      `UPDATE tasks.tasks t SET enqueued_at = now()
         FROM (SELECT task_id FROM tasks.tasks
                WHERE finished_at IS NULL AND state = 'runnable' AND not_before <= now()
                  AND enqueued_at < now() - $1 * interval '1 millisecond'
                ORDER BY enqueued_at LIMIT $2 FOR UPDATE SKIP LOCKED) AS forgotten
        WHERE t.task_id = forgotten.task_id
       RETURNING t.task_id, t.queue, t.lease`,
      [FORGOTTEN_AFTER_MS, MAX_DISPATCHES],
    );
    return toDispatches(rows).map((dispatch) => ({ ...dispatch, dispatchId: `${dispatch.dispatchId}-again` }));
  }

  /** @returns queues with tasks that are due this long although they were announced lately. */
  async neglectedQueues(dueForMs: number): Promise<ReadonlySet<QueueName>> {
    const rows = await this.database.query<{ queue: QueueName }>(
      `SELECT DISTINCT queue FROM tasks.tasks
        WHERE finished_at IS NULL AND state = 'runnable' AND greatest(created_at, not_before) < now() - $1 * interval '1 millisecond'
          AND enqueued_at BETWEEN now() - $2 * interval '1 millisecond' AND now() - interval '3 seconds'`,
      [dueForMs, 2 * FORGOTTEN_AFTER_MS],
    );
    return new Set(rows.map((row) => row.queue));
  }

  /** @returns those of the subjects that have no unfinished task. */
  async idleSubjects(subjectIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT s.id FROM unnest($1::uuid[]) AS s(id)
        WHERE NOT EXISTS (SELECT 1 FROM tasks.tasks t WHERE t.subject_id = s.id AND t.finished_at IS NULL)`,
      [subjectIds],
    );
    return new Set(rows.map((row) => row.id));
  }

  /** @returns what is to be done, of every queue. */
  demand(): Promise<readonly Demand[]> {
    return taskDemand(this.database);
  }
}
