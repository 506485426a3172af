import { randomUUID } from 'node:crypto';
import { type Database, GroupCommit, packed, type Queryable, storableJson, unpacked } from '#platform';
import { type QueueName } from '../contracts/queue-name.js';
import { DEFAULT_MAX_ATTEMPTS, type TaskFailure, type TaskRequest, type Wake } from '../contracts/tasks.js';
import { type LeasedTask } from '../contracts/tasks.js';
import { CLAIMED_COLUMNS, type ClaimedRow, EARLY_MS, toLeasedTask } from './claimed-row.js';
import { type Dispatch, dispatchOf } from '../dispatch/dispatch.js';

const MAX_BATCH = 500;

export const maxAttemptsOf = ({ maxAttempts = DEFAULT_MAX_ATTEMPTS }: TaskRequest): number => maxAttempts;

/** A request together with what caused it. */
export interface CausedRequest {
  readonly request: TaskRequest;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly traceparent: string | null;
}

export interface Held {
  readonly taskId: string;
  readonly lease: number;
}

interface Retry extends Held {
  readonly delayMs: number;
  readonly error: object;
}

interface Suspension extends Held {
  readonly delayMs: number;
  readonly seenAt: string;
}

interface Ending extends Held {
  readonly error: object | null;
}

interface DispatchRow {
  task_id: string;
  queue: QueueName;
  lease: number;
}

const toDispatch = (row: DispatchRow): Dispatch => dispatchOf(row.task_id, row.queue, row.lease);

/** `tasks.tasks`. What many tasks do at once is gathered into one statement; every time in it is the database's. */
export class TaskTable {
  private readonly claims: GroupCommit<string, LeasedTask | null>;
  private readonly retries: GroupCommit<Retry, boolean>;
  private readonly suspensions: GroupCommit<Suspension, number | null>;
  private readonly endings: GroupCommit<Ending, boolean>;

  constructor(
    private readonly database: Database,
    private readonly instance: () => number,
    private readonly leaseMs: number,
  ) {
    const options = { maxItems: MAX_BATCH, concurrency: 2 };
    this.claims = new GroupCommit((ids) => settled(ids, this.claimAll(ids), takeOnce), options);
    this.retries = new GroupCommit((items) => settled(items, this.retryAll(items), (ours, { taskId }) => ours.has(taskId)), options);
    this.suspensions = new GroupCommit(
      (items) => settled(items, this.suspendAll(items), (waits, { taskId }) => waits.get(taskId) ?? null),
      options,
    );
    this.endings = new GroupCommit((items) => settled(items, this.endAll(items), (ours, { taskId }) => ours.has(taskId)), options);
  }

  /**
   * Stores what is asked for, in the caller's transaction. A task that is known stays as it is.
   * @param leased ids of those that are ours from the beginning, under lease 1. @returns ids of those that were not known
   */
  async insert(tx: Queryable, requests: readonly CausedRequest[], leased: ReadonlySet<string> = new Set()): Promise<ReadonlySet<string>> {
    if (requests.length === 0) return new Set();
    const [fresh] = await tx.query<{ ids: string | null }>(INSERT, [
      this.instance(),
      this.leaseMs,
      packed(requests.map(({ request }) => request.taskId)),
      packed(requests.map(({ request }) => request.kind)),
      packed(requests.map(({ request }) => request.queue)),
      packed(requests.map(({ request }) => request.orgId)),
      packed(requests.map(({ request }) => request.subjectId)),
      packed(requests.map(({ correlationId }) => correlationId)),
      packed(requests.map(({ causationId }) => causationId ?? '')),
      packed(requests.map(({ traceparent }) => traceparent ?? '')),
      packed(requests.map(({ request }) => JSON.stringify(request.payload))),
      packed(requests.map(({ request }) => maxAttemptsOf(request))),
      packed(requests.map(({ request }) => request.notBefore ?? '')),
      packed(requests.map(({ request }) => leased.has(request.taskId))),
    ]);
    return new Set(fresh?.ids?.split(','));
  }

