import { setTimeout as sleep } from 'node:timers/promises';
import { Fenced, type Fence, UnknownEvent, type UnitOfWork } from '#eventing';
import { DomainError } from '#eventing/domain';
import { logger, withLateSpan, withSpan } from '#platform';
import { type Hindrances } from '../contracts/hindrances.js';
import { type TaskContext, type TaskDecision, type TaskFailure, type TaskHandler } from '../contracts/tasks.js';
import { backoffMs } from './backoff.js';
import { CrashSuspects, MAX_CRASHES, SUSPECTED_FROM } from './crash-suspects.js';
import { failureOf, retryAdviceOf } from './failure.js';
import { LateBeginning } from './late-beginning.js';
import { type LeasedTask } from '../contracts/tasks.js';
import { type Dispatch, dispatchOf } from '../dispatch/dispatch.js';
import { type ProcessorShares, type Share } from './processor-shares.js';
import { type Running, type RunningTasks } from './running-tasks.js';
import { completeFence, failFence, heldFence } from '../table/task-fences.js';
import { Suspended } from './suspended.js';
import { type TaskHandlers } from './task-handlers.js';
import { type FairClaim, type FairClaims } from '../table/fair-claims.js';
import { type NextClaimed } from '../dispatch/queue-work.js';
import { type TaskTable } from '../table/task-table.js';
import { type TaskOutcome, type TaskTelemetry } from '../task-telemetry.js';
import { type WorkFolder, type WorkFolders } from './work-folder.js';

/** A result that cannot be recorded (Postgres is restarting) is worth waiting for; the lease ends the wait. */
const RECORD_RETRY_MS = 500;
/** A kind that no handler of this process knows, as during a roll-out, waits for a process that does. */
const UNKNOWN_KIND_DELAY_MS = 10_000;
/** What a newer release has recorded more of is left to it: one of its processes is likely to be next. */
const NEWER_RELEASE_DELAY_MS = 2_000;
/** Subjects that are remembered as the newer release's; with more of them some work may be done in vain. */
const MAX_LEFT = 10_000;
/** No news makes this process know it. */
const WHATEVER_NEWS = new Date('9999-01-01T00:00:00Z');

const HINDERED_WAIT_MS = 15_000;
/** Most work is done by then. */
const SUSPECT_WAIT_MS = 500;

const log = logger('tasks');

export interface TaskRunnerParts {
  readonly table: TaskTable;
  readonly fairClaims: FairClaims;
  readonly hindrances: Pick<Hindrances, 'of'>;
  readonly handlers: TaskHandlers;
  readonly running: RunningTasks;
  readonly unitOfWork: Pick<UnitOfWork, 'decide'>;
  readonly announce: (dispatches: readonly Dispatch[]) => void;
  readonly folders: WorkFolders;
  readonly telemetry: TaskTelemetry;
  readonly shares: ProcessorShares;
  readonly retryBaseMs: number;
}

/** Carries out attempts at tasks: claim, begin, run, record. */
export class TaskRunner {
  private readonly table: TaskTable;
  private readonly running: RunningTasks;
  private readonly leftToNewer = new Set<string>();
  private readonly suspects = new CrashSuspects();
  /** What came of beginning those that wait for a place; null: they may go on. */
  private readonly begun = new WeakMap<Running, Promise<TaskOutcome | null>>();

  constructor(private readonly parts: TaskRunnerParts) {
    this.table = parts.table;
    this.running = parts.running;
  }

  /** @returns null when that task is not to be had: unknown, finished, not yet due, or somebody else's. Never rejects. */
  async claimThis(taskId: string): Promise<Running | null> {
    try {
      const claimed = await this.running.claim(async () => {
        const task = await this.table.claim(taskId);
        return task ? [task] : [];
      });
      return claimed[0] ?? null;
    } catch (error) {
      // The dispatch is lost, the task is not: the reconciler sends another one.
      log.warn({ taskId, err: error }, 'a task could not be claimed; it stays runnable');
      return null;
    }
  }

