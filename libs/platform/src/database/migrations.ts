import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource, type MigrationInterface } from 'typeorm';
import { logger } from '../telemetry/logger.js';
import { connectionSettings, type DatabaseConfig } from './database.config.js';
import { isConnectionError } from './database.errors.js';
import { DatabaseSession } from './database-session.js';
import { enableRowLevelSecurity } from './row-level-security.js';

export type MigrationClass = new () => MigrationInterface;

/** Any number that no other lock has. */
const MIGRATION_LOCK = 7300;
/** A migration that cannot have its lock gives up, rather than queue everybody else behind it; the next start tries again. */
const LOCK_TIMEOUT_MS = 2000;
const TURN_POLL_MS = 100;

const log = logger('database');

/**
 * Brings the schema up to date: each migration in its own transaction, one process at a time. Twice is safe.
 * @returns whether row-level security stands between organisations @throws what the first failing migration threw; those before it stay
 */
export async function migrate(config: DatabaseConfig, migrations: readonly MigrationClass[]): Promise<boolean> {
  const session = await DatabaseSession.open({ ...config, statementTimeoutMs: 0 }, 'migrations');
  try {
    await takeTurn(session);
    await session.query('CREATE SCHEMA IF NOT EXISTS platform');
    const source = new DataSource({
      type: 'postgres',
      url: config.url,
      schema: 'platform',
      migrationsTableName: 'migrations',
      migrations: [...migrations],
      poolSize: 2,
      extra: { ...connectionSettings(config, 'migrations'), statement_timeout: 0, lock_timeout: LOCK_TIMEOUT_MS },
    });
    await source.initialize();
    try {
      const done = await source.runMigrations({ transaction: 'each' });
      if (done.length > 0) log.info({ migrations: done.map(({ name }) => name) }, 'the schema is up to date');
    } finally {
      await source.destroy();
    }
    await session.query(`SELECT set_config('lock_timeout', $1, false)`, [String(LOCK_TIMEOUT_MS)]);
    // Where it has to be there, /health/ready says what to do.
    return await enableRowLevelSecurity(session, { isQuiet: config.requireTenantWalls });
  } finally {
    await session.close();
  }
}

/** Asks again and again: a statement that waits has a snapshot, and an index that is built CONCURRENTLY by the process before waits for its end. */
async function takeTurn(session: DatabaseSession): Promise<void> {
  for (let asked = 1; ; asked += 1) {
    const [row] = await session.query<{ mine: boolean }>('SELECT pg_try_advisory_lock($1) AS mine', [MIGRATION_LOCK]);
    if (row?.mine) return;
    if (asked === 1) log.info('another process brings the schema up to date; this one goes on when it is done');
    await sleep(TURN_POLL_MS);
  }
}

/** As `migrate`, for a process that does nothing else: what somebody else has locked is tried again until the deadline. */
export async function migratePatiently(
  config: DatabaseConfig,
  migrations: readonly MigrationClass[],
  deadlineMs: number,
): Promise<boolean> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    try {
      return await whenReachable(config, () => migrate(config, migrations));
    } catch (error) {
      if (sqlStateOf(error) !== LOCK_NOT_AVAILABLE || Date.now() > deadline) throw error;
      log.warn({ err: error }, 'a table is locked by somebody else; its migration is tried again');
      await sleep(LOCK_TIMEOUT_MS);
    }
  }
}

const LOCK_NOT_AVAILABLE = '55P03';
const sqlStateOf = (error: unknown): unknown =>
  (error as { code?: unknown }).code ?? (error as { driverError?: { code?: unknown } }).driverError?.code;

/** Repeats `work` while the server is not reachable, until the deadline of the configuration; says so once. */
export async function whenReachable<T>(config: DatabaseConfig, work: () => Promise<T>): Promise<T> {
  const from = performance.now();
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isConnectionError(error) || performance.now() - from > config.connectDeadlineMs) throw error;
      if (tries === 1) log.warn({ reason: messageOf(error), triedForMs: config.connectDeadlineMs }, UNREACHABLE);
      await sleep(500);
    }
  }
}

const UNREACHABLE =
  'the database cannot be reached yet, or takes longer than KADR_DATABASE_ACQUIRE_TIMEOUT_MS to accept a connection: see that it runs and is ' +
  'reached at DATABASE_URL from here. The start goes on by itself when it can, and is given up after KADR_DATABASE_CONNECT_DEADLINE_MS';

/** Where every address of a name refuses, the error of all together says nothing. */
function messageOf(error: unknown): string {
  const { message, errors } = error as { message?: unknown; errors?: readonly unknown[] };
  return String(message || (errors?.[0] as { message?: unknown } | undefined)?.message || error);
}
