import { type UnitOfWork } from '#eventing';
import { type Database, DiskSpace, type SessionLocks } from '#platform';
import { HEAVY_QUEUES, type TasksConfig } from './tasks.config.js';
import { type QueueName } from './contracts/queue-name.js';
import { NO_SURROUNDINGS, type Surroundings } from './contracts/surroundings.js';
import { type Hindrance, Hindrances } from './contracts/hindrances.js';
import { Dispatcher } from './dispatch/dispatcher.js';
import { type Dispatch } from './dispatch/dispatch.js';
import { BullmqDispatchQueue } from './dispatch/bullmq-dispatch-queue.js';
import { ProcessorShares } from './execution/processor-shares.js';
import { RunningTasks } from './execution/running-tasks.js';
import { type TaskHandlers } from './execution/task-handlers.js';
import { TaskReconciler } from './maintenance/task-reconciler.js';
import { TaskRetention } from './maintenance/task-retention.js';
import { DueTasks } from './maintenance/due-tasks.js';
import { TaskRunner } from './execution/task-runner.js';
import { queuesOf, TaskRuntime } from './task-runtime.js';
import { FairClaims } from './table/fair-claims.js';
import { TaskTable } from './table/task-table.js';
import { TaskTelemetry } from './task-telemetry.js';
import { type DispatchQueue } from './dispatch/dispatch-queue.js';
import { WorkFolders } from './execution/work-folder.js';

/** Heartbeats in the life of a lease: five may get lost before it runs out. */
const HEARTBEATS_PER_LEASE = 6;

export interface TaskNeeds {
  readonly config: TasksConfig;
  readonly roles: ReadonlySet<string>;
  readonly database: Database;
  readonly locks: SessionLocks;
  readonly unitOfWork: Pick<UnitOfWork, 'decide'>;
  readonly handlers: TaskHandlers;
  readonly onStuck: (queues: readonly QueueName[]) => void;
  /** Makes what each attempt runs within. Default: nothing. */
  readonly surround?: () => Surroundings;
  /** Default: BullMQ. */
  readonly queue?: DispatchQueue;
  /** What stands in the way of tasks besides a full disk. */
  readonly hindrances?: Hindrances;
}

/** Puts the parts of task execution together; nothing runs before `start`. */
export function assembleTasks({ config, roles, database, locks, unitOfWork, handlers, onStuck, ...needs }: TaskNeeds): TaskRuntime {
  const instance = (): number => locks.instance;
  // Left to the dispatch queue, unless somebody says that their tasks are light after all.
  const heavy = new Set(HEAVY_QUEUES.filter((name) => config.concurrency[name] <= config.cores));
  const queue =
    needs.queue ??
    new BullmqDispatchQueue({
      redisUrl: config.redisUrl,
      databaseUrl: config.databaseUrl,
      prefix: config.queuePrefix,
      isBundled: (name) => dispatcher.isLight(name, !heavy.has(name)),
      isTaken: (name, sinceMs) => dispatcher.isTaken(name, sinceMs),
    });
  const telemetry = new TaskTelemetry();
  const table = new TaskTable(database, instance, config.leaseMs);
  const running = new RunningTasks();
  const folders = new WorkFolders(config.workDir, instance, config.leaseMs);
  const reconciling = new DueTasks(database);
  // The dispatcher brings tasks to the runner, and the runner announces those that are to be tried again.
  const announce = (dispatches: readonly Dispatch[]): void => dispatcher.announce(dispatches);
  const fairClaims = new FairClaims(database, instance, config.leaseMs);
  const hindrances = needs.hindrances ?? new Hindrances();
  hindrances.register(diskHindrance(new DiskSpace(config.workDir, config.diskFullPercent)));
  const shares = new ProcessorShares(needs.surround ?? NO_SURROUNDINGS);
  const { retryBaseMs } = config;
  const runner = new TaskRunner({
    ...{ table, fairClaims, hindrances, handlers, running, unitOfWork, announce, folders, telemetry, shares, retryBaseMs },
  });
  const dispatcher = new Dispatcher(queue, runner, (name) => runtime.noteDispatch(name));
  const retention = new TaskRetention(database, config.retentionDays);
  const runtime = new TaskRuntime({
    database,
    table,
    running,
    queue,
    dispatcher,
    reconciling,
    folders,
    telemetry,
    reconciler: roles.has('scheduler')
      ? new TaskReconciler(locks, reconciling, retention, announce, telemetry, config.reconcileIntervalMs)
      : null,
    aliveInstances: () => locks.aliveInstances(),
    queues: new Map(
      queuesOf(roles).map((name) => [
        name,
        {
          concurrency: config.concurrency[name],
          isLight: !heavy.has(name),
          orgPlaces: config.orgPlaces[name] ?? null,
          guests: Math.min(config.guestPlaces, config.concurrency[name]),
        },
      ]),
    ),
    heartbeatMs: config.leaseMs / HEARTBEATS_PER_LEASE,
    drainMs: config.drainMs,
    onStuck,
  });
  return runtime;
}

/** Texts, and calls whose results are fetched by others or are small, fit on a disk that is nearly full. */
const diskHindrance = (disk: DiskSpace): Hindrance => ({
  spares: new Set<QueueName>(['script', 'remote']),
  reason: async () => ((await disk.isFull()) ? 'the disk is nearly full' : null),
});
