/**
 * `node dist/apps/api/src/migrate.js` brings the schema up to date and ends: 0 when it is, 1 when it could not be. Needs the settings of
 * the database and nothing else. For installations whose processes only look (KADR_MIGRATIONS=check).
 */
import { checkSettings, databaseConfig, logger, logLevel, migratePatiently } from '#platform';
import { migrations } from './migrations.js';
import { startFailed } from './start-failed.js';

/** A lock that somebody holds for longer is no work of Kadr's; whoever started this sees the failure and tries again. */
const LOCKED_AT_MOST_MS = 10 * 60_000;

const log = logger('process');

async function main(): Promise<void> {
  checkSettings([() => databaseConfig(), () => logLevel()]);
  const hasWalls = await migratePatiently(databaseConfig(), migrations, LOCKED_AT_MOST_MS);
  log.info({ migrations: migrations.length, rowLevelSecurity: hasWalls }, 'the schema is as this release needs it');
}

await main().catch(startFailed);
