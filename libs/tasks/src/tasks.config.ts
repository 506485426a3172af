import { Address, checkSettings, type Environment, installationConfig, readSettings, usableCores, Variable, WholeNumber } from '#platform';
import { type QueueName, QUEUE_NAMES } from './contracts/queue-name.js';

/** Work that keeps a whole core busy: not more of it at once than there are cores. */
export const HEAVY_QUEUES: readonly QueueName[] = ['conform', 'render', 'video'];
const LIGHT_CONCURRENCY = 8;
/** Tasks that call out hold a place only while they ask or fetch. */
const REMOTE_CONCURRENCY = 32;
/** They wait for strangers' servers, most of the time. */
const IMPORT_CONCURRENCY = 16;

const cores = usableCores();

/** Settings of this lib. */
export interface TasksConfig {
  /** Null: BullMQ dispatches on Postgres. */
  readonly redisUrl: string | null;
  readonly databaseUrl: string;
  /** Begins the names of all keys in Redis, so that installations can share one. */
  readonly queuePrefix: string;
  /** Tasks of a queue that one process carries out at a time. */
  readonly concurrency: Readonly<Record<QueueName, number>>;
  /** Tasks of a queue that one organisation may have under way, in all processes together. Queues that are missing have no such limit. */
  readonly orgPlaces: Readonly<Partial<Record<QueueName, number>>>;
  /** Places of a full queue beside the others, for organisations that have fewer than these under way in it. */
  readonly guestPlaces: number;
  /** Of this machine, as far as this process may use them. */
  readonly cores: number;
  /** Wait before the first retry; it doubles with each. */
  readonly retryBaseMs: number;
  /** How long a process that fell silent keeps its tasks. */
  readonly leaseMs: number;
  readonly reconcileIntervalMs: number;
  /** What is unfinished, for which nothing is being done and to which nothing happened for this long, is driven on. */
  readonly stalledAfterMs: number;
  /** How long finished tasks are kept. */
  readonly retentionDays: number;
  /** How long a process that stops lets its tasks end before it gives them back. */
  readonly drainMs: number;
  /** Folder for files in between. Absolute. */
  readonly workDir: string;
  /** Used share of its disk from which on tasks that write files wait. */
  readonly diskFullPercent: number;
}

class TasksSettings {
  @Address('REDIS_URL', ['redis', 'rediss'], { isOptional: true })
  readonly redisUrl: string | null = null;

  @Variable('DATABASE_URL', 'the address of a Postgres')
  readonly databaseUrl: string = '';

  @Variable('KADR_NAMESPACE', 'a name')
  readonly queuePrefix: string = 'kadr';

  @WholeNumber('KADR_RETRY_BASE_MS', 0, 600_000)
  readonly retryBaseMs: number = 1000;

  @WholeNumber('KADR_TASK_LEASE_MS', 1000, 600_000)
  readonly leaseMs: number = 30_000;

  @WholeNumber('KADR_RECONCILE_INTERVAL_MS', 50, 60_000)
  readonly reconcileIntervalMs: number = 2000;

  @WholeNumber('KADR_STALLED_AFTER_SECONDS', 2, 86_400)
  readonly stalledAfterSeconds: number = 60;

  @WholeNumber('KADR_IMPORTS_PER_ORGANISATION', 1, 1000)
  readonly importsPerOrganisation: number = 4;

  @WholeNumber('KADR_GUEST_PLACES', 0, 100)
  readonly guestPlaces: number = cores;

  @WholeNumber('KADR_TASK_RETENTION_DAYS', 1, 3650)
  readonly retentionDays: number = 30;

  @WholeNumber('KADR_DRAIN_SECONDS', 0, 3600)
  readonly drainSeconds: number = 20;
}

const defaultConcurrencyOf = (queue: QueueName): number =>
  HEAVY_QUEUES.includes(queue)
    ? cores
    : queue === 'remote'
      ? REMOTE_CONCURRENCY
      : queue === 'import'
        ? IMPORT_CONCURRENCY
        : LIGHT_CONCURRENCY;

/** One variable for each queue, `KADR_CONCURRENCY_SCRIPT` and so on. */
class ConcurrencySettings {
  constructor() {
    Object.assign(this, Object.fromEntries(QUEUE_NAMES.map((queue) => [queue, defaultConcurrencyOf(queue)])));
  }
}
for (const queue of QUEUE_NAMES) {
  WholeNumber(`KADR_CONCURRENCY_${queue.toUpperCase()}`, 1, 1000)(ConcurrencySettings.prototype, queue);
}

/** @throws WrongSettings that names every wrong variable with the values it accepts. */
export function tasksConfig(env: Environment = process.env): TasksConfig {
  checkSettings([() => readSettings(TasksSettings, env), () => readSettings(ConcurrencySettings, env)]);
  const concurrency = { ...readSettings(ConcurrencySettings, env) } as Record<QueueName, number>;
  const { importsPerOrganisation, stalledAfterSeconds, drainSeconds, ...settings } = readSettings(TasksSettings, env);
  const { workDir, diskFullPercent } = installationConfig(env);
  const stalledAfterMs = stalledAfterSeconds * 1000;
  return {
    ...settings,
    stalledAfterMs,
    drainMs: drainSeconds * 1000,
    concurrency,
    orgPlaces: { import: importsPerOrganisation },
    cores,
    workDir,
    diskFullPercent,
  };
}