  /** Those tasks of a queue whose turn it is. @throws what the database says. */
  async claimNext(wanted: FairClaim): Promise<NextClaimed> {
    let isMore = false;
    const taken = await this.running.claim(async () => {
      const claimed = await this.parts.fairClaims.claim(wanted);
      ({ isMore } = claimed);
      return claimed.tasks;
    });
    return { taken, isMore };
  }

  /**
   * One attempt, from begin to record. Never rejects.
   * @param worked called when the work itself is done and only has to be recorded.
   */
  carryOut(running: Running, worked: () => void): Promise<TaskOutcome> {
    return running.interruption === 'shutdown' ? this.decline(running) : this.tryOnce(running, worked);
  }

  /** Has it recorded that the work begins, while it waits for a place: no place waits for the disk then. `carryOut` says what came of it. */
  beginAhead(running: Running): void {
    const { task } = running;
    const handler = this.parts.handlers.find(task.kind);
    // What may be the end of its process begins when it is alone.
    if (!handler?.begin || task.crashes >= SUSPECTED_FROM || this.leftToNewer.has(task.subjectId)) return;
    if (handler.mayBeginLate?.(task)) return;
    const begin = (): Promise<TaskOutcome | null> => this.begin(running, handler);
    const begun = withLateSpan(`begin ${task.kind}`, { parent: task.traceparent }, begin, () => null);
    begun.catch(() => undefined);
    this.begun.set(running, begun);
  }

  drop(running: Running): void {
    this.running.finish(running);
  }

  giveBack(held: readonly Running[]): void {
    for (const running of held) this.drop(running);
    void this.returnLeases(held.map(({ task }) => task));
  }

  private async tryOnce(running: Running, worked: () => void): Promise<TaskOutcome> {
    const claimed = running.task;
    const startedAt = performance.now();
    const { folders, telemetry, shares } = this.parts;
    const folder = folders.open(claimed.taskId, claimed.lease);
    const share = shares.begin(claimed.orgId, claimed.queue);
    try {
      const attributes = {
        'kadr.task.id': claimed.taskId,
        'kadr.task.kind': claimed.kind,
        'kadr.task.attempt': claimed.attempt,
        'kadr.org.id': claimed.orgId,
      };
      const settings = { attributes, parent: claimed.traceparent };
      const attempt = async (): Promise<TaskOutcome> => {
        const outcome = await this.work(running, folder, share, worked);
        if (outcome === 'shutdown' && running.isLeaving) await this.returnLeases([claimed]);
        telemetry.ended(claimed, outcome, performance.now() - startedAt);
        return outcome;
      };
      const said = (outcome: TaskOutcome) => ({ 'kadr.task.outcome': outcome });
      // It has waited before, as for a provider that is asked every few seconds: that there is still nothing is no news.
      if (claimed.lease > claimed.attempt)
        return await withLateSpan(`task ${claimed.kind}`, settings, attempt, (outcome) => (outcome === 'waiting' ? null : said(outcome)));
      return await withSpan(`task ${claimed.kind}`, settings, async (span) => {
        const outcome = await attempt();
        span.setAttributes(said(outcome));
        return outcome;
      });
    } catch (error) {
      // Neither the result nor the failure could be recorded. The lease runs out and somebody tries again.
      log.error({ ...idsOf(claimed), err: error }, 'a task could not be ended; its lease will run out');
      telemetry.ended(claimed, 'unrecorded', performance.now() - startedAt);
      return 'unrecorded';
    } finally {
      share.end();
      this.suspects.leave(claimed);
      this.running.finish(running);
      const removed = this.remove(folder, running);
      // Its place is not kept for what goes on without it.
      if (running.payments.size === 0) await removed;
    }
  }

  /** What is still being paid for may be read from it. Never rejects. */
  private async remove(folder: WorkFolder, running: Running): Promise<void> {
    await this.running.paid(running);
    await folder
      .remove()
      .catch((error: unknown) => log.warn({ taskId: running.task.taskId, err: error }, 'a work folder could not be removed'));
  }

