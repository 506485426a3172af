import { createReadStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type DatabaseConfig } from '../database/database.config.js';
import { migrate, type MigrationClass, whenReachable } from '../database/migrations.js';
import { BackupFault } from './backup-fault.js';
import { type DatabaseDump, type DumpedTable, longConnection, quoted } from './database-dump.js';
import { verifyFile } from './kept-file.js';

const nameOf = (Migration: MigrationClass): string => new Migration().name ?? Migration.name;

/** @throws BackupFault when a newer release made it, or a file of it is not what was written */
export async function verifyDump(dump: DatabaseDump, folder: string, migrations: readonly MigrationClass[]): Promise<void> {
  const known = new Set(migrations.map(nameOf));
  const unknown = dump.migrations.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new BackupFault(
      `The backup was made by a newer release (this one does not know ${unknown.join(', ')}). Restore it with that release, or a later one.`,
    );
  }
  for (const table of dump.tables) await verifyFile(folder, table);
}

/**
 * Brings an empty database to where the backed up one stood, then to what this release needs; all rows or none.
 * @param isUsed whether somebody has worked with it already @throws BackupFault when it is not empty
 */
export async function loadDatabase(
  config: DatabaseConfig,
  migrations: readonly MigrationClass[],
  { dump, folder, isUsed }: { readonly dump: DatabaseDump; readonly folder: string; readonly isUsed: (client: Client) => Promise<boolean> },
): Promise<void> {
  const first = await whenReachable(config, () => longConnection(config, 'restore'));
  try {
    if (await isUsed(first)) {
      throw new BackupFault(
        'The database is not empty: nothing was changed. Make a new one, and name it in DATABASE_URL (or name an empty folder in KADR_DATA_DIR).',
      );
    }
  } finally {
    await first.end();
  }
  const then = new Set(dump.migrations);
  await migrate(
    config,
    migrations.filter((Migration) => then.has(nameOf(Migration))),
  );
  const client = await longConnection(config, 'restore');
  try {
    await client.query('BEGIN');
    await loadTables(client, dump, folder);
    await client.query('COMMIT');
    await client.query('ANALYZE');
  } finally {
    await client.end();
  }
  await migrate(config, migrations);
}

async function loadTables(client: Client, dump: DatabaseDump, folder: string): Promise<void> {
  for (const { schema, name, partition } of dump.tables) {
    if (!partition) continue;
    const parent = quoted(partition.schema, partition.of);
    await client.query(`CREATE TABLE IF NOT EXISTS ${quoted(schema, name)} PARTITION OF ${parent} ${partition.bound}`);
  }
  if (dump.tables.length > 0) {
    await client.query(`TRUNCATE ${dump.tables.map(({ schema, name }) => quoted(schema, name)).join(', ')}`);
  }
  for (const table of await inOrderOfReferences(client, dump.tables)) await loadTable(client, table, folder);
  for (const [name, value] of Object.entries(dump.sequences)) {
    await client.query('SELECT setval($1::regclass, $2::bigint)', [name, value]);
  }
}

async function loadTable(client: Client, { schema, name, columns, rows, file }: DumpedTable, folder: string): Promise<void> {
  const table = quoted(schema, name);
  // Triggers stand for what earlier releases left out; here all rows are as they were.
  await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  const target = client.query(copyFrom(`COPY ${table} (${columns.map((column) => quoted(column)).join(', ')}) FROM STDIN`));
  await pipeline(createReadStream(path.join(folder, file)), createGunzip(), target);
  await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  if (target.rowCount !== rows) throw new BackupFault(`${schema}.${name} took ${target.rowCount} rows of ${rows}. Use another backup.`);
}

/** Those that others refer to first. */
async function inOrderOfReferences(client: Client, tables: readonly DumpedTable[]): Promise<readonly DumpedTable[]> {
  const { rows } = await client.query<{ from: string; to: string }>(
    `SELECT fn.nspname || '.' || f.relname AS from, tn.nspname || '.' || t.relname AS to
       FROM pg_constraint c
       JOIN pg_class f ON f.oid = c.conrelid JOIN pg_namespace fn ON fn.oid = f.relnamespace
       JOIN pg_class t ON t.oid = c.confrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
      WHERE c.contype = 'f' AND f.oid <> t.oid`,
  );
  const byName = new Map(tables.map((table) => [`${table.schema}.${table.name}`, table]));
  const ordered = new Set<DumpedTable>();
  const add = (name: string): void => {
    const table = byName.get(name);
    if (!table || ordered.has(table)) return;
    for (const { to } of rows.filter(({ from }) => from === name)) add(to);
    ordered.add(table);
  };
  for (const name of byName.keys()) add(name);
  return [...ordered];
}
