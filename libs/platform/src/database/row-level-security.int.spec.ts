import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { HealthRegistry } from '../health/health-registry.js';
import { type TableMeasures } from '../leader/table-measures.js';
import { PlatformModule } from '../platform.module.js';
import { databaseConfig } from './database.config.js';
import { Database } from './database.js';
import { enableRowLevelSecurity } from './row-level-security.js';

const A = '0190a000-0000-7000-8000-00000000000a';
const B = '0190a000-0000-7000-8000-00000000000b';

class CreateNotes1763740000001 implements MigrationInterface {
  readonly name = 'CreateNotes1763740000001';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE SCHEMA notes');
    await runner.query('CREATE TABLE notes.notes (id int PRIMARY KEY, org_id uuid NOT NULL, text text NOT NULL)');
    await runner.query('CREATE TABLE notes.shared (id int PRIMARY KEY)');
  }
  async down(): Promise<void> {
    throw new Error('forward only');
  }
}

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase([CreateNotes1763740000001]);
  await test.database.query(`INSERT INTO notes.notes VALUES (1, '${A}', 'of A'), (2, '${B}', 'of B')`);
});
afterAll(() => test?.close());

const textsFor = async (orgId: string, sql = 'SELECT text FROM notes.notes ORDER BY id'): Promise<string[]> =>
  (await test.database.forOrganisation(orgId).query<{ text: string }>(sql)).map(({ text }) => text);

describe('a read on behalf of an organisation', () => {
  it('shows its own rows only, although the statement forgets to say so', async () => {
    expect(await textsFor(A)).toEqual(['of A']);
    expect(await textsFor(B)).toEqual(['of B']);
  });

  it("finds nothing when it asks for another one's by name", async () => {
    expect(await textsFor(A, `SELECT text FROM notes.notes WHERE org_id = '${B}'`)).toEqual([]);
    expect(await textsFor('0190a000-0000-7000-8000-00000000000c')).toEqual([]);
  });

  it('cannot write, and cannot reach tables that belong to nobody', async () => {
    await expect(textsFor(A, `UPDATE notes.notes SET text = 'x' RETURNING text`)).rejects.toThrow(/permission denied|read-only/);
    await expect(textsFor(A, 'SELECT id::text AS text FROM notes.shared')).rejects.toThrow('permission denied');
  });

  it('goes along when a table moves to another schema', async () => {
    await test.database.query('CREATE SCHEMA moved');
    await test.database.query('ALTER TABLE notes.notes SET SCHEMA moved');
    await enableRowLevelSecurity(test.database);
    expect(await textsFor(A, 'SELECT text FROM moved.notes')).toEqual(['of A']);
    await test.database.query('ALTER TABLE moved.notes SET SCHEMA notes');
  });

  it('leaves nothing of itself on the connection, whether it went well or not', async () => {
    const one = new Database(test.database.dataSource, test.config, true);
    for (const sql of ['SELECT 1', 'SELECT 1 / 0']) {
      await one
        .forOrganisation(A)
        .query(sql)
        .catch(() => undefined);
      const rows = await Promise.all(
        Array.from({ length: test.config.poolSize }, () =>
          test.database.query<{ who: string; org: string | null }>(
            `SELECT current_user AS who, nullif(current_setting('kadr.org_id', true), '') AS org`,
          ),
        ),
      );
      for (const [row] of rows) expect(row).toEqual({ who: 'postgres', org: null });
    }
  });

  it('names the organisation by a UUID and nothing else', () => {
    for (const orgId of ['', `${A}'; RESET ROLE; --`, 'x'.repeat(36)])
      expect(() => test.database.forOrganisation(orgId)).toThrow(RangeError);
  });
});

describe('the walls', () => {
  it('are raised again without harm', async () => {
    expect(await enableRowLevelSecurity(test.database)).toBe(true);
    expect(await textsFor(A)).toEqual(['of A']);
  });

  it('stand around every table that has an owner, and are asked for where roles may not be made', async () => {
    const name = `kadr_poor_${process.pid}`;
    await test.database.query(`CREATE ROLE ${name} LOGIN PASSWORD 'poor' NOSUPERUSER NOCREATEROLE`);
    const url = new URL(test.url);
    url.username = name;
    url.password = 'poor';
    const client = new Client({ connectionString: url.href });
    await client.connect();
    const asPoor = { query: async <R extends object>(sql: string): Promise<R[]> => (await client.query(sql)).rows as R[] };
    try {
      expect(await enableRowLevelSecurity(asPoor)).toBe(false);
    } finally {
      await client.end();
      await test.database.query(`DROP ROLE ${name}`);
    }
  });
});

describe('D15: a process that is told to have walls between its tenants', () => {
  const stateWith = async (requireTenantWalls: boolean, hasThem: boolean, migrations: 'check' | 'run' = 'check') => {
    const registry = new HealthRegistry();
    const database = new Database(test.database.dataSource, { ...test.config, requireTenantWalls, migrations }, hasThem);
    const measures = { register: () => measures } as unknown as TableMeasures;
    new PlatformModule(registry, database, measures, []).onModuleInit();
    const check = registry.checks.find(({ name }) => name === 'tenant-walls');
    return check && { isRequired: check.isRequiredFor(new Set(['api'])), ...(await check.check()) };
  };

  it('is not ready without them, says why, and is ready as soon as somebody has put them up', async () => {
    await test.database.query('CREATE TABLE public.unguarded (org_id uuid)');
    try {
      expect(await stateWith(true, false)).toMatchObject({
        isRequired: true,
        isUp: false,
        details: { message: expect.stringContaining('row-level') },
      });
      expect(await enableRowLevelSecurity(test.database)).toBe(true);
      expect(await stateWith(true, false)).toMatchObject({ isUp: true });
    } finally {
      await test.database.query('DROP TABLE public.unguarded');
    }
    expect(await stateWith(true, true)).toMatchObject({ isUp: true });
  });

  it('puts them up by itself where it may', async () => {
    await test.database.query('CREATE TABLE public.unguarded (org_id uuid)');
    try {
      expect(await stateWith(true, false, 'run')).toMatchObject({ isUp: true });
      expect(await test.database.query(`SELECT FROM pg_policy WHERE polrelid = 'public.unguarded'::regclass`)).toHaveLength(1);
    } finally {
      await test.database.query('DROP TABLE public.unguarded');
    }
  });

  it('is the one that was told', async () => {
    expect(await stateWith(false, false)).toBeUndefined();
    expect(databaseConfig({ DATABASE_URL: 'postgres://x', KADR_REQUIRE_TENANT_WALLS: '1' }).requireTenantWalls).toBe(true);
    expect(databaseConfig({ DATABASE_URL: 'postgres://x' }).requireTenantWalls).toBe(false);
  });
});
