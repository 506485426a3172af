import { type EventTransaction } from '#eventing';
import { type Database, logger, type Queryable } from '#platform';
import { BornTasks } from './born-tasks.js';
import { type TaskRequest, type TaskWakeups, type Wake } from './contracts/tasks.js';
import { type QueueName, QUEUE_NAMES } from './contracts/queue-name.js';
import { type Dispatcher } from './dispatch/dispatcher.js';
import { type ServedQueueSettings } from './dispatch/queue-work.js';
import { type Dispatch } from './dispatch/dispatch.js';
import { type RunningTasks } from './execution/running-tasks.js';
import { type TaskReconciler } from './maintenance/task-reconciler.js';
import { type DueTasks } from './maintenance/due-tasks.js';
import { type TaskTelemetry } from './task-telemetry.js';
import { restoreTasks } from './table/lost-tasks.js';
import { type CausedRequest, type Held, type TaskTable } from './table/task-table.js';
import { type DispatchQueue, type DispatchHealth } from './dispatch/dispatch-queue.js';
import { type WorkFolder, type WorkFolders } from './execution/work-folder.js';

/** What needs the FFmpeg of the `renderer` role; all other queues are the `worker` role's. */
const RENDERER_QUEUES: readonly QueueName[] = ['conform', 'render'];
/** After this long without a dispatch although tasks are due and announced, something in this process no longer listens. */
const STUCK_AFTER_MS = 30_000;
/** How long work that was broken off may take to end. */
const ABORT_MS = 10_000;
/** The longest that an answer to a paid request is waited for: adapters give up after 120 s, and may have had to connect before. */
const PAID_CALL_MS = 125_000;

const log = logger('tasks');

/** @returns the queues that a process with these roles takes tasks from. */
export function queuesOf(roles: ReadonlySet<string>): readonly QueueName[] {
  return QUEUE_NAMES.filter((queue) => roles.has(RENDERER_QUEUES.includes(queue) ? 'renderer' : 'worker'));
}

/**
 * @returns the longest that `TaskRuntime.stop` waits for what is under way, in milliseconds: whoever ends the process earlier may make it
 * pay twice. Nothing new is paid for while tasks may still end, so both times run together.
 */
export function stopLimitMs(roles: ReadonlySet<string>, drainMs: number): number {
  const queues = queuesOf(roles);
  if (queues.length === 0) return ABORT_MS;
  return Math.max(drainMs + ABORT_MS, queues.length > RENDERER_QUEUES.length ? PAID_CALL_MS : 0);
}

export interface TaskRuntimeParts {
  readonly database: Database;
  readonly table: TaskTable;
  readonly running: RunningTasks;
  readonly queue: DispatchQueue;
  readonly reconciling: DueTasks;
  /** Null without the scheduler role. */
  readonly reconciler: TaskReconciler | null;
  readonly folders: WorkFolders;
  readonly telemetry: TaskTelemetry;
  readonly aliveInstances: () => Promise<ReadonlySet<number>>;
  readonly dispatcher: Dispatcher;
  readonly queues: ReadonlyMap<QueueName, ServedQueueSettings>;
  readonly heartbeatMs: number;
  /** How long tasks may go on when the process stops, before they are given back. */
  readonly drainMs: number;
  /** Called once when this process no longer gets work that is there. */
  readonly onStuck: (queues: readonly QueueName[]) => void;
}

/** Starts and stops everything about tasks in this process, and keeps its leases alive. */
export class TaskRuntime implements TaskWakeups {
  readonly table: TaskTable;
  readonly running: RunningTasks;
  readonly queue: DispatchQueue;
  private readonly lastDispatchAt = new Map<QueueName, number>();
  private heartbeatTimer: NodeJS.Timeout | undefined;
  private watchdogTimer: NodeJS.Timeout | undefined;
  private stopped: Promise<void> | null = null;

  constructor(private readonly parts: TaskRuntimeParts) {
    this.table = parts.table;
    this.running = parts.running;
    this.queue = parts.queue;
  }

  /** Whether tasks that call providers are carried out here. */
  get callsProviders(): boolean {
    return this.parts.queues.has('remote');
  }

  health(): Promise<DispatchHealth> {
    return this.parts.queue.health();
  }

  /** Tells whoever can carry them out: this process, or another one. Best effort. */
  announce(dispatches: readonly Dispatch[]): void {
    this.parts.dispatcher.announce(dispatches);
  }

  /** For one transaction that stores tasks together with what they follow from. */
  bear(requests: readonly CausedRequest[]): BornTasks {
    return new BornTasks(requests, this.parts);
  }

  async wake(tx: Queryable, wakes: readonly Wake[]): Promise<() => void> {
    const dispatches = await this.table.wake(tx, wakes);
    return () => this.announce(dispatches);
  }

  /** A folder below the work folder, for a request that has no task yet. Remove it when the request is over. */
  openFolder(): WorkFolder {
    return this.parts.folders.openOther();
  }

