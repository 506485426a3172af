import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { describe, expect, it } from '@jest/globals';
import { type MigrationClass } from '#platform';
import { migrations } from '../../apps/api/src/migrations.js';
import { migrationFaults, writtenAt } from './migration-rules.js';

/** Those written until now have made the first schema that runs anywhere; there is no release that they could break. */
const FIRST_SCHEMA = 1_764_700_000_000;

const migrationOf = (statements: readonly string[], transaction?: boolean): MigrationClass =>
  class Sample1799999999999 implements MigrationInterface {
    readonly name = 'Sample1799999999999';
    readonly transaction?: boolean;
    constructor() {
      if (transaction !== undefined) this.transaction = transaction;
    }
    async up(runner: QueryRunner): Promise<void> {
      for (const statement of statements) await runner.query(statement);
    }
    async down(): Promise<void> {}
  };

describe('a migration', () => {
  it('leaves the release before it running', async () => {
    const later = migrations.filter((Migration) => writtenAt(Migration) > FIRST_SCHEMA);
    expect((await Promise.all(later.map(migrationFaults))).flat()).toEqual([]);
  });

  it.each([
    [['DROP TABLE jobs.live_videos'], 'drops a table'],
    [['ALTER TABLE tasks.tasks DROP COLUMN note'], 'drops a column'],
    [['ALTER TABLE tasks.tasks ADD COLUMN a text, DROP note'], 'drops a column'],
    [['alter table tasks.tasks rename column a to b'], 'renames or moves'],
    [['ALTER TABLE jobs.orders SET SCHEMA billing'], 'renames or moves'],
    [['ALTER TABLE tasks.tasks ALTER COLUMN lease TYPE bigint'], 'changes the type'],
    [['ALTER TABLE tasks.tasks ALTER note SET NOT NULL'], 'forbids NULL'],
    [['ALTER TABLE tasks.tasks ADD COLUMN a text NOT NULL'], 'without a default'],
    [['ALTER TABLE tasks.tasks ADD COLUMN a text DEFAULT 1, ADD b int NOT NULL'], 'without a default'],
    [['CREATE INDEX found ON tasks.tasks (kind)'], 'without CONCURRENTLY'],
    [['CREATE UNIQUE INDEX IF NOT EXISTS found ON eventing.events USING btree (type)'], 'without CONCURRENTLY'],
    [['CREATE INDEX CONCURRENTLY found ON tasks.tasks (kind)'], 'transaction = false'],
    [['CREATE TABLE a.b (c int); DROP TABLE a.d'], 'drops a table'],
  ])('%j is refused', async (statements, fault) => {
    expect(await migrationFaults(migrationOf(statements))).toEqual([expect.stringContaining(fault)]);
  });

  it('may add, widen, and do with its own tables what it likes', async () => {
    const harmless = [
      'CREATE TABLE jobs.notes (id uuid PRIMARY KEY, text text NOT NULL)',
      'ALTER TABLE jobs.notes RENAME COLUMN text TO words',
      'CREATE INDEX notes_words ON jobs.notes (words)',
      `ALTER TABLE tasks.tasks ADD COLUMN a text, ADD COLUMN b int NOT NULL DEFAULT 0, ADD CONSTRAINT c CHECK (b IS NOT NULL)`,
      'ALTER TABLE tasks.tasks ALTER COLUMN a DROP NOT NULL, ALTER COLUMN a DROP DEFAULT, DROP CONSTRAINT c',
      `COMMENT ON TABLE tasks.tasks IS 'DROP TABLE tasks.tasks; ALTER TABLE x RENAME TO y'`,
      'CREATE INDEX wanted ON jobs.orders (id) -- DROP TABLE x',
    ];
    expect(await migrationFaults(migrationOf(harmless))).toEqual([]);
    const index = 'CREATE INDEX CONCURRENTLY found ON tasks.tasks (kind)';
    expect(await migrationFaults(migrationOf([index], false))).toEqual([expect.stringContaining('buildIndexConcurrently')]);
    expect(await migrationFaults(migrationOf(['SET lock_timeout = 60000', index], false))).toEqual([]);
  });
});