  /** @returns those of the tasks that this process holds as it stored them. */
  async bornHere(taskIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (taskIds.length === 0) return new Set();
    const rows = await this.database.query<{ task_id: string }>(
      `SELECT task_id FROM tasks.tasks WHERE task_id = ANY($1::uuid[]) AND state = 'leased' AND lease = 1 AND lease_owner = $2`,
      [taskIds, this.instance()],
    );
    return new Set(rows.map((row) => row.task_id));
  }

  /** Ends all unfinished tasks of these subjects, in the caller's transaction. Who runs one of them has lost its lease. */
  async cancel(tx: Queryable, subjectIds: readonly string[]): Promise<void> {
    if (subjectIds.length === 0) return;
    await tx.query(
      `UPDATE tasks.tasks SET state = 'cancelled', finished_at = now()
        WHERE task_id IN (
                SELECT task_id FROM tasks.tasks
                 WHERE subject_id = ANY($1::uuid[]) AND finished_at IS NULL ORDER BY task_id FOR NO KEY UPDATE
              )`,
      [subjectIds],
    );
  }

  /** @returns the task, now ours; null when there is nothing to do: unknown, finished, not yet due, or somebody else's. */
  claim(taskId: string): Promise<LeasedTask | null> {
    return this.claims.add(taskId);
  }

  /** Makes a task of ours runnable again after a failure. @returns false when it is no longer ours. */
  retryLater(task: Held, delayMs: number, failure: TaskFailure): Promise<boolean> {
    return this.retries.add({ taskId: task.taskId, lease: task.lease, delayMs, error: failure });
  }

  /**
   * Makes a task of ours runnable again later, with the same attempt; at once when it was woken after `seenAt`.
   * @returns milliseconds to wait; null when it is no longer ours.
   */
  suspend(task: Held, delayMs: number, seenAt: Date): Promise<number | null> {
    return this.suspensions.add({ taskId: task.taskId, lease: task.lease, delayMs: Math.ceil(delayMs), seenAt: seenAt.toISOString() });
  }

  /**
   * There is news for these tasks: those that wait can be run, at once or after the delay; those that run will not be suspended over it.
   * @returns dispatches for those that waited, each with an id of its own, since an earlier dispatch may still be on its way.
   */
  async wake(tx: Queryable, wakes: readonly Wake[]): Promise<readonly Dispatch[]> {
    if (wakes.length === 0) return [];
    const rows = await tx.query<DispatchRow & { state: string; delay_ms: number }>(
      `WITH news AS MATERIALIZED (
         SELECT t.task_id, news."delayMs" AS delay_ms
           FROM jsonb_to_recordset($1::jsonb) AS news("taskId" uuid, "delayMs" bigint)
           JOIN tasks.tasks t ON t.task_id = news."taskId" AND t.finished_at IS NULL
          ORDER BY t.task_id FOR NO KEY UPDATE OF t
       )
       UPDATE tasks.tasks t
          SET woken_at = clock_timestamp(),
              not_before = CASE WHEN t.state = 'runnable' THEN least(t.not_before, now() + delay_ms * interval '1 millisecond') ELSE t.not_before END,
              enqueued_at = CASE WHEN t.state = 'runnable' THEN least(t.not_before, now() + delay_ms * interval '1 millisecond') ELSE t.enqueued_at END
         FROM news
        WHERE t.task_id = news.task_id
       RETURNING t.task_id, t.queue, t.lease, t.state, news.delay_ms::float8 AS delay_ms`,
      [JSON.stringify(wakes.map(({ taskId, delayMs = 0 }) => ({ taskId, delayMs: Math.max(0, Math.ceil(delayMs)) })))],
    );
    return rows
      .filter(({ state }) => state === 'runnable')
      .map((row) => ({ ...toDispatch(row), dispatchId: `${row.task_id}-${randomUUID()}`, delayMs: row.delay_ms }));
  }

