import { randomUUID } from 'node:crypto';
import { type Queryable } from '#platform';
import { type QueueName } from '../contracts/queue-name.js';
import { type TaskRequest } from '../contracts/tasks.js';
import { type Dispatch, dispatchOf } from '../dispatch/dispatch.js';
import { DEFAULT_MAX_ATTEMPTS } from '../contracts/index.js';

/**
 * Makes tasks runnable that are gone, or ended without a result at least `endedForMs` ago. The leases of one that is gone go on from the
 * clock: above all that it may have had, so that whoever still works under one of them neither ends it nor writes under its names.
 */
export async function restoreTasks(db: Queryable, requests: readonly TaskRequest[], endedForMs: number): Promise<readonly Dispatch[]> {
  if (requests.length === 0) return [];
  const rows = await db.query<{ task_id: string; queue: QueueName }>(
    `INSERT INTO tasks.tasks AS t (task_id, kind, queue, org_id, subject_id, correlation_id, payload, max_attempts, lease)
     SELECT "taskId", kind, queue, "orgId", "subjectId", "subjectId", payload, coalesce("maxAttempts", $2), extract(epoch FROM now() - timestamptz '2020-01-01Z')::integer
       FROM jsonb_to_recordset($1::jsonb) AS asked("taskId" uuid, kind text, queue text, "orgId" uuid, "subjectId" uuid, payload jsonb,
            "maxAttempts" integer)
      ORDER BY "taskId"
         ON CONFLICT (task_id) DO UPDATE
        SET state = 'runnable', finished_at = NULL, lease_owner = NULL, lease_until = NULL, attempt = 1, crashes = 0,
            not_before = now(), enqueued_at = now()
      WHERE t.finished_at < now() - $3 * interval '1 millisecond'
  RETURNING t.task_id, t.queue`,
    [JSON.stringify(requests), DEFAULT_MAX_ATTEMPTS, endedForMs],
  );
  // With ids of their own: the queue may remember the dispatch they ended with.
  return rows.map((row) => ({ ...dispatchOf(row.task_id, row.queue, 0), lease: null, dispatchId: `${row.task_id}-${randomUUID()}` }));
}
