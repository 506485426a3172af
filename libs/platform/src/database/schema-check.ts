import { setTimeout as sleep } from 'node:timers/promises';
import { logger } from '../telemetry/logger.js';
import { type DatabaseConfig } from './database.config.js';
import { DatabaseSession } from './database-session.js';
import { type MigrationClass } from './migrations.js';
import { type Queryable } from './queryable.js';
import { isRowLevelSecurityOn } from './row-level-security.js';

const LOOK_EVERY_MS = 1000;
const TELL_EVERY_MS = 15_000;

const log = logger('database');

/**
 * Waits, without an end, until somebody else has brought the schema up to date: it may be newer than `migrations`, never older.
 * @returns whether row-level security stands between organisations @throws DatabaseUnavailable
 */
export async function schemaIsThere(config: DatabaseConfig, migrations: readonly MigrationClass[]): Promise<boolean> {
  const session = await DatabaseSession.open(config, 'migrations');
  try {
    for (let toldAt = 0; ; await sleep(LOOK_EVERY_MS)) {
      const missing = await pendingMigrations(session, migrations);
      if (missing.length === 0) return await isRowLevelSecurityOn(session);
      if (Date.now() - toldAt < TELL_EVERY_MS) continue;
      toldAt = Date.now();
      log.warn({ missing }, 'the schema is older than this release: waiting for its migrations (node dist/apps/api/src/migrate.js)');
    }
  } finally {
    await session.close();
  }
}

/** Names of those that have not been run here, in their order. */
export async function pendingMigrations(
  session: Pick<Queryable, 'query'>,
  migrations: readonly MigrationClass[],
): Promise<readonly string[]> {
  const [table] = await session.query<{ there: boolean }>(`SELECT to_regclass('platform.migrations') IS NOT NULL AS there`);
  const done = table?.there ? await session.query<{ name: string }>('SELECT name FROM platform.migrations') : [];
  const names = new Set(done.map(({ name }) => name));
  return migrations
    .map((Migration) => new Migration().name ?? Migration.name)
    .filter((name) => !names.has(name))
    .sort(byTime);
}

/** The last 13 characters of a name are the time at which it was written. */
const byTime = (one: string, other: string): number => Number(one.slice(-13)) - Number(other.slice(-13));
