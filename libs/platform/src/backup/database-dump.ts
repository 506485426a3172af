import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip, constants } from 'node:zlib';
import { Client, escapeIdentifier } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { connectionSettings, type DatabaseConfig } from '../database/database.config.js';
import { BackupFault } from './backup-fault.js';
import { type KeptFile } from './kept-file.js';

/** The rows of one table, as COPY writes them, compressed. */
export interface DumpedTable extends KeptFile {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: number;
  /** A partition that was made while Kadr ran: of which table, and for which values. */
  readonly partition: { readonly schema: string; readonly of: string; readonly bound: string } | null;
}

/** All rows of a database as they stood at one moment. The tables themselves are made by the migrations. */
export interface DatabaseDump {
  /** Names of those that had been run. */
  readonly migrations: readonly string[];
  readonly tables: readonly DumpedTable[];
  /** By `schema.name`: what was given out last. */
  readonly sequences: Readonly<Record<string, string>>;
}

/** Below the folder of a backup. */
const FOLDER = 'database';

/** Ours, and kept: not what a rebuild makes in between, and not the list of migrations, which are run anew. */
const TABLES = `
  SELECT n.nspname::text AS schema, c.relname::text AS name,
         ARRAY(SELECT a.attname::text FROM pg_attribute a
                WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum) AS columns,
         pn.nspname::text AS parent_schema, pc.relname::text AS parent, pg_get_expr(c.relpartbound, c.oid) AS bound
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_inherits i ON i.inhrelid = c.oid AND c.relispartition
    LEFT JOIN pg_class pc ON pc.oid = i.inhparent
    LEFT JOIN pg_namespace pn ON pn.oid = pc.relnamespace
   WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'public')
     AND (n.nspname, c.relname) <> ('platform', 'migrations')
   ORDER BY 1, 2`;
const SEQUENCES = `SELECT schemaname || '.' || sequencename AS name, last_value::text AS value FROM pg_sequences
  WHERE schemaname !~ '^pg_' AND schemaname NOT IN ('information_schema', 'public') AND last_value IS NOT NULL ORDER BY 1`;

interface TableRow {
  readonly schema: string;
  readonly name: string;
  readonly columns: string[];
  readonly parent_schema: string | null;
  readonly parent: string | null;
  readonly bound: string | null;
}

/**
 * Writes every row of the database below `folder`, all of one moment, while everything goes on.
 * @throws BackupFault when nothing is there; what Postgres or the disk throws: what is written by then is of no use
 */
export async function dumpDatabase(config: DatabaseConfig, folder: string): Promise<DatabaseDump> {
  await mkdir(path.join(folder, FOLDER), { recursive: true, mode: 0o700 });
  const client = await longConnection(config, 'backup');
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const [table] = (await client.query<{ there: boolean }>(`SELECT to_regclass('platform.migrations') IS NOT NULL AS there`)).rows;
    if (!table?.there)
      throw new BackupFault('The database is empty: there is nothing to back up. Look whether DATABASE_URL names the right one.');
    const migrations = await client.query<{ name: string }>('SELECT name FROM platform.migrations ORDER BY name');
    const found = await client.query<TableRow>(TABLES);
    const tables: DumpedTable[] = [];
    for (const row of found.rows) tables.push(await dumpTable(client, folder, row));
    const sequences = await client.query<{ name: string; value: string }>(SEQUENCES);
    await client.query('COMMIT');
    return {
      migrations: migrations.rows.map(({ name }) => name),
      tables,
      sequences: Object.fromEntries(sequences.rows.map(({ name, value }) => [name, value])),
    };
  } finally {
    await client.end();
  }
}

/** No statement of it is too long. */
export async function longConnection(config: DatabaseConfig, purpose: string): Promise<Client> {
  const settings = { ...connectionSettings(config, purpose), statement_timeout: 0, idle_in_transaction_session_timeout: 0 };
  const client = new Client(settings);
  // The statement under way says it better.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

export const quoted = (...names: readonly string[]): string => names.map((name) => escapeIdentifier(name)).join('.');

async function dumpTable(client: Client, folder: string, row: TableRow): Promise<DumpedTable> {
  const { schema, name, columns, parent_schema: parentSchema, parent, bound } = row;
  const file = path.posix.join(FOLDER, `${schema}.${name}.copy.gz`);
  const hash = createHash('sha256');
  let bytes = 0;
  const source = client.query(copyTo(`COPY ${quoted(schema, name)} (${columns.map((column) => quoted(column)).join(', ')}) TO STDOUT`));
  await pipeline(
    source,
    createGzip({ level: constants.Z_BEST_SPEED }),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    },
    createWriteStream(path.join(folder, file), { flags: 'wx', mode: 0o600, flush: true }),
  );
  const partition = parent !== null && parentSchema !== null && bound !== null ? { schema: parentSchema, of: parent, bound } : null;
  return { schema, name, columns, rows: source.rowCount, partition, file, bytes, sha256: hash.digest('hex') };
}
