import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { afterEach, expect, it } from '@jest/globals';
import { cloneDatabase } from '../testing/test-database.js';
import { buildIndexConcurrently } from './concurrent-index.js';
import { databaseConfig } from './database.config.js';
import { DatabaseSession } from './database-session.js';
import { migrate, migratePatiently } from './migrations.js';
import { pendingMigrations, schemaIsThere } from './schema-check.js';

class First1770000000001 implements MigrationInterface {
  readonly name = 'First1770000000001';
  up = async (runner: QueryRunner): Promise<void> => void (await runner.query('CREATE TABLE public.firsts (org_id uuid NOT NULL)'));
  down = async (): Promise<void> => undefined;
}
class Second1770000000002 implements MigrationInterface {
  readonly name = 'Second1770000000002';
  up = async (runner: QueryRunner): Promise<void> => void (await runner.query('ALTER TABLE public.firsts ADD COLUMN note text'));
  down = async (): Promise<void> => undefined;
}

class Index1770000000003 implements MigrationInterface {
  readonly name = 'Index1770000000003';
  readonly transaction = false;
  up = (runner: QueryRunner): Promise<void> => buildIndexConcurrently(runner, 'public.firsts_org', 'public.firsts (org_id)');
  down = async (): Promise<void> => undefined;
}

let closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.reverse()) await close();
  closing = [];
});

const world = async () => {
  const { url, drop } = await cloneDatabase([]);
  closing.push(drop);
  const config = databaseConfig({ DATABASE_URL: url });
  const session = await DatabaseSession.open(config, 'spec');
  closing.push(() => session.close());
  return { config, session };
};

it('a process that only looks waits for the schema, changes nothing, and takes one that is newer', async () => {
  const { config, session } = await world();
  await migrate(config, [First1770000000001]);
  expect(await pendingMigrations(session, [Second1770000000002, First1770000000001])).toEqual(['Second1770000000002']);
  let isThere: boolean | null = null;
  const waiting = schemaIsThere(config, [First1770000000001, Second1770000000002]).then((walls) => (isThere = walls));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(isThere).toBeNull();
  expect(await session.query(`SELECT FROM information_schema.columns WHERE table_name = 'firsts' AND column_name = 'note'`)).toHaveLength(
    0,
  );
  await migrate(config, [First1770000000001, Second1770000000002]);
  expect(await waiting).toBe(true);
  expect(await schemaIsThere(config, [First1770000000001])).toBe(true);
});

it('it sees that a table with rows of organisations has no policy, and does not make one', async () => {
  const { config, session } = await world();
  await migrate(config, [First1770000000001]);
  await session.query('DROP POLICY organisation ON public.firsts');
  expect(await schemaIsThere(config, [First1770000000001])).toBe(false);
  expect(await session.query(`SELECT FROM pg_policies WHERE tablename = 'firsts'`)).toHaveLength(0);
});

it('of an empty database everything is pending', async () => {
  const { session } = await world();
  await session.query('DROP SCHEMA IF EXISTS platform CASCADE');
  expect(await pendingMigrations(session, [First1770000000001])).toEqual(['First1770000000001']);
});

it('the job that migrates tries again while somebody holds a table, and gives up at its deadline', async () => {
  const { config, session } = await world();
  await migrate(config, [First1770000000001]);
  const holder = await DatabaseSession.open(config, 'spec');
  closing.push(() => holder.close());
  await holder.query('BEGIN');
  await holder.query('LOCK TABLE public.firsts IN ACCESS EXCLUSIVE MODE');
  const both = [First1770000000001, Second1770000000002];
  await expect(migratePatiently(config, both, 0)).rejects.toThrow('lock timeout');
  const patient = migratePatiently(config, both, 60_000);
  await new Promise((resolve) => setTimeout(resolve, 2500));
  await holder.query('COMMIT');
  expect(await patient).toBe(true);
  expect(await pendingMigrations(session, both)).toEqual([]);
}, 30_000);

it('processes that start at once let one of them build an index beside what is written, and it waits for a transaction of others', async () => {
  const { config, session } = await world();
  const before = [First1770000000001, Second1770000000002];
  const all = [...before, Index1770000000003];
  await migrate(config, before);
  await session.query('BEGIN');
  await session.query('SELECT FROM public.firsts');
  const starts = Promise.all(Array.from({ length: 3 }, () => migrate(config, all)));
  await new Promise((resolve) => setTimeout(resolve, 2500));
  await session.query('COMMIT');
  expect(await starts).toEqual([true, true, true]);
  expect(await session.query(`SELECT FROM pg_index WHERE indexrelid = 'public.firsts_org'::regclass AND indisvalid`)).toHaveLength(1);
}, 30_000);
