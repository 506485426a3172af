import { type LockHandle, logger, type SessionLocks } from '#platform';
import { type Dispatch } from '../dispatch/dispatch.js';
import { type DueTasks } from './due-tasks.js';
import { type TaskRetention } from './task-retention.js';
import { type TaskTelemetry } from '../task-telemetry.js';

const LOCK = 'integrations.task-reconciler';
/** What ended weeks ago may stay an hour longer. */
const RETENTION_INTERVAL_MS = 60 * 60_000;
const log = logger('tasks');

/** Drives on what has stopped: one process does it at a time, another takes over when it goes. */
export class TaskReconciler {
  private forgottenAt = 0;
  private lock: LockHandle | null = null;
  private timer: NodeJS.Timeout | undefined;
  private tick: Promise<void> = Promise.resolve();

  constructor(
    private readonly locks: SessionLocks,
    private readonly reconciling: DueTasks,
    private readonly retention: TaskRetention,
    private readonly announce: (dispatches: readonly Dispatch[]) => void,
    private readonly telemetry: TaskTelemetry,
    private readonly intervalMs: number,
  ) {}

  /** The first look is taken at once: after a crash this is what resumes the work. */
  start(): void {
    const next = (): void => {
      this.tick = this.reconcile().catch((error: unknown) => log.warn({ err: error }, 'tasks could not be reconciled'));
      void this.tick.then(() => {
        if (this.timer) this.timer = setTimeout(next, this.intervalMs);
      });
    };
    this.timer = setTimeout(next, 0);
  }

  async stop(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.tick;
    await this.lock?.release();
    this.lock = null;
  }

  /** One look. Does nothing while another process has the lock. */
  async reconcile(): Promise<void> {
    if (!this.lock?.held) this.lock = await this.locks.tryAcquire(LOCK);
    if (!this.lock) {
      this.telemetry.setDepths([]);
      return;
    }
    const alive = new Set(await this.locks.aliveInstances()).add(this.locks.instance);
    const taken = await this.reconciling.reclaim(alive);
    if (taken.length > 0) log.warn({ tasks: taken.length }, 'tasks of processes that are gone will run again');
    const forgotten = await this.reconciling.findForgotten();
    if (forgotten.length > 0) log.info({ tasks: forgotten.length }, 'tasks are announced again');
    this.announce([...taken, ...forgotten]);
    this.telemetry.setDepths(await this.reconciling.depths());
    await this.forgetOld();
  }

  private async forgetOld(): Promise<void> {
    if (Date.now() - this.forgottenAt < RETENTION_INTERVAL_MS) return;
    this.forgottenAt = Date.now();
    const tasks = await this.retention.sweep();
    if (tasks > 0) log.info({ tasks }, 'tasks that ended long ago are forgotten');
  }
}
