import { type Context, type Fence } from '#eventing';
import { type Queryable } from '#platform';
import { type AnyAggregate, type Aggregate, type Command, type Event } from '#eventing/domain';
import { type QueueName } from './queue-name.js';

/** The first one and three retries. */
export const DEFAULT_MAX_ATTEMPTS = 4;

/** Work asked for by a process manager. The same `taskId` again changes nothing. */
export interface TaskRequest {
  /** UUID derived from what asks for the work, so that asking twice is asking once. */
  readonly taskId: string;
  /** `<lib>.<what-it-does>`, e.g. `jobs.make-clip`; finds the handler. */
  readonly kind: string;
  readonly queue: QueueName;
  readonly orgId: string;
  /**
   * What the work is for, e.g. the video. Cancelling works by it, whoever asked for the work: what is not to end with somebody else’s thing
   * has a subject of its own.
   */
  readonly subjectId: string;
  /** Ids and small JSON values only; never secrets, signed URLs or media. */
  readonly payload: object;
  /** RFC 3339; not started earlier. */
  readonly notBefore?: string;
  /** Attempts in all before the handler's `giveUp`; default 4 (the first and three retries). */
  readonly maxAttempts?: number;
}

/** All unfinished tasks of that subject end; running ones are aborted and their results discarded. */
export interface TaskCancellation {
  readonly cancelSubjectId: string;
}

/** What a process manager may return for the `TaskSink`. */
export type TaskEffect = { readonly request: TaskRequest } | { readonly cancel: TaskCancellation };

/** One attempt at a task, as its handler sees it. */
export interface Task<P extends object = object> {
  readonly taskId: string;
  readonly kind: string;
  readonly orgId: string;
  readonly subjectId: string;
  readonly payload: P;
  /** 1 for the first. */
  readonly attempt: number;
  readonly correlationId: string;
}

/** A task that this process has claimed. `lease` proves it: a later claim, anywhere, has a higher one. */
export interface LeasedTask extends Task {
  readonly queue: QueueName;
  readonly lease: number;
  readonly maxAttempts: number;
  /** Attempts that ended because their process died. */
  readonly crashes: number;
  readonly causationId: string | null;
  readonly traceparent: string | null;
  /** From the moment it could have run to the claim. */
  readonly waitedMs: number;
}

/** What a task tells its aggregate. Make it with `taskDecision`, which checks that command and aggregate fit. */
export interface TaskDecision {
  readonly aggregate: AnyAggregate;
  readonly id: string;
  readonly command: Command;
  /**
   * Records it in place of the plain decision, for what must commit together with it. Has to claim the fence in its transaction, and may
   * be called again. @throws Fenced, DomainError as the plain decision
   */
  readonly record?: (context: Context, fence: Fence) => Promise<unknown>;
}

export function taskDecision<C extends Command, S, E extends Event>(aggregate: Aggregate<C, S, E>, id: string, command: C): TaskDecision {
  return { aggregate: aggregate as unknown as AnyAggregate, id, command };
}

/** News for a task that waits. */
export interface Wake {
  readonly taskId: string;
  /** Default: now. */
  readonly delayMs?: number;
}

/** For whoever learns that a task need not wait any longer. `TaskRuntime` is one. */
export interface TaskWakeups {
  /**
   * In the transaction in which it was learnt: those that wait can be run, at once or after the delay; those that run will not be suspended
   * over it. @returns what to do once that is committed; lost, the task is found by the reconciler
   */
  wake(tx: Queryable, wakes: readonly Wake[]): Promise<() => void>;
}

/** How the last attempt ended. */
export interface TaskFailure {
  /** Stable, snake_case. */
  readonly code: string;
  readonly message: string;
  /** Whether the same work may succeed later. */
  readonly retryable: boolean;
  readonly attempts: number;
}

/** An attempt under way: whoever acts for it outside (a paid call) proves by the lease that the task is still held. */
export interface TaskRun {
  readonly task: LeasedTask;
  /** What the handler says of waiting for a provider that nobody can use. */
  readonly mayWait: boolean;
  /** Aborted as soon as this process begins to stop, also while `context.signal` is held back by `whilePaying`. */
  readonly stopping: AbortSignal;
  /**
   * For work that is paid for and answered soon, with a time limit of its own: a shutdown lets it end, and gives the task back only then. A
   * lost lease and a cancellation end the attempt and free its place at once, and `work` goes on without it: it has to see to what it brings.
   * @throws what `work` throws; why the attempt was broken off; an error, without calling it, in a process that is being stopped
   */
  whilePaying<T>(work: () => Promise<T>): Promise<T>;
}

/** What a handler is given besides its task. */
export interface TaskContext {
  /** Aborted when the work is cancelled, its lease is lost or the process stops. */
  readonly signal: AbortSignal;
  readonly orgId: string;
  /** Names what this holder of the lease does, for ever: a process that was taken for dead writes nothing under a name of its successor. */
  readonly attemptId: string;
  /** Fresh folder of this attempt, removed afterwards. Absolute. */
  readonly workDir: string;
  readonly run: TaskRun;
}

/** Does one kind of task. Runs at least once; its result is recorded at most once (the lease is checked in the same transaction). */
export interface TaskHandler<P extends object> {
  readonly kind: string;
  /**
   * Recorded when an attempt begins, before any work (e.g. DraftingStarted); null: nothing to record.
   * When the aggregate refuses it (DomainError), the task ends quietly: the aggregate has moved on.
   */
  begin?(task: Task<P>): TaskDecision | null;
  /**
   * Whether the decision of `run` says as well that the work has begun: then `begin` is recorded only where that decision is not there a moment
   * later, and while the work goes on. For work that leaves nothing outside: it may be done although the aggregate has moved on. Default: no.
   */
  mayBeginLate?(task: Task<P>): boolean;
  /**
   * @returns what to tell the aggregate. @throws anything; an error with `retryable === false` is final, every other one is tried again
   * while attempts are left. `code` and `message` of the error reach `giveUp`. Must stop soon after `context.signal` is aborted.
   */
  run(task: Task<P>, context: TaskContext): Promise<TaskDecision>;
  /**
   * Whether this work waits for a provider that nobody can use at the moment (no credit, key rejected or missing, too many failures); the
   * default. Waiting uses up no attempt. False: it fails at once with `provider_unavailable`, so that somebody else can take its place.
   */
  mayWait?(task: Task<P>): boolean;
  /**
   * Recorded when an attempt has failed and another one will follow (e.g. "attempt 2 failed because …"); null: nothing to record.
   * When the aggregate refuses it (DomainError), the task ends quietly.
   */
  retrying?(task: Task<P>, failure: TaskFailure): TaskDecision | null;
  /** After the last attempt, or at once for an error with `retryable === false`. */
  giveUp(task: Task<P>, failure: TaskFailure): TaskDecision;
}
