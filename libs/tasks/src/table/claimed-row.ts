import { type LeasedTask } from '../contracts/tasks.js';
import { type QueueName } from '../contracts/queue-name.js';

/** Clocks of Redis' clients and of Postgres differ a little; a dispatch that comes this early is not sent away. */
export const EARLY_MS = 250;

/** What a claim gives back of the table `t`. */
export const CLAIMED_COLUMNS = `t.task_id, t.kind, t.queue, t.org_id, t.subject_id, t.correlation_id, t.causation_id, t.traceparent,
  t.payload, t.attempt, t.max_attempts, t.crashes, t.lease,
  (extract(epoch FROM clock_timestamp() - greatest(t.created_at, t.not_before)) * 1000)::float8 AS waited_ms`;

export interface ClaimedRow {
  task_id: string;
  kind: string;
  queue: QueueName;
  org_id: string;
  subject_id: string;
  correlation_id: string;
  causation_id: string | null;
  traceparent: string | null;
  payload: object;
  attempt: number;
  max_attempts: number;
  crashes: number;
  lease: number;
  waited_ms: number;
}

export function toLeasedTask(row: ClaimedRow): LeasedTask {
  return {
    taskId: row.task_id,
    kind: row.kind,
    queue: row.queue,
    orgId: row.org_id,
    subjectId: row.subject_id,
    correlationId: row.correlation_id,
    causationId: row.causation_id,
    traceparent: row.traceparent,
    payload: row.payload,
    attempt: row.attempt,
    maxAttempts: row.max_attempts,
    crashes: row.crashes,
    lease: row.lease,
    waitedMs: Math.max(0, row.waited_ms),
  };
}
