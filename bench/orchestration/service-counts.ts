import { setTimeout as sleep } from 'node:timers/promises';
import { type Client } from 'pg';
import { processorTimeMs } from './processor-time.js';

/** Backends tell their counts at most once a second. */
const COUNTED_AFTER_MS = 1_200;

/** What the database server has done. */
export interface Counts {
  /** Null: it does not count statements (`pg_stat_statements` is loaded only for suites that are asked for by name). */
  readonly statements: number | null;
  readonly commits: number;
  readonly syncs: number;
  readonly walBytes: number;
}

export interface Counted<T> extends Counts {
  readonly result: T;
  /** Processor time of each service, in milliseconds. */
  readonly services: Readonly<Record<string, number>>;
}

/** Does the work, and counts what the services have done for it. */
export async function counted<T>(admin: Client, work: () => Promise<T>): Promise<Counted<T>> {
  await sleep(COUNTED_AFTER_MS);
  const countsStatements = await startCounting(admin);
  const [before, cpuBefore] = [await counts(admin, countsStatements), serviceTimes()];
  const result = await work();
  const cpuAfter = serviceTimes();
  await sleep(COUNTED_AFTER_MS);
  const after = await counts(admin, countsStatements);
  return {
    result,
    services: Object.fromEntries(Object.entries(cpuAfter).map(([service, ms]) => [service, ms - (cpuBefore[service] ?? 0)])),
    statements: before.statements === null || after.statements === null ? null : after.statements - before.statements,
    commits: after.commits - before.commits,
    syncs: after.syncs - before.syncs,
    walBytes: after.walBytes - before.walBytes,
  };
}

/** @returns whether the server counts statements */
export async function startCounting(admin: Client): Promise<boolean> {
  const { rows } = await admin.query<{ loaded: string }>(`SELECT current_setting('shared_preload_libraries') AS loaded`);
  if (!rows[0]?.loaded.includes('pg_stat_statements')) return false;
  await admin.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
  await admin.query('SELECT pg_stat_statements_reset()');
  return true;
}

async function counts(admin: Client, countsStatements: boolean): Promise<Counts> {
  const statements = countsStatements ? '(SELECT coalesce(sum(calls), 0)::float8 FROM pg_stat_statements)' : 'NULL::float8';
  const { rows } = await admin.query<Counts>(
    `SELECT ${statements} AS statements,
            (SELECT sum(xact_commit)::float8 FROM pg_stat_database) AS commits,
            (SELECT sum(fsyncs)::float8 FROM pg_stat_io WHERE object = 'wal') AS syncs,
            (SELECT wal_bytes::float8 FROM pg_stat_wal) AS "walBytes"`,
  );
  if (!rows[0]) throw new Error('Postgres did not say what it has done');
  return rows[0];
}

function serviceTimes(): Record<string, number> {
  const pids = JSON.parse(process.env['KADR_BENCH_PIDS'] ?? '{}') as Record<string, number>;
  return Object.fromEntries(Object.entries(pids).map(([service, pid]) => [service, processorTimeMs(pid)]));
}

/** The statements that took longest since counting began, as lines: calls, time and rows for each of so many jobs. */
export async function slowestStatements(admin: Client, jobs: number): Promise<string> {
  const { rows } = await admin.query<{ calls: string; ms: string; rows: string; query: string }>(
    `SELECT round(calls / $1::numeric, 2) AS calls, round((total_exec_time / $1)::numeric, 3) AS ms, round(rows / $1::numeric, 1) AS rows,
            regexp_replace(left(query, 160), '\\s+', ' ', 'g') AS query
       FROM pg_stat_statements ORDER BY total_exec_time DESC LIMIT 60`,
    [jobs],
  );
  const lines = rows.map(({ calls, ms, rows: count, query }) => `${calls}\t${ms} ms\t${count} rows\t${query}`);
  return `per job: calls, time, rows, statement\n${lines.join('\n')}\n`;
}
