import { type Fence, type FenceKind } from '#eventing';
import { packed, type Queryable, unpacked } from '#platform';
import { type Held } from './task-table.js';

/**
 * Whether a task is still ours, asked in the transaction that records what we did: a process that was taken for dead and woke up
 * again finds a higher lease (or another state) and is refused. A fence that ends the task does so in that same transaction.
 * Rows are locked in the order of their ids, as everywhere in this folder, so that two batches never wait for each other.
 */
function fenceKind(name: string, endsAs: 'done' | 'failed' | null): FenceKind {
  const held = `unnest(${unpacked('$1', 'uuid')}, ${unpacked('$2', 'integer')}) AS held(task_id, lease)`;
  const ours = `t.task_id = held.task_id AND t.lease = held.lease AND t.state = 'leased'`;
  const sql =
    endsAs === null
      ? `WITH kept AS MATERIALIZED (
           SELECT t.task_id FROM tasks.tasks t JOIN ${held} ON ${ours} ORDER BY t.task_id FOR SHARE OF t
         )
         SELECT string_agg(task_id::text, ',') AS ids FROM kept`
      : `WITH locked AS MATERIALIZED (
           SELECT t.task_id FROM tasks.tasks t JOIN ${held} ON ${ours} ORDER BY t.task_id FOR NO KEY UPDATE OF t
         ), kept AS (
           UPDATE tasks.tasks t SET state = '${endsAs}', finished_at = now()
             FROM locked WHERE t.task_id = locked.task_id RETURNING t.task_id
         )
         SELECT string_agg(task_id::text, ',') AS ids FROM kept`;
  return {
    name,
    async claim(tx: Queryable, fences): Promise<ReadonlySet<string>> {
      const [row] = await tx.query<{ ids: string | null }>(sql, [
        packed(fences.map(({ key }) => key)),
        packed(fences.map(({ token }) => token)),
      ]);
      return new Set(row?.ids?.split(','));
    },
  };
}

const begun = fenceKind('integrations.task-begun', null);
const done = fenceKind('integrations.task-done', 'done');
const failed = fenceKind('integrations.task-failed', 'failed');

const fence = (kind: FenceKind, task: Held): Fence => ({ kind, key: task.taskId, token: task.lease });

/** For a decision at the beginning: the task goes on. */
export const heldFence = (task: Held): Fence => fence(begun, task);
/** For the result: the task is done with it. */
export const completeFence = (task: Held): Fence => fence(done, task);
/** For giving up: the task has failed with it. */
export const failFence = (task: Held): Fence => fence(failed, task);
