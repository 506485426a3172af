import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Client } from 'pg';

/** What an installation takes. */
export interface Footprint {
  /** In all tables. */
  readonly rows: number;
  /** Of tables and indexes, after a vacuum, in megabytes. */
  readonly tables: number;
  /** Files of objects. */
  readonly files: number;
}

const TABLES = `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' ORDER BY 1`;

export async function footprintOf(sql: Client, dataDir: string): Promise<Footprint & { readonly byTable: ReadonlyMap<string, number> }> {
  const { rows: tables } = await sql.query<{ name: string }>(TABLES);
  const byTable = new Map<string, number>();
  let bytes = 0;
  for (const { name } of tables) {
    await sql.query(`VACUUM ${name}`);
    const { rows } = await sql.query<{ n: number; bytes: string }>(
      `SELECT count(*)::int AS n, pg_total_relation_size($1) AS bytes FROM ${name}`,
      [name],
    );
    byTable.set(name, rows[0]?.n ?? 0);
    bytes += Number(rows[0]?.bytes ?? 0);
  }
  const entries = await readdir(path.join(dataDir, 'objects'), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).length;
  return { rows: [...byTable.values()].reduce((sum, n) => sum + n, 0), tables: bytes / 1e6, files, byTable };
}

/** What all processes below this one that run the app have in memory, in megabytes. Linux only. */
export async function appMegabytes(ancestor: number): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = new Map<number, number>();
  for (const pid of pids) {
    const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    parents.set(pid, Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[1] ?? 0));
  }
  const isBelow = (pid: number): boolean => pid === ancestor || (parents.has(pid) && isBelow(parents.get(pid) ?? 0));
  let pages = 0;
  for (const pid of pids.filter((one) => one !== ancestor && isBelow(one))) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (!command.includes(path.join('apps', 'api'))) continue;
    pages += Number((await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '0 0')).split(' ')[1] ?? 0);
  }
  return (pages * 4096) / 1e6;
}
