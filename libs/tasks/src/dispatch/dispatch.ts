import { type QueueName } from '../contracts/queue-name.js';

/** News that a task can be run. The id is new for every claim, so a queue that remembers old ids cannot swallow it. */
export interface Dispatch {
  readonly dispatchId: string;
  readonly taskId: string;
  /** Of the last claim before it was sent; 0: never claimed; null: not known. */
  readonly lease: number | null;
  readonly queue: QueueName;
  readonly delayMs: number;
}

/** @param lease of the last claim; 0: never claimed. */
export const dispatchOf = (taskId: string, queue: QueueName, lease: number, delayMs = 0): Dispatch => ({
  dispatchId: `${taskId}-${lease}`,
  taskId,
  lease,
  queue,
  delayMs,
});
