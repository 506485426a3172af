import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { ToldMetrics } from '../testing/told-metrics.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { watchPool } from './pool-telemetry.js';

let spec: TestDatabase;
let told: ToldMetrics;
let end: () => void;
beforeAll(async () => {
  spec = await createTestDatabase([], { config: { poolSize: 2 } });
});
afterAll(() => spec?.close());
beforeEach(() => {
  told = new ToldMetrics();
  end = watchPool(() => spec.database.pool, 'postgres://user:secret@db.local:6432/kadr?sslmode=require');
});
afterEach(async () => {
  end();
  await told.end();
});

const counts = async (): Promise<Record<string, number>> => {
  const lines = await told.of('db_client_operation_duration_seconds');
  return Object.fromEntries(lines.map((line) => [/db_operation_name=(\w+)/.exec(line)?.[1] ?? '', Number(line.split(' ')[1])]));
};

it('tells of the pool what is used, what is free and who waits, by its address without name and password', async () => {
  const { database } = spec;
  await Promise.all([database.query('SELECT 1'), database.query('SELECT 1')]);
  let go = (): void => undefined;
  const held = new Promise<void>((resolve) => (go = resolve));
  const begun: (() => void)[] = [];
  const hold = (): Promise<unknown> =>
    database.transaction(async (tx) => {
      await tx.query('SELECT 1');
      for (const tell of begun.splice(0, 1)) tell();
      await held;
    });
  const both = Promise.all([0, 1].map(() => new Promise<void>((resolve) => begun.push(resolve))));
  const [first, second] = [hold(), hold()];
  await both;
  const third = database.query('SELECT 1');
  const pool = 'db_client_connection_pool_name=db.local:6432/kadr';
  expect(await told.of('db_client_connection_count')).toEqual([
    `${pool},db_client_connection_state=idle 0`,
    `${pool},db_client_connection_state=used 2`,
  ]);
  expect(await told.of('db_client_connection_pending_requests')).toEqual([`${pool} 1`]);
  expect(await told.of('db_client_connection_max')).toEqual([`${pool} 2`]);
  go();
  await Promise.all([first, second, third]);
  expect(await told.of('db_client_connection_pending_requests')).toEqual([`${pool} 0`]);
});

it('measures statements by what they begin with, wherever they are sent from, also those that fail', async () => {
  const { database } = spec;
  await database.query('CREATE TEMP TABLE IF NOT EXISTS things (id int)');
  await database
    .transaction(async (tx) => {
      await tx.query('\n  insert INTO pg_temp.nothing_there SELECT 1 WHERE false').catch(() => undefined);
    })
    .catch(() => undefined);
  await database.transaction((tx) => tx.query('SELECT 1'));
  await database.query('WITH one AS (SELECT 1) SELECT * FROM one');
  expect(await counts()).toEqual({ other: 1, INSERT: 1, SELECT: 1, COMMIT: 1, WITH: 1 });
});
