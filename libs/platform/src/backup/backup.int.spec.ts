import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Client } from 'pg';
import { databaseConfig, type DatabaseConfig } from '../database/database.config.js';
import { DatabaseSession } from '../database/database-session.js';
import { migrate } from '../database/migrations.js';
import { cloneDatabase } from '../testing/test-database.js';
import { type DatabaseDump, dumpDatabase } from './database-dump.js';
import { loadDatabase, verifyDump } from './database-load.js';

const migration = (name: string, sql: string): new () => MigrationInterface =>
  class implements MigrationInterface {
    readonly name = name;
    up = async (runner: QueryRunner): Promise<void> => void (await runner.query(sql));
    down = async (): Promise<void> => undefined;
  };
/** What our own tables have: an identity, references against the order of names, partitions made at work, triggers, seeds. */
const First = migration(
  'First1770000000001',
  `CREATE SCHEMA shop;
   CREATE TABLE shop.people (id uuid PRIMARY KEY, org_id uuid NOT NULL, note text, raw bytea, tags text[], data jsonb);
   CREATE TABLE shop.log (position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL);
   CREATE TABLE shop.cars (id uuid PRIMARY KEY, owner uuid NOT NULL REFERENCES shop.people (id));
   CREATE TABLE shop.old (month int NOT NULL, what text) PARTITION BY RANGE (month);
   CREATE TABLE shop.settings (name text PRIMARY KEY); INSERT INTO shop.settings VALUES ('seed');
   CREATE UNLOGGED TABLE shop.rebuild_1 (key text);
   CREATE FUNCTION shop.shout() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.note := upper(NEW.note); RETURN NEW; END $$;
   CREATE TRIGGER shout BEFORE INSERT ON shop.people FOR EACH ROW EXECUTE FUNCTION shop.shout()`,
);
const Second = migration('Second1770000000002', `ALTER TABLE shop.people ADD COLUMN age int DEFAULT 7`);

let source: { url: string; drop(): Promise<void> };
let from: DatabaseConfig;
let folder: string;
let dump: DatabaseDump;
const closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kadr-backup-'));
  source = await cloneDatabase([]);
  from = databaseConfig({ DATABASE_URL: source.url });
  await migrate(from, [First]);
  const session = await DatabaseSession.open(from, 'spec');
  await session.query(`INSERT INTO shop.people VALUES ('00000000-0000-4000-8000-000000000001', gen_random_uuid(), E'a\\tb\\nc\\\\N', '\\x00ff', '{x,NULL}', '{"ü": 1}');
    UPDATE shop.people SET note = 'quiet'; INSERT INTO shop.cars SELECT gen_random_uuid(), id FROM shop.people;
    INSERT INTO shop.log (at) SELECT now() FROM generate_series(1, 5); DELETE FROM shop.log WHERE position > 3;
    CREATE TABLE shop.old_1 PARTITION OF shop.old FOR VALUES FROM (1) TO (2); INSERT INTO shop.old VALUES (1, 'first');
    DELETE FROM shop.settings; INSERT INTO shop.settings VALUES ('own')`);
  await session.close();
  dump = await dumpDatabase(from, folder);
}, 120_000);
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await source?.drop();
});

const empty = async (): Promise<DatabaseConfig> => {
  const { url, drop } = await cloneDatabase([]);
  closing.push(drop);
  return databaseConfig({ DATABASE_URL: url });
};
const never = (): Promise<boolean> => Promise.resolve(false);

async function rowsOf(config: DatabaseConfig, sql: string): Promise<object[]> {
  const session = await DatabaseSession.open(config, 'spec');
  try {
    return await session.query(sql);
  } finally {
    await session.close();
  }
}

