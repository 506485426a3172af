import { type Fence, type FenceKind } from '#eventing';
import { packed, type Queryable, unpacked } from '#platform';
import { type Held } from './task-table.js';

/**
 * Each is looked up by its id, in the order of ids. Joined with what is leased, all tasks there have ever been are read each time: that plan is
 * made while there are few, and kept.
 */
const lockedBy = (strength: string): string => `
  SELECT one.task_id
    FROM (SELECT task_id, lease FROM unnest(${unpacked('$1', 'uuid')}, ${unpacked('$2', 'integer')}) AS h(task_id, lease) ORDER BY task_id) AS held
   CROSS JOIN LATERAL (
     SELECT t.task_id FROM tasks.tasks t
      WHERE t.task_id = held.task_id AND t.lease = held.lease AND t.state = 'leased' ${strength}) AS one`;

/**
 * Whether a task is still ours, asked in the transaction that records what we did: a process that was taken for dead and woke up
 * again finds a higher lease (or another state) and is refused. A fence that ends the task does so in that same transaction.
 * Rows are locked in the order of their ids, as everywhere in this folder, so that two batches never wait for each other.
 */
function fenceKind(name: string, endsAs: 'done' | 'failed' | null): FenceKind {
  const sql =
    endsAs === null
      ? `WITH kept AS MATERIALIZED (${lockedBy('FOR SHARE')})
         SELECT string_agg(task_id::text, ',') AS ids FROM kept`
      : `WITH locked AS MATERIALIZED (${lockedBy('FOR NO KEY UPDATE')}), kept AS (
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