  /** Ends a task of ours without a result: its aggregate has moved on. @returns false when it is no longer ours. */
  endQuietly(task: Held, reason: object | null): Promise<boolean> {
    return this.endings.add({ taskId: task.taskId, lease: task.lease, error: reason });
  }

  /** Gives tasks of ours back untouched: no attempt is used up. @returns dispatches for those that were still ours. */
  async giveBack(held: readonly Held[]): Promise<readonly Dispatch[]> {
    if (held.length === 0) return [];
    const rows = await this.database.query<DispatchRow>(
      `UPDATE tasks.tasks t SET state = 'runnable', lease_owner = NULL, lease_until = NULL, enqueued_at = now()
         FROM unnest($1::uuid[], $2::integer[]) AS held(task_id, lease)
        WHERE t.task_id = held.task_id AND t.lease = held.lease AND t.state = 'leased'
       RETURNING t.task_id, t.queue, t.lease`,
      [held.map(({ taskId }) => taskId), held.map(({ lease }) => lease)],
    );
    return rows.map(toDispatch);
  }

  /** Prolongs our leases. @returns the ids of tasks that are still ours; the others were cancelled or taken over. */
  async heartbeat(held: readonly Held[]): Promise<ReadonlySet<string>> {
    if (held.length === 0) return new Set();
    const rows = await this.database.query<{ task_id: string }>(
      `WITH locked AS MATERIALIZED (
         SELECT t.task_id FROM tasks.tasks t
           JOIN unnest($1::uuid[], $2::integer[]) AS held(task_id, lease)
             ON t.task_id = held.task_id AND t.lease = held.lease AND t.state = 'leased'
          ORDER BY t.task_id FOR NO KEY UPDATE OF t
       )
       UPDATE tasks.tasks t SET lease_until = now() + $3 * interval '1 millisecond'
         FROM locked WHERE t.task_id = locked.task_id
       RETURNING t.task_id`,
      [held.map(({ taskId }) => taskId), held.map(({ lease }) => lease), this.leaseMs],
    );
    return new Set(rows.map((row) => row.task_id));
  }

  private async claimAll(ids: readonly string[]): Promise<Map<string, LeasedTask>> {
    const rows = await this.database.query<ClaimedRow>(
      `UPDATE tasks.tasks t
          SET state = 'leased', lease = t.lease + 1, lease_owner = $2, lease_until = now() + $3 * interval '1 millisecond'
        WHERE t.task_id IN (
                SELECT task_id FROM tasks.tasks
                 WHERE task_id = ANY($1::uuid[]) AND state = 'runnable' AND not_before <= now() + $4 * interval '1 millisecond'
                 ORDER BY task_id FOR NO KEY UPDATE
              )
       RETURNING ${CLAIMED_COLUMNS}`,
      [ids, this.instance(), this.leaseMs, EARLY_MS],
    );
    return new Map(rows.map((row) => [row.task_id, toLeasedTask(row)]));
  }

  private async retryAll(items: readonly Retry[]): Promise<ReadonlySet<string>> {
    const rows = await this.database.query<{ task_id: string }>(
      `UPDATE tasks.tasks t
          SET state = 'runnable', attempt = t.attempt + 1, lease_owner = NULL, lease_until = NULL, last_error = again.error,
              not_before = now() + again."delayMs" * interval '1 millisecond', enqueued_at = now()
         FROM jsonb_to_recordset($1::jsonb) AS again("taskId" uuid, lease integer, "delayMs" integer, error jsonb)
        WHERE t.task_id = again."taskId" AND t.lease = again.lease AND t.state = 'leased'
       RETURNING t.task_id`,
      [storableJson(items)],
    );
    return new Set(rows.map((row) => row.task_id));
  }