describe('a dump of a database', () => {
  it('becomes the same rows in an empty one, whatever they are made of, and numbers go on behind those that were given out', async () => {
    const to = await empty();
    await loadDatabase(to, [First], { dump, folder, isUsed: never });
    for (const table of ['people', 'log', 'cars', 'old', 'old_1', 'settings']) {
      const sql = `SELECT * FROM shop.${table} ORDER BY 1`;
      expect([table, await rowsOf(to, sql)]).toEqual([table, await rowsOf(from, sql)]);
    }
    expect(await rowsOf(to, 'INSERT INTO shop.log (at) VALUES (now()) RETURNING position')).toEqual([{ position: '6' }]);
    // Triggers are there again.
    expect(
      await rowsOf(to, `INSERT INTO shop.people (id, org_id, note) VALUES (gen_random_uuid(), gen_random_uuid(), 'x') RETURNING note`),
    ).toEqual([{ note: 'X' }]);
  }, 60_000);

  it('is brought up to date by a later release, and refused by an earlier one', async () => {
    const to = await empty();
    await loadDatabase(to, [First, Second], { dump, folder, isUsed: never });
    expect(await rowsOf(to, 'SELECT age FROM shop.people')).toEqual([{ age: 7 }]);
    const later = { ...dump, migrations: [...dump.migrations, 'Second1770000000002'] };
    await expect(verifyDump(later, folder, [First])).rejects.toThrow(
      /made by a newer release.*Second1770000000002.*Restore it with that release/,
    );
  }, 60_000);

  it('is not made of nothing', async () => {
    const to = await empty();
    await rowsOf(to, 'DROP SCHEMA platform CASCADE');
    const other = await mkdtemp(path.join(tmpdir(), 'kadr-backup-'));
    await expect(dumpDatabase(to, other)).rejects.toThrow(/there is nothing to back up.*DATABASE_URL/);
    await rm(other, { recursive: true });
  });

  it('is not put over rows of somebody else', async () => {
    const asked: string[] = [];
    const isUsed = async (client: Client): Promise<boolean> => {
      asked.push((await client.query<{ name: string }>('SELECT current_database() AS name')).rows[0]?.name ?? '');
      return true;
    };
    await expect(loadDatabase(from, [First], { dump, folder, isUsed })).rejects.toThrow(/not empty: nothing was changed.*DATABASE_URL/);
    expect(asked).toEqual([path.basename(source.url)]);
    expect(await rowsOf(from, 'SELECT name FROM shop.settings')).toEqual([{ name: 'own' }]);
  });

  it('leaves nothing behind when a row cannot be loaded', async () => {
    const to = await empty();
    const [table] = dump.tables;
    const wrong = { ...dump, tables: dump.tables.map((one) => (one === table ? { ...one, rows: one.rows + 1 } : one)) };
    await expect(loadDatabase(to, [First], { dump: wrong, folder, isUsed: never })).rejects.toThrow(/rows of/);
    expect(await rowsOf(to, 'SELECT name FROM shop.settings')).toEqual([{ name: 'seed' }]);
    await loadDatabase(to, [First], { dump, folder, isUsed: never });
    expect(await rowsOf(to, 'SELECT name FROM shop.settings')).toEqual([{ name: 'own' }]);
  }, 60_000);

  it.each<[string, (file: string) => Promise<void>, RegExp]>([
    ['is cut off', (file) => truncate(file, 10), /is cut off: it has 10 of \d+ bytes.*another backup/],
    ['has a byte changed', async (file) => writeFile(file, flipped(await readFile(file))), /was changed since.*another backup/],
    ['has grown', (file) => appendFile(file, 'x'), /was changed since/],
    ['is missing', (file) => rm(file), /is missing: the backup is not whole/],
  ])('says what to do when a file of it %s', async (_how, harm, said) => {
    const file = path.join(folder, dump.tables.find(({ name }) => name === 'people')?.file ?? '');
    const whole = await readFile(file);
    try {
      await verifyDump(dump, folder, [First]);
      await harm(file);
      await expect(verifyDump(dump, folder, [First])).rejects.toThrow(said);
    } finally {
      await writeFile(file, whole);
    }
  });
});

function flipped(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8((copy.at(-1) ?? 0) ^ 1, copy.length - 1);
  return copy;
}
