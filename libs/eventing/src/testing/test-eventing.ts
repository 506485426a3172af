import { type Database, type DatabaseConfig, type LockHandle, type Queryable, SessionLocks } from '#platform';
import { createTestDatabase, type TestDatabase } from '#platform/testing';
import { Eventing } from '../eventing.js';
import { eventingConfig, type EventingConfig } from '../eventing.config.js';
import { eventingMigrations } from '../migrations/index.js';
import { EventingRegistry } from '../registry.js';

type MigrationClass = Parameters<typeof createTestDatabase>[0][number];

export interface TestEventingOptions {
  /** Beside eventing's own. */
  readonly migrations?: readonly MigrationClass[];
  /** Registers aggregates, projections and process managers. */
  readonly register: (registry: EventingRegistry, database: Database) => void;
  /** Default: no NATS. */
  readonly config?: Partial<EventingConfig>;
  /** Of the database's pool. */
  readonly database?: Partial<DatabaseConfig>;
  /** Default true. */
  readonly consumers?: boolean;
  /** Believes that it holds every lock, like a process that has lost its connection and does not know it yet. */
  readonly isDeluded?: boolean;
  /** Knows nothing of reactions in the append, like a process of an earlier release. Its sinks must not be inline either. */
  readonly isEarlierRelease?: boolean;
  /** Silence after which a process counts as frozen. */
  readonly leaseMs?: number;
}

export interface TestEventing extends Eventing {
  readonly database: Database;
  /** Of the database. */
  readonly url: string;
  readonly registry: EventingRegistry;
  /** As a second process on the same database would be: own locks, own caches, own consumers. */
  another(options?: Partial<TestEventingOptions>): Promise<TestEventing>;
  /** As `kill -9` would leave it: the locks are gone, nothing is finished or saved. */
  abandon(): Promise<void>;
  /** Stops it; the one that made the database also drops it. */
  close(): Promise<void>;
}

/** Eventing on a database of its own, started. */
export async function createTestEventing(options: TestEventingOptions): Promise<TestEventing> {
  const spec = await createTestDatabase([...eventingMigrations, ...(options.migrations ?? [])], {
    ...(options.database && { config: options.database }),
  });
  return open(spec, options, () => spec.close());
}

async function open(spec: TestDatabase, options: TestEventingOptions, atEnd: () => Promise<void>): Promise<TestEventing> {
  const registry = new EventingRegistry();
  const database = options.isEarlierRelease ? withoutMarks(spec.database) : spec.database;
  options.register(registry, database);
  const lease = options.leaseMs === undefined ? {} : { leaseMs: options.leaseMs };
  const locks = options.isDeluded ? new DeludedLocks(spec.database) : new SessionLocks(spec.database, lease);
  await locks.start();
  const config = { ...eventingConfig({}), firstRetryMs: 5, ...options.config };
  const eventing = await Eventing.open({ database, locks, registry, config }).catch(async (error: unknown) => {
    await locks.stop();
    throw error;
  });
  await eventing.start({ consumers: options.consumers ?? true });
  return Object.assign(eventing, {
    database,
    url: spec.url,
    registry,
    another: (more: Partial<TestEventingOptions> = {}) => open(spec, { ...options, ...more }, async () => undefined),
    abandon: () => locks.stop(),
    close: async () => {
      await eventing.stop();
      await locks.stop();
      await atEnd();
    },
  });
}

class DeludedLocks extends SessionLocks {
  override async tryAcquire(): Promise<LockHandle> {
    return { held: true, onLost: () => undefined, release: async () => undefined };
  }

  override async members(): Promise<number> {
    return 1;
  }
}

/** Rows of events as an earlier release reads them. */
function withoutMarks(database: Database): Database {
  const reading = (tx: Queryable): Queryable => ({
    query: async <R extends object>(sql: string, params?: readonly unknown[]) =>
      (await tx.query<R>(sql, params)).map((row) => ('reacted_by' in row ? { ...row, reacted_by: null } : row)),
  });
  const { query } = reading(database);
  const transaction = <T>(work: (tx: Queryable) => Promise<T>): Promise<T> => database.transaction((tx) => work(reading(tx)));
  return Object.assign(Object.create(database) as Database, { query, transaction });
}

/** Asks until the answer is true. @param deadlineMs on a quiet machine; a busy one gets three times as long */
export async function eventually(isTrue: () => boolean | Promise<boolean>, deadlineMs = 10_000): Promise<void> {
  const endMs = performance.now() + 3 * deadlineMs;
  while (!(await isTrue())) {
    if (performance.now() > endMs) throw new Error(`still not so after ${3 * deadlineMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
