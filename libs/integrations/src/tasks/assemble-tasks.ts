import { type UnitOfWork } from '#eventing';
import { type Database, type SessionLocks } from '#platform';
import { HEAVY_QUEUES, type IntegrationsConfig } from '../integrations.config.js';
import { type Capability } from '../contracts/capability.js';
import { Dispatcher, type ServedQueue } from './dispatcher.js';
import { type Ride } from './leased-task.js';
import { BullmqTransport } from './bullmq-transport.js';
import { RunningTasks } from './running-tasks.js';
import { type TaskCalls } from './suspended.js';
import { type TaskHandlers } from './task-handlers.js';
import { TaskReconciler } from './task-reconciler.js';
import { TaskRetention } from './task-retention.js';
import { TaskReconciling } from './task-reconciling.js';
import { TaskRunner } from './task-runner.js';
import { queuesOf, TaskRuntime } from './task-runtime.js';
import { TaskTable } from './task-table.js';
import { TaskTelemetry } from './task-telemetry.js';
import { type TaskTransport } from './task-transport.js';
import { WorkFolders } from './work-folder.js';

/** Heartbeats in the life of a lease: five may get lost before it runs out. */
const HEARTBEATS_PER_LEASE = 6;

export interface TaskNeeds {
  readonly config: IntegrationsConfig;
  readonly roles: ReadonlySet<string>;
  readonly database: Database;
  readonly locks: SessionLocks;
  readonly unitOfWork: Pick<UnitOfWork, 'decide'>;
  readonly handlers: TaskHandlers;
  readonly onWedged: (queues: readonly Capability[]) => void;
  /** Default: no provider is paid. */
  readonly calls?: TaskCalls;
  /** Default: BullMQ. */
  readonly transport?: TaskTransport;
}

/** Puts the parts of task execution together; nothing runs before `start`. */
export function assembleTasks({ config, roles, database, locks, unitOfWork, handlers, onWedged, ...needs }: TaskNeeds): TaskRuntime {
  const instance = (): number => locks.instance;
  const transport =
    needs.transport ?? new BullmqTransport({ redisUrl: config.redisUrl, databaseUrl: config.databaseUrl, prefix: config.queuePrefix });
  const telemetry = new TaskTelemetry();
  const table = new TaskTable(database, instance, config.leaseMs);
  const running = new RunningTasks();
  const folders = new WorkFolders(config.workDir, instance);
  const reconciling = new TaskReconciling(database);
  // The dispatcher brings tasks to the runner, and the runner announces those that are to be tried again.
  const announce = (rides: readonly Ride[]): void => dispatcher.announce(rides);
  const runner = new TaskRunner(table, handlers, running, unitOfWork, announce, folders, telemetry, config.retryBaseMs, needs.calls);
  const dispatcher = new Dispatcher(transport, (taskId, queue) => {
    runtime.noteRide(queue);
    return runner.attempt(taskId);
  });
  const retention = new TaskRetention(database, config.retentionDays);
  const runtime = new TaskRuntime({
    table,
    running,
    transport,
    dispatcher,
    reconciling,
    folders,
    telemetry,
    reconciler: roles.has('scheduler')
      ? new TaskReconciler(locks, reconciling, retention, announce, telemetry, config.reconcileIntervalMs)
      : null,
    aliveInstances: () => locks.aliveInstances(),
    queues: new Map(queuesOf(roles).map((queue) => [queue, servedQueue(queue, config)])),
    heartbeatMs: config.leaseMs / HEARTBEATS_PER_LEASE,
    onWedged,
  });
  return runtime;
}

/** Heavy queues are left to the transport, unless somebody says that their tasks are light after all. */
function servedQueue(queue: Capability, { concurrency, cores }: IntegrationsConfig): ServedQueue {
  return { concurrency: concurrency[queue], allowsShortcut: !HEAVY_QUEUES.includes(queue) || concurrency[queue] > cores };
}
