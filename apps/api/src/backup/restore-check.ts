import { type INestApplicationContext } from '@nestjs/common';
import { NamedObjects } from '#assets';
import { LedgerCheck } from '#billing';
import { RestoredLog } from '#eventing';
import { SEALED_KEYS } from '#integrations';
import { Database, givenSecretsKey, installationConfig, SecretsKey } from '#platform';
import { SEALED_SECRETS } from '#webhooks';
import { SEALED_WORKFLOW_SECRETS } from '#workflows';

/** All that the key of the installation has sealed. */
export const SEALED = [SEALED_KEYS, SEALED_SECRETS, SEALED_WORKFLOW_SECRETS];

/** One thing that was looked at. Without faults it is as it should be. */
export interface Checked {
  readonly name: string;
  /** What was looked at, for people: "214 streams". */
  readonly of: string;
  /** Each one line that says what to do. */
  readonly faults: readonly string[];
}

/** Whether a database, its objects and its keys belong together, before anybody works with them. Changes nothing that is kept. */
export async function checkRestored(app: INestApplicationContext): Promise<readonly Checked[]> {
  const log = app.get(RestoredLog, { strict: false });
  const database = app.get(Database, { strict: false });
  const { streams, faults } = await log.streamFaults();
  const objects = await app.get(NamedObjects, { strict: false }).compare();
  const more = objects.wrong - objects.faults.length;
  return [
    { name: 'streams', of: `${streams} streams`, faults },
    { name: 'checkpoints', of: 'consumers', faults: await log.checkpointFaults() },
    // What cannot be folded cannot be compared either.
    { name: 'read models', of: 'rows against the log', faults: faults.length > 0 ? [] : await log.projectionFaults() },
    await checkLedger(app),
    { name: 'objects', of: `${objects.objects} objects`, faults: more > 0 ? [...objects.faults, `and ${more} more`] : objects.faults },
    await checkSecrets(database),
    {
      name: 'walls',
      of: 'row-level security',
      faults: database.hasRowLevelSecurity
        ? []
        : ['row-level security is off: let the database user make the role kadr_tenant, then run node dist/apps/api/src/migrate.js'],
    },
  ];
}

async function checkLedger(app: INestApplicationContext): Promise<Checked> {
  const { events, differences } = await app.get(LedgerCheck, { strict: false }).rebuildAndCompare();
  const faults = differences
    .slice(0, 10)
    .map(({ what, expected, found }) => `${what}: ${found}, should be ${expected}: use another backup`);
  return { name: 'ledger', of: `${events} events`, faults };
}

async function checkSecrets(database: Database): Promise<Checked> {
  const { runDir } = installationConfig();
  const faults: string[] = [];
  for (const table of SEALED) {
    await new SecretsKey(database, givenSecretsKey(), runDir, table)
      .verify()
      .catch((error: unknown) => faults.push((error as Error).message));
  }
  return { name: 'secrets', of: 'sealed keys', faults };
}
