import { type QueueName } from '../contracts/queue-name.js';
import { type Dispatch } from './dispatch.js';

export type DispatchHealth = { readonly isUp: true } | { readonly isUp: false; readonly reason: string };

/**
 * News of `count` runnable tasks has come. Resolves when this process is ready for more of it.
 * @param offer to be called with the number that others should hear of, and when, before there is a wait for work.
 * @param of the task that it is the news of; null: of several, or a process of an earlier release has sent it
 * @param sentAtMs when this very process has sent it, by `performance.now()`, of tasks that were due then; null: another one has, or later
 */
export type Receive = (
  count: number,
  offer: Offer,
  of: Pick<Dispatch, 'taskId' | 'lease'> | null,
  sentAtMs: number | null,
) => Promise<unknown>;
export type Offer = (count: number, delayMs: number) => void;

/** Carries news of runnable tasks to a worker with a free place. May lose, repeat and reorder them: the table decides. */
export interface DispatchQueue {
  /** Best effort; never throws, never waits. Dispatches that cannot be sent are forgotten. */
  announce(dispatches: readonly Dispatch[]): void;
  /** Begins to take dispatches of this queue, `concurrency` at a time. */
  serve(queue: QueueName, concurrency: number, receive: Receive): void;
  /** Whether workers can be reached through it, and if not, why. */
  health(): Promise<DispatchHealth>;
  /** Takes no new dispatches from now on; those under way go on. */
  stopTaking(): Promise<void>;
  /** After `stopTaking`. Waits for what is under way, unless forced. */
  close(isForced: boolean): Promise<void>;
}
