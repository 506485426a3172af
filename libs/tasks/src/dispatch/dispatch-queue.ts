import { type QueueName } from '../contracts/queue-name.js';
import { type Ride } from './dispatch.js';

export type TransportHealth = { readonly isUp: true } | { readonly isUp: false; readonly reason: string };

/** Carries news of runnable tasks to a worker with a free place. May lose, repeat and reorder them: the table decides. */
export interface TaskTransport {
  /** Best effort; never throws, never waits. Rides that cannot be sent are forgotten. */
  announce(rides: readonly Ride[]): void;
  /** Begins to take rides of this queue, `concurrency` at a time. */
  serve(queue: QueueName, concurrency: number, carryOut: (taskId: string) => Promise<unknown>): void;
  /** Whether workers can be reached through it, and if not, why. */
  health(): Promise<TransportHealth>;
  /** Takes no new rides from now on; those under way go on. */
  stopTaking(): Promise<void>;
  /** After `stopTaking`. Waits for what is under way, unless forced. */
  close(isForced: boolean): Promise<void>;
}
