import { type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { BackupFault, databaseConfig, DatabaseSession, NestLogger, pendingMigrations } from '#platform';
import { AppModule } from '../app.module.js';
import { migrations } from '../migrations.js';

/**
 * The parts of the app, put together and not started: nothing is consumed, sent or paid for, and no process is known to live.
 * @throws BackupFault when the schema is not this release's
 */
export async function withRestoredApp<T>(work: (app: INestApplicationContext) => Promise<T>): Promise<T> {
  const session = await DatabaseSession.open(databaseConfig(), 'restore');
  try {
    if ((await pendingMigrations(session, migrations)).length > 0) {
      throw new BackupFault('The schema is older than this release. Run node dist/apps/api/src/migrate.js first.');
    }
  } finally {
    await session.close();
  }
  const app = await NestFactory.create(AppModule.forRoot({ roles: new Set() }), { logger: new NestLogger(), abortOnError: false });
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}
