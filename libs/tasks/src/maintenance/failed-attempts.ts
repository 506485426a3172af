import { type Queryable } from '#platform';

/** The last failure of a task. What it said stays in the log of the process: it may hold words of users. */
export interface FailedAttempt {
  readonly taskId: string;
  readonly kind: string;
  readonly queue: string;
  readonly orgId: string;
  readonly subjectId: string;
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly state: string;
  readonly code: string;
  /** RFC 3339, UTC: when the task was asked for. */
  readonly createdAt: string;
  /** Of the work it belongs to; null: nobody traced it. */
  readonly traceId: string | null;
}

/** Tasks of the last day that failed at least once, youngest first. */
export function lastFailedAttempts(db: Queryable, limit: number): Promise<readonly FailedAttempt[]> {
  return db.query<FailedAttempt>(
    `SELECT task_id AS "taskId", kind, queue, org_id AS "orgId", subject_id AS "subjectId", attempt, max_attempts AS "maxAttempts", state,
            coalesce(last_error->>'code', 'unknown') AS code, split_part(traceparent, '-', 2) AS "traceId",
            to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "createdAt"
       FROM tasks.tasks WHERE last_error IS NOT NULL AND created_at > now() - interval '1 day'
      ORDER BY created_at DESC, task_id LIMIT $1`,
    [limit],
  );
}
