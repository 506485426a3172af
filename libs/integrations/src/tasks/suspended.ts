import { type ProviderCalls } from '../contracts/provider-calls.js';
import { type LeasedTask } from './leased-task.js';

/**
 * Thrown through a handler whose work waits for somebody else: nothing went wrong, and no attempt is used up. The handler is run again
 * from its start, then or when the task is woken.
 */
export class Suspended extends Error {
  constructor(
    readonly delayMs: number,
    /** Time of the database at which there was nothing new: the task does not go to sleep over news that came after it. */
    readonly seenAt: Date,
    readonly reason: string,
  ) {
    super(`waits ${delayMs} ms: ${reason}`);
    this.name = 'Suspended';
  }
}

/** Opens the way to paid providers for one attempt at a task. */
export interface TaskCalls {
  forTask(run: TaskRun): ProviderCalls;
}

export interface TaskRun {
  readonly task: LeasedTask;
  /** What the handler says of waiting for a provider that nobody can use. */
  readonly mayWait: boolean;
  readonly signal: AbortSignal;
}
