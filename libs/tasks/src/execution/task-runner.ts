import { UnknownEvent } from '#eventing';
import { logger, withLateSpan, withSpan } from '#platform';
import { type LeasedTask, type TaskContext, type TaskHandler } from '../contracts/tasks.js';
import { type NextClaimed } from '../dispatch/queue-work.js';
import { type FairClaim, type FairClaims } from '../table/fair-claims.js';
import { completeFence } from '../table/task-fences.js';
import { type TaskTable } from '../table/task-table.js';
import { type TaskOutcome, type TaskTelemetry } from '../task-telemetry.js';
import { AttemptEnds, type AttemptEndsParts, idsOf, WHATEVER_NEWS } from './attempt-ends.js';
import { Beginnings, type BeginningsParts } from './beginnings.js';
import { CrashSuspects, MAX_CRASHES } from './crash-suspects.js';
import { type LateBeginning } from './late-beginning.js';
import { type ProcessorShares, type Share } from './processor-shares.js';
import { type Running, type RunningTasks } from './running-tasks.js';
import { Suspended } from './suspended.js';
import { type WorkFolder, type WorkFolders } from './work-folder.js';

/** Most work is done by then. */
const SUSPECT_WAIT_MS = 500;

const log = logger('tasks');

export interface TaskRunnerParts extends AttemptEndsParts, BeginningsParts {
  readonly fairClaims: FairClaims;
  readonly running: RunningTasks;
  readonly folders: WorkFolders;
  readonly telemetry: TaskTelemetry;
  readonly shares: ProcessorShares;
}

/** Carries out attempts at tasks: claim, begin, run, record. */
export class TaskRunner {
  private readonly table: TaskTable;
  private readonly running: RunningTasks;
  private readonly suspects = new CrashSuspects();
  private readonly ends: AttemptEnds;
  private readonly beginnings: Beginnings;

  constructor(private readonly parts: TaskRunnerParts) {
    this.table = parts.table;
    this.running = parts.running;
    this.ends = new AttemptEnds(parts);
    this.beginnings = new Beginnings(parts, this.ends);
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

  /** While it waits for a place. */
  beginAhead(running: Running): void {
    this.beginnings.ahead(running);
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
    return this.ends.logged(running.task, 'shutdown', {});
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
    if (!handler) return this.ends.waitForHandler(task);
    if (this.ends.isLeftToNewer(task)) return this.ends.leaveToNewer(task);
    if (task.crashes >= MAX_CRASHES) {
      const message = `the process ended ${task.crashes} times during this work`;
      return this.ends.giveUp(running, handler, { code: 'attempts_exhausted', message, retryable: true, attempts: task.attempt - 1 });
    }
    let late: LateBeginning | null = null;
    try {
      if (!this.suspects.enter(task))
        throw new Suspended(SUSPECT_WAIT_MS, WHATEVER_NEWS, 'for another one that has lost its process often');
      late = await this.beginnings.late(running, handler);
      const refused = late === null ? await this.beginnings.now(running, handler) : null;
      if (refused) return refused;
      running.throwIfInterrupted();
      const context = this.contextOf(running, folder, handler);
      const result = await share.within(() => handler.run(task, context));
      worked();
      const refusedLate = await late?.over();
      if (refusedLate) return refusedLate;
      return (await this.ends.record(running, result, completeFence(task), true)) ?? this.ends.logged(task, 'done', {});
    } catch (error) {
      const interruption = running.interruption ?? (running.isLeaving ? 'shutdown' : null);
      if (interruption) return (await late?.over()) ?? this.ends.logged(task, interruption, {});
      if (error instanceof UnknownEvent) {
        await late?.over();
        return this.ends.leaveToNewer(task);
      }
      if (error instanceof Suspended) worked();
      const refused = await late?.told();
      if (refused) return refused;
      return error instanceof Suspended ? this.ends.suspend(task, error) : this.ends.fail(running, handler, error);
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
}
