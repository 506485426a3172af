import { type Capability } from '../contracts/capability.js';
import { type Task } from '../contracts/tasks.js';

/** A task that this process has claimed. `lease` proves it: a later claim, anywhere, has a higher one. */
export interface LeasedTask extends Task {
  readonly queue: Capability;
  readonly lease: number;
  readonly maxAttempts: number;
  /** Attempts that ended because their process died. */
  readonly deaths: number;
  readonly causationId: string | null;
  readonly traceparent: string | null;
  /** From the moment it could have run to the claim. */
  readonly waitedMs: number;
}

/** News that a task can be run. The id is new for every claim, so a transport that remembers old ids cannot swallow it. */
export interface Ride {
  readonly rideId: string;
  readonly taskId: string;
  readonly queue: Capability;
  readonly delayMs: number;
}

/** @param lease of the last claim; 0: never claimed. */
export const rideOf = (taskId: string, queue: Capability, lease: number, delayMs = 0): Ride => ({
  rideId: `${taskId}-${lease}`,
  taskId,
  queue,
  delayMs,
});