  /** The lease came while this process was being stopped: what it held was given back before. */
  private async decline(running: Running): Promise<TaskOutcome> {
    try {
      await this.returnLeases([running.task]);
    } finally {
      this.running.finish(running);
    }
    return this.logged(running.task, 'shutdown', {});
  }

  private async returnLeases(tasks: readonly LeasedTask[]): Promise<void> {
    try {
      this.parts.announce(await this.table.giveBack(tasks));
    } catch (error) {
      for (const task of tasks)
        log.warn({ ...idsOf(task), err: error }, 'a task could not be given back; it is taken over when this process is gone');
    }
  }

  private async work(running: Running, folder: WorkFolder, share: Share, worked: () => void): Promise<TaskOutcome> {
    const { task } = running;
    const handler = this.parts.handlers.find(task.kind);
    if (!handler) return this.waitForHandler(task);
    if (this.leftToNewer.has(task.subjectId)) return this.leaveToNewer(task);
    if (task.crashes >= MAX_CRASHES) {
      const message = `the process ended ${task.crashes} times during this work`;
      return this.giveUp(running, handler, { code: 'attempts_exhausted', message, retryable: true, attempts: task.attempt - 1 });
    }
    let late: LateBeginning | null = null;
    try {
      if (!this.suspects.enter(task))
        throw new Suspended(SUSPECT_WAIT_MS, WHATEVER_NEWS, 'for another one that has lost its process often');
      if (!this.begun.has(running) && task.crashes < SUSPECTED_FROM && handler.mayBeginLate?.(task))
        late = await this.beginLate(running, handler);
      const refused = late === null ? await (this.begun.get(running) ?? this.begin(running, handler)) : null;
      if (refused) return refused;
      running.throwIfInterrupted();
      const context = this.contextOf(running, folder, handler);
      const result = await share.within(() => handler.run(task, context));
      worked();
      const refusedLate = await late?.over();
      if (refusedLate) return refusedLate;
      return (await this.record(running, result, completeFence(task), true)) ?? this.logged(task, 'done', {});
    } catch (error) {
      const interruption = running.interruption ?? (running.isLeaving ? 'shutdown' : null);
      if (interruption) return (await late?.over()) ?? this.logged(task, interruption, {});
      if (error instanceof UnknownEvent) {
        await late?.over();
        return this.leaveToNewer(task);
      }
      if (error instanceof Suspended) worked();
      const refused = await late?.told();
      if (refused) return refused;
      return error instanceof Suspended ? this.suspend(task, error) : this.fail(running, handler, error);
    }
  }

  /** @returns null when the work may go on, else how the task ended. @throws Suspended, what the database says */
  private async begin(running: Running, handler: TaskHandler<object>): Promise<TaskOutcome | null> {
    const { task } = running;
    await this.throwIfHindered(task);
    const beginning = handler.begin?.(task) ?? null;
    return beginning && this.record(running, beginning, heldFence(task), false);
  }

  /** As `begin`, with nothing recorded yet. @throws Suspended */
  private async beginLate(running: Running, handler: TaskHandler<object>): Promise<LateBeginning | null> {
    const { task } = running;
    await this.throwIfHindered(task);
    const beginning = handler.begin?.(task) ?? null;
    if (!beginning) return null;
    const record = (): Promise<TaskOutcome | null> => this.record(running, beginning, heldFence(task), false);
    return new LateBeginning(record, (outcome) => running.interrupt(outcome === 'cancelled' ? 'cancelled' : 'lost'));
  }

  /** @throws Suspended */
  private async throwIfHindered({ queue }: LeasedTask): Promise<void> {
    const hindrance = await this.parts.hindrances.of(queue);
    if (hindrance !== null) throw new Suspended(HINDERED_WAIT_MS, new Date(), hindrance);
  }

  /** The work waits for somebody else: it gives up its place and its lease, and is run again from its start when there is news. */
  private async suspend(task: LeasedTask, { delayMs, seenAt, reason }: Suspended): Promise<TaskOutcome> {
    const waitMs = await this.table.suspend(task, delayMs, seenAt);
    if (waitMs === null) return this.logged(task, 'fenced', {});
    this.parts.announce([dispatchOf(task.taskId, task.queue, task.lease, waitMs)]);
    return this.logged(task, 'waiting', { reason, waitMs });
  }