  /** @returns those of the subjects for which nothing is being done or going to be: all their tasks have ended. */
  idle(subjectIds: readonly string[]): Promise<ReadonlySet<string>> {
    return this.parts.reconciling.idleSubjects(subjectIds);
  }

  /**
   * Has tasks done that are gone, or ended without a result at least `endedForMs` ago. Twice is safe.
   * @param tx what they are asked for in; none: a transaction of its own. @returns how many
   */
  async restore(requests: readonly TaskRequest[], endedForMs: number, tx: EventTransaction | null = null): Promise<number> {
    const dispatches = await restoreTasks(tx ?? this.parts.database, requests, endedForMs);
    if (tx) tx.afterCommit(() => this.announce(dispatches));
    else this.announce(dispatches);
    return dispatches.length;
  }

  start(): void {
    const { queues, dispatcher, reconciler, heartbeatMs } = this.parts;
    const places = new Map([...queues].map(([queue, { concurrency }]) => [queue, concurrency]));
    this.parts.telemetry.start(places, (queue) => this.running.sizeOf(queue));
    for (const [queue, settings] of queues) {
      this.lastDispatchAt.set(queue, Date.now());
      dispatcher.serve(queue, settings);
    }
    reconciler?.start();
    if (queues.size === 0) return;
    this.heartbeatTimer = setInterval(() => void this.heartbeat(), heartbeatMs).unref();
    this.watchdogTimer = setInterval(() => void Promise.all([this.watch(), this.removeOrphans()]), STUCK_AFTER_MS / 3).unref();
    void this.removeOrphans();
  }

  /**
   * Takes nothing more, and lets go on what ends within the drain time. Then gives back what is not just ending, so that another process
   * can take it at once; what is being paid for follows when its answer is recorded. Safe to call twice.
   */
  stop(): Promise<void> {
    this.stopped ??= this.shutDown();
    return this.stopped;
  }

  /** To be told of each task that is about to be tried. */
  noteDispatch(queue: QueueName): void {
    this.lastDispatchAt.set(queue, Date.now());
  }

  /** One round: prolongs the leases held here, breaks off work that is no longer ours. */
  async heartbeat(): Promise<void> {
    const held = this.running.held();
    try {
      this.running.interruptLost(held, await this.table.heartbeat(held));
    } catch (error) {
      log.warn({ err: error, tasks: held.length }, 'leases could not be prolonged');
    }
  }

  private async shutDown(): Promise<void> {
    clearInterval(this.watchdogTimer);
    const { queue, dispatcher, reconciler } = this.parts;
    this.running.beginStop();
    const paidBy = Date.now() + PAID_CALL_MS;
    await Promise.all([reconciler?.stop(), dispatcher.stopTaking()]);
    // Nothing is being done of what was claimed ahead: others may take it at once.
    await this.giveBack(dispatcher.dropAhead().map(({ task }) => task));
    await this.running.whenEmpty(this.parts.drainMs);
    await this.giveBack(this.running.interruptAll());
    await this.running.whenPaid(Math.max(0, paidBy - Date.now()));
    const isEmpty = await this.running.whenEmpty(ABORT_MS);
    clearInterval(this.heartbeatTimer);
    if (!isEmpty) log.warn({ tasks: this.running.size }, 'some work did not end in time');
    await queue.close(!isEmpty);
    this.parts.telemetry.stop();
  }

  private async giveBack(held: readonly Held[]): Promise<void> {
    try {
      const dispatches = await this.table.giveBack(held);
      this.parts.dispatcher.announce(dispatches);
      if (dispatches.length === 0) return;
      this.parts.telemetry.givenBack(dispatches.length);
      log.info({ tasks: dispatches.length }, 'tasks are given back');
    } catch (error) {
      log.warn({ err: error, tasks: held.length }, 'tasks could not be given back; they are taken over when this process is gone');
    }
  }

  private async watch(): Promise<void> {
    const silentSince = Date.now() - STUCK_AFTER_MS;
    const busy = this.running.busyQueues();
    const silent = [...this.lastDispatchAt].filter(([queue, at]) => at < silentSince && !busy.has(queue)).map(([queue]) => queue);
    if (silent.length === 0) return;
    try {
      if (!(await this.parts.queue.health()).isUp) return;
      const neglected = await this.parts.reconciling.neglectedQueues(STUCK_AFTER_MS);
      const stuck = silent.filter((queue) => neglected.has(queue));
      if (stuck.length > 0) this.parts.onStuck(stuck);
    } catch (error) {
      log.warn({ err: error }, 'the watchdog could not look');
    }
  }

  private async removeOrphans(): Promise<void> {
    try {
      await this.parts.folders.removeOrphans(await this.parts.aliveInstances());
    } catch (error) {
      log.warn({ err: error }, 'folders of dead processes could not be removed');
    }
  }
}
