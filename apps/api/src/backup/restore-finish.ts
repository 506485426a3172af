import { type INestApplicationContext } from '@nestjs/common';
import { RestoredLog } from '#eventing';
import { attemptsUnderWay, type AttemptsUnderWay } from '#integrations';
import { BackupFault, Database, SessionLocks } from '#platform';

/** What was left to be done, and what whoever restores should know. */
export interface Finished {
  readonly nextPosition: number;
  readonly attempts: readonly AttemptsUnderWay[];
}

/** The last step before the first process is started. Twice is safe. @throws BackupFault while one lives */
export async function finishRestored(app: INestApplicationContext): Promise<Finished> {
  const alive = await app.get(SessionLocks, { strict: false }).aliveInstances();
  if (alive.size > 0) {
    throw new BackupFault(`${alive.size} processes of Kadr work on this database: nothing was changed. Stop all of them first.`);
  }
  const nextPosition = await app.get(RestoredLog, { strict: false }).finish();
  return { nextPosition, attempts: await attemptsUnderWay(app.get(Database, { strict: false })) };
}
