import { type UnitOfWork } from '#eventing';
import { type Database, type SessionLocks } from '#platform';
import { type IntegrationsConfig } from '../integrations.config.js';
import { type Capability } from '../contracts/capability.js';
import { BullmqTransport } from './bullmq-transport.js';
import { RunningTasks } from './running-tasks.js';
import { type TaskHandlers } from './task-handlers.js';
import { TaskReconciler } from './task-reconciler.js';
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
  return new TaskRuntime({
    table,
    running,
    transport,
    reconciling,
    folders,
    telemetry,
    runner: new TaskRunner(table, handlers, running, unitOfWork, transport, folders, telemetry, config.retryBaseMs),
    reconciler: roles.has('scheduler') ? new TaskReconciler(locks, reconciling, transport, telemetry, config.reconcileIntervalMs) : null,
    aliveInstances: () => locks.aliveInstances(),
    queues: new Map(queuesOf(roles).map((queue) => [queue, config.concurrency[queue]])),
    heartbeatMs: config.leaseMs / HEARTBEATS_PER_LEASE,
    onWedged,
  });
}
