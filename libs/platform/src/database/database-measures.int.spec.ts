import { type MigrationInterface } from 'typeorm';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase, ToldMetrics } from '../testing/index.js';
import { migrationsPending, oldestTransaction } from './database-measures.js';
import { migrate } from './migrations.js';

class First1770000000001 implements MigrationInterface {
  readonly name = 'First1770000000001';
  up = async (): Promise<void> => undefined;
  down = async (): Promise<void> => undefined;
}
class Second1770000000002 implements MigrationInterface {
  readonly name = 'Second1770000000002';
  up = async (): Promise<void> => undefined;
  down = async (): Promise<void> => undefined;
}

let spec: TestDatabase;
const metrics = new ToldMetrics();
beforeAll(async () => void (spec = await createTestDatabase([First1770000000001])));
afterAll(async () => {
  await metrics.end();
  await spec?.close();
});

it('a transaction that stays open is told of by its age, until it ends', async () => {
  const session = await spec.database.session('spec');
  let seconds: number | null = null;
  const ends = oldestTransaction.tell(() => seconds);
  expect(await metrics.of('kadr_oldest_transaction_seconds')).toEqual([]);
  await session.query('BEGIN');
  await session.query('SELECT pg_sleep(0.3)');
  seconds = await oldestTransaction.read(spec.database);
  expect(seconds).toBeGreaterThanOrEqual(0.3);
  expect(await metrics.of('kadr_oldest_transaction_seconds')).toEqual([String(seconds)]);
  await session.query('COMMIT');
  expect(await oldestTransaction.read(spec.database)).toBe(0);
  for (const end of ends) end();
  await session.close();
});

it('migrations that the database lacks are counted, until they have been run', async () => {
  const both = [First1770000000001, Second1770000000002];
  const measure = migrationsPending(both);
  let pending = await measure.read(spec.database);
  const ends = measure.tell(() => pending);
  expect(await metrics.of('kadr_migrations_pending')).toEqual(['1']);
  await migrate(spec.config, both);
  pending = await measure.read(spec.database);
  expect(await metrics.of('kadr_migrations_pending')).toEqual(['0']);
  for (const end of ends) end();
});