  private async suspendAll(items: readonly Suspension[]): Promise<ReadonlyMap<string, number>> {
    // `enqueued_at` is when its dispatch arrives: only after that can it have been forgotten.
    const rows = await this.database.query<{ task_id: string; wait_ms: number }>(
      `UPDATE tasks.tasks t
          SET state = 'runnable', lease_owner = NULL, lease_until = NULL,
              not_before = CASE WHEN t.woken_at > aside."seenAt" THEN now() ELSE now() + aside."delayMs" * interval '1 millisecond' END,
              enqueued_at = CASE WHEN t.woken_at > aside."seenAt" THEN now() ELSE now() + aside."delayMs" * interval '1 millisecond' END
         FROM jsonb_to_recordset($1::jsonb) AS aside("taskId" uuid, lease integer, "delayMs" bigint, "seenAt" timestamptz)
        WHERE t.task_id = aside."taskId" AND t.lease = aside.lease AND t.state = 'leased'
       RETURNING t.task_id, (extract(epoch FROM t.not_before - now()) * 1000)::float8 AS wait_ms`,
      [storableJson(items)],
    );
    return new Map(rows.map((row) => [row.task_id, row.wait_ms]));
  }

  private async endAll(items: readonly Ending[]): Promise<ReadonlySet<string>> {
    // `done`: the decision that was refused shared a transaction with the fence that marked the task.
    const rows = await this.database.query<{ task_id: string }>(
      `UPDATE tasks.tasks t SET state = 'cancelled', finished_at = coalesce(t.finished_at, now()), last_error = ended.error
         FROM jsonb_to_recordset($1::jsonb) AS ended("taskId" uuid, lease integer, error jsonb)
        WHERE t.task_id = ended."taskId" AND t.lease = ended.lease AND t.state IN ('leased', 'done', 'failed')
       RETURNING t.task_id`,
      [storableJson(items)],
    );
    return new Set(rows.map((row) => row.task_id));
  }
}

/** In one row which of them are new: a row for each costs as much as storing it. */
const INSERT = `
  WITH fresh AS (
    INSERT INTO tasks.tasks (task_id, kind, queue, org_id, subject_id, correlation_id, causation_id, traceparent, payload, max_attempts,
           not_before, state, lease, lease_owner, lease_until)
    SELECT task_id, kind, queue, org_id, subject_id, correlation_id, nullif(causation_id, ''), nullif(traceparent, ''), payload::jsonb,
           max_attempts, coalesce(nullif(not_before, '')::timestamptz, now()),
           CASE WHEN is_leased THEN 'leased' ELSE 'runnable' END, CASE WHEN is_leased THEN 1 ELSE 0 END,
           CASE WHEN is_leased THEN $1::integer END, CASE WHEN is_leased THEN now() + $2 * interval '1 millisecond' END
      FROM unnest(${unpacked('$3', 'uuid')}, ${unpacked('$4', 'text')}, ${unpacked('$5', 'text')}, ${unpacked('$6', 'uuid')},
             ${unpacked('$7', 'uuid')}, ${unpacked('$8', 'text')}, ${unpacked('$9', 'text')}, ${unpacked('$10', 'text')},
             ${unpacked('$11', 'text')}, ${unpacked('$12', 'integer')}, ${unpacked('$13', 'text')}, ${unpacked('$14', 'boolean')})
           AS asked(task_id, kind, queue, org_id, subject_id, correlation_id, causation_id, traceparent, payload, max_attempts, not_before,
             is_leased)
     ORDER BY task_id
        ON CONFLICT (task_id) DO NOTHING
    RETURNING task_id
  )
  SELECT string_agg(task_id::text, ',') AS ids FROM fresh`;

/** Two dispatches of one task may come together: only one of them gets it. */
function takeOnce(claimed: Map<string, LeasedTask>, taskId: string): LeasedTask | null {
  const task = claimed.get(taskId) ?? null;
  claimed.delete(taskId);
  return task;
}

/** One statement answers for all: it came through for every item, or for none. */
async function settled<Item, Batch, Result>(
  items: readonly Item[],
  batch: Promise<Batch>,
  pick: (batch: Batch, item: Item) => Result,
): Promise<PromiseSettledResult<Result>[]> {
  const answer = await batch;
  return items.map((item) => ({ status: 'fulfilled', value: pick(answer, item) }));
}
