import { setTimeout as sleep } from 'node:timers/promises';
import { Fenced, type Fence, UnknownEvent, type UnitOfWork } from '#eventing';
import { DomainError } from '#eventing/domain';
import { logger } from '#platform';
import { type LeasedTask, type TaskDecision, type TaskFailure, type TaskHandler } from '../contracts/tasks.js';
import { type Dispatch, dispatchOf } from '../dispatch/dispatch.js';
import { failFence, heldFence } from '../table/task-fences.js';
import { type TaskTable } from '../table/task-table.js';
import { type TaskOutcome } from '../task-telemetry.js';
import { backoffMs } from './backoff.js';
import { failureOf, retryAdviceOf } from './failure.js';
import { type Running } from './running-tasks.js';
import { Suspended } from './suspended.js';

/** A result that cannot be recorded (Postgres is restarting) is worth waiting for; the lease ends the wait. */
const RECORD_RETRY_MS = 500;
/** A kind that no handler of this process knows, as during a roll-out, waits for a process that does. */
const UNKNOWN_KIND_DELAY_MS = 10_000;
/** What a newer release has recorded more of is left to it: one of its processes is likely to be next. */
const NEWER_RELEASE_DELAY_MS = 2_000;
/** Subjects that are remembered as the newer release's; with more of them some work may be done in vain. */
const MAX_LEFT = 10_000;
/** No news makes this process know it. */
export const WHATEVER_NEWS = new Date('9999-01-01T00:00:00Z');

const log = logger('tasks');

export interface AttemptEndsParts {
  readonly table: TaskTable;
  readonly unitOfWork: Pick<UnitOfWork, 'decide'>;
  readonly announce: (dispatches: readonly Dispatch[]) => void;
  readonly retryBaseMs: number;
}

/** How an attempt ends: recorded, given up, retried later, waiting, or somebody else's. */
export class AttemptEnds {
  private readonly leftToNewer = new Set<string>();

  constructor(private readonly parts: AttemptEndsParts) {}

  isLeftToNewer({ subjectId }: LeasedTask): boolean {
    return this.leftToNewer.has(subjectId);
  }

  /** The work waits for somebody else: it gives up its place and its lease, and is run again from its start when there is news. */
  async suspend(task: LeasedTask, { delayMs, seenAt, reason }: Suspended): Promise<TaskOutcome> {
    const waitMs = await this.parts.table.suspend(task, delayMs, seenAt);
    if (waitMs === null) return this.logged(task, 'fenced', {});
    this.parts.announce([dispatchOf(task.taskId, task.queue, task.lease, waitMs)]);
    return this.logged(task, 'waiting', { reason, waitMs });
  }

  async fail(running: Running, handler: TaskHandler<object>, error: unknown): Promise<TaskOutcome> {
    const { task } = running;
    const failure = failureOf(error, task.attempt);
    const failures = task.attempt - task.crashes;
    const { maxRetries, retryAfterMs } = retryAdviceOf(error);
    if (!failure.retryable || failures >= Math.min(task.maxAttempts, maxRetries + 1)) return this.giveUp(running, handler, failure, error);
    const note = handler.retrying?.(task, failure) ?? null;
    const refused = note && (await this.record(running, note, heldFence(task), false));
    if (refused) return refused;
    const delayMs = Math.max(retryAfterMs, backoffMs(failures, this.parts.retryBaseMs, Math.random()));
    if (!(await this.parts.table.retryLater(task, delayMs, failure))) return this.logged(task, 'fenced', {});
    this.parts.announce([dispatchOf(task.taskId, task.queue, task.lease, delayMs)]);
    return this.logged(task, 'retried', { code: failure.code, err: error, retryInMs: delayMs });
  }

  async giveUp(running: Running, handler: TaskHandler<object>, failure: TaskFailure, error?: unknown): Promise<TaskOutcome> {
    const { task } = running;
    const refused = await this.record(running, handler.giveUp(task, failure), failFence(task), true);
    return refused ?? this.logged(task, 'failed', { code: failure.code, reason: failure.message, err: error });
  }

  /**
   * Tells the aggregate, if the task is still ours.
   * @returns null when it is recorded, else how the task ended instead. @throws what the database says, once the lease is over.
   */
  async record(running: Running, decision: TaskDecision, fence: Fence, isEnd: boolean): Promise<TaskOutcome | null> {
    const { task } = running;
    const context = { orgId: task.orgId, correlationId: task.correlationId, causationId: task.taskId, actor: `task:${task.taskId}` };
    running.isEnding = isEnd;
    for (;;) {
      try {
        if (running.interruption) return this.logged(task, running.interruption, {});
        if (decision.record) await decision.record(context, fence);
        else await this.parts.unitOfWork.decide(decision.aggregate, decision.id, decision.command, context, fence);
        return null;
      } catch (error) {
        if (error instanceof Fenced) return this.logged(task, 'fenced', {});
        if (error instanceof UnknownEvent) return this.leaveToNewer(task);
        if (error instanceof DomainError) {
          await this.parts.table.endQuietly(task, { code: error.code, message: error.message });
          return this.logged(task, 'cancelled', { code: error.code, reason: error.message });
        }
        if (!isEnd) throw error;
        // From here on it may be given back again: the wait can be long.
        running.isEnding = false;
        log.warn({ ...idsOf(task), err: error }, 'a result could not be recorded yet');
        await sleep(RECORD_RETRY_MS, undefined, { signal: running.signal }).catch(() => undefined);
        running.isEnding = running.interruption === null;
      }
    }
  }

  /** Nothing was tried, so no attempt is used up: the first real failure may still be followed by a retry. */
  waitForHandler(task: LeasedTask): Promise<TaskOutcome> {
    return this.suspend(task, new Suspended(UNKNOWN_KIND_DELAY_MS, WHATEVER_NEWS, `no handler for ${task.kind}`));
  }

  /**
   * This process can decide nothing of the subject any more, so it does none of its work again. That uses up no attempt: what was paid for is
   * found again by the attempt's number.
   */
  leaveToNewer(task: LeasedTask): Promise<TaskOutcome> {
    if (this.leftToNewer.size >= MAX_LEFT) this.leftToNewer.clear();
    this.leftToNewer.add(task.subjectId);
    return this.suspend(task, new Suspended(NEWER_RELEASE_DELAY_MS, WHATEVER_NEWS, `a newer release works on ${task.subjectId}`));
  }

  /** The one line about an attempt: which task, for what, which try, what next. */
  logged(task: LeasedTask, outcome: TaskOutcome, more: object): TaskOutcome {
    const level = outcome === 'failed' ? 'error' : outcome === 'retried' || outcome === 'fenced' || outcome === 'lost' ? 'warn' : 'debug';
    if (log.isLevelEnabled(level)) log[level]({ ...idsOf(task), outcome, ...more }, `task ${task.kind} ${outcome}`);
    return outcome;
  }
}

export const idsOf = (task: LeasedTask) => ({
  taskId: task.taskId,
  kind: task.kind,
  queue: task.queue,
  orgId: task.orgId,
  subjectId: task.subjectId,
  correlationId: task.correlationId,
  attempt: task.attempt,
  lease: task.lease,
});
