import { type QueueName } from '../contracts/queue-name.js';

/** News that a task can be run. The id is new for every claim, so a transport that remembers old ids cannot swallow it. */
export interface Ride {
  readonly rideId: string;
  readonly taskId: string;
  readonly queue: QueueName;
  readonly delayMs: number;
}

/** @param lease of the last claim; 0: never claimed. */
export const rideOf = (taskId: string, queue: QueueName, lease: number, delayMs = 0): Ride => ({
  rideId: `${taskId}-${lease}`,
  taskId,
  queue,
  delayMs,
});