  private async fail(running: Running, handler: TaskHandler<object>, error: unknown): Promise<TaskOutcome> {
    const { task } = running;
    const failure = failureOf(error, task.attempt);
    const failures = task.attempt - task.crashes;
    const { maxRetries, retryAfterMs } = retryAdviceOf(error);
    if (!failure.retryable || failures >= Math.min(task.maxAttempts, maxRetries + 1)) return this.giveUp(running, handler, failure, error);
    const note = handler.retrying?.(task, failure) ?? null;
    const refused = note && (await this.record(running, note, heldFence(task), false));
    if (refused) return refused;
    const delayMs = Math.max(retryAfterMs, backoffMs(failures, this.parts.retryBaseMs, Math.random()));
    if (!(await this.table.retryLater(task, delayMs, failure))) return this.logged(task, 'fenced', {});
    this.parts.announce([dispatchOf(task.taskId, task.queue, task.lease, delayMs)]);
    return this.logged(task, 'retried', { code: failure.code, err: error, retryInMs: delayMs });
  }

  private async giveUp(running: Running, handler: TaskHandler<object>, failure: TaskFailure, error?: unknown): Promise<TaskOutcome> {
    const { task } = running;
    const refused = await this.record(running, handler.giveUp(task, failure), failFence(task), true);
    return refused ?? this.logged(task, 'failed', { code: failure.code, reason: failure.message, err: error });
  }

  /**
   * Tells the aggregate, if the task is still ours.
   * @returns null when it is recorded, else how the task ended instead. @throws what the database says, once the lease is over.
   */
  private async record(running: Running, decision: TaskDecision, fence: Fence, isEnd: boolean): Promise<TaskOutcome | null> {
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
          await this.table.endQuietly(task, { code: error.code, message: error.message });
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

  private contextOf(running: Running, folder: WorkFolder, handler: TaskHandler<object>): TaskContext {
    const { task } = running;
    return {
      get signal() {
        return running.signal;
      },
      orgId: task.orgId,
      attemptId: `${task.taskId}-${task.lease}`,
      run: {
        task,
        mayWait: handler.mayWait?.(task) ?? true,
        stopping: this.running.stopping,
        whilePaying: (work) => this.running.whilePaying(running, work),
      },
      get workDir() {
        return folder.path;
      },
    };
  }

  /** Nothing was tried, so no attempt is used up: the first real failure may still be followed by a retry. */
  private waitForHandler(task: LeasedTask): Promise<TaskOutcome> {
    return this.suspend(task, new Suspended(UNKNOWN_KIND_DELAY_MS, WHATEVER_NEWS, `no handler for ${task.kind}`));
  }

  /**
   * This process can decide nothing of the subject any more, so it does none of its work again. That uses up no attempt: what was paid for is
   * found again by the attempt's number.
   */
  private leaveToNewer(task: LeasedTask): Promise<TaskOutcome> {
    if (this.leftToNewer.size >= MAX_LEFT) this.leftToNewer.clear();
    this.leftToNewer.add(task.subjectId);
    return this.suspend(task, new Suspended(NEWER_RELEASE_DELAY_MS, WHATEVER_NEWS, `a newer release works on ${task.subjectId}`));
  }

  /** The one line about an attempt: which task, for what, which try, what next. */
  private logged(task: LeasedTask, outcome: TaskOutcome, more: object): TaskOutcome {
    const level = outcome === 'failed' ? 'error' : outcome === 'retried' || outcome === 'fenced' || outcome === 'lost' ? 'warn' : 'debug';
    if (log.isLevelEnabled(level)) log[level]({ ...idsOf(task), outcome, ...more }, `task ${task.kind} ${outcome}`);
    return outcome;
  }
}

const idsOf = (task: LeasedTask) => ({
  taskId: task.taskId,
  kind: task.kind,
  queue: task.queue,
  orgId: task.orgId,
  subjectId: task.subjectId,
  correlationId: task.correlationId,
  attempt: task.attempt,
  lease: task.lease,
});
