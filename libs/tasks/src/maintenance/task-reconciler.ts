import { logger, PeriodicLeader, type SessionLocks } from '#platform';
import { type Dispatch } from '../dispatch/dispatch.js';
import { type DueTasks } from './due-tasks.js';
import { type TaskRetention } from './task-retention.js';
import { type TaskTelemetry } from '../task-telemetry.js';

/** Stored nowhere, but shared by all processes of an installation, also those of an older release. */
const DUTY = 'integrations.task-reconciler';
/** What ended weeks ago may stay an hour longer. */
const RETENTION_INTERVAL_MS = 60 * 60_000;
/** As often as metrics are read. */
const MEASURE_INTERVAL_MS = 15_000;
const log = logger('tasks');

/** Drives on what has stopped: one process does it at a time, another takes over when it goes. */
export class TaskReconciler {
  private forgottenAt = 0;
  private measuredAt = 0;
  private readonly leader: PeriodicLeader;

  constructor(
    private readonly locks: SessionLocks,
    private readonly dueTasks: DueTasks,
    private readonly retention: TaskRetention,
    private readonly announce: (dispatches: readonly Dispatch[]) => void,
    private readonly telemetry: TaskTelemetry,
    intervalMs: number,
  ) {
    const whenNotLeader = (): void => {
      this.measuredAt = 0;
      this.telemetry.setDemand([]);
    };
    this.leader = new PeriodicLeader({ name: DUTY, intervalMs, run: () => this.reconcile(), whenNotLeader }, locks);
  }

  /** The first look is taken at once: after a crash this is what resumes the work. */
  start(): void {
    this.leader.start();
  }

  stop(): Promise<void> {
    return this.leader.stop();
  }

  private async reconcile(): Promise<void> {
    const alive = new Set(await this.locks.aliveInstances()).add(this.locks.instance);
    const taken = await this.dueTasks.reclaim(alive);
    if (taken.length > 0) {
      this.telemetry.reclaimed(taken.length);
      log.warn({ tasks: taken.length }, 'tasks of processes that are gone will run again');
    }
    const forgotten = await this.dueTasks.findForgotten();
    if (forgotten.length > 0) {
      this.telemetry.announcedAgain(forgotten.length);
      log.info({ tasks: forgotten.length }, 'tasks are announced again');
    }
    this.announce([...taken, ...forgotten]);
    await this.measure();
    await this.forgetOld();
  }

  private async measure(): Promise<void> {
    if (Date.now() - this.measuredAt < MEASURE_INTERVAL_MS) return;
    this.measuredAt = Date.now();
    this.telemetry.setDemand(await this.dueTasks.demand());
  }

  private async forgetOld(): Promise<void> {
    if (Date.now() - this.forgottenAt < RETENTION_INTERVAL_MS) return;
    this.forgottenAt = Date.now();
    const tasks = await this.retention.sweep();
    if (tasks > 0) log.info({ tasks }, 'tasks that ended long ago are forgotten');
  }
}
