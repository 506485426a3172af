import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { appMegabytes, footprintOf } from './soak/footprint.js';
import { StartedKadr } from './startup-and-films/started-kadr.js';

export const name = 'soak';

interface Row {
  what: string;
  kadr: number;
  baseline: number | null;
  unit: string;
  ratio: number | null;
  note?: string;
}

/** `--full`; else `--jobs=<count>`, or the second. Every tenth has a picture drawn, the others take a file in. */
const FULL_JOBS = 20_000;
const JOBS = 300;
const AT_ONCE = 8;
/** Nothing that was left is waited for longer; of what is being made, as long as something ends. */
const PATIENCE_MS = 5 * 60_000;
/** What keeps books of what is old looks again so often: at its first look followers may not have noted how far they are. */
const SWEEP_MS = '2000';
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
/** What says how old a row is, by table. Instead of waiting for it, everything is made two years older. */
const AGE: Readonly<Record<string, readonly string[]>> = {
  'eventing.events': ['recorded_at'],
  'eventing.ended_streams': ['ended_at'],
  'tasks.tasks': ['created_at', 'finished_at'],
  'tasks.turns': ['served_at'],
  'integrations.provider_attempts': ['created_at', 'updated_at', 'finished_at'],
  'billing.postings': ['applied_at'],
  'billing.usage_records': ['used_at'],
  'platform.idempotency_keys': ['claimed_at'],
  'webhooks.announcements': ['occurred_at'],
  'assets.kept_addresses': ['created_at'],
};

/**
 * Small jobs, created, finished and deleted, and two years gone by: what is left of them in tables, on disk and in memory. Two rounds: after
 * the first one tables are as large as they have to be for the work itself; the second one must not make them larger.
 */
export async function run(report: (row: Row) => void, { full }: { full: boolean }): Promise<void> {
  const asked = process.argv.find((arg) => arg.startsWith('--jobs='))?.slice('--jobs='.length);
  const jobs = full ? FULL_JOBS : Number(asked ?? JOBS);
  const folder = await mkdtemp(path.join(process.env['KADR_BENCH_DIR'] ?? tmpdir(), 'soak-'));
  const dataDir = path.join(folder, 'data');
  const url = await newDatabase();
  const settings = {
    DATABASE_URL: url,
    KADR_RATE_LIMIT_PER_MINUTE: '1000000',
    KADR_ARCHIVE_MONTHS: '0',
    KADR_LOG_LEVEL: 'error',
    KADR_RETENTION_SWEEP_MS: SWEEP_MS,
  };
  const kadr = new StartedKadr(dataDir, settings);
  const sql = new Client({ connectionString: url });
  await sql.connect();
  try {
    await kadr.start();
    const key = await kadr.organisation('soak');
    await round(kadr, sql, key, Math.max(20, jobs / 20));
    await growOld(kadr, sql);
    const before = await footprintOf(sql, dataDir);
    const startedAtMs = performance.now();
    await round(kadr, sql, key, jobs);
    const early = await appMegabytes(kadr.pid);
    await growOld(kadr, sql);
    const once = await footprintOf(sql, dataDir);
    await round(kadr, sql, key, jobs / 2);
    const middle = await appMegabytes(kadr.pid);
    await round(kadr, sql, key, jobs / 2);
    const late = await appMegabytes(kadr.pid);
    await growOld(kadr, sql);
    const twice = await footprintOf(sql, dataDir);
    const minutes = ((performance.now() - startedAtMs) / 60_000).toFixed(1);
    const note = `${2 * jobs} jobs in ${minutes} minutes (a file taken in; every tenth a picture drawn), created, finished, deleted and two years old`;
    const more = [...twice.byTable].flatMap(([table, n]) =>
      n > (before.byTable.get(table) ?? 0) ? [`${table} +${n - (before.byTable.get(table) ?? 0)}`] : [],
    );
    report({
      what: 'rows in all tables, after and before',
      ...against(twice.rows, before.rows),
      unit: 'rows',
      note: `${note}; more: ${more.join(', ') || 'none'}`,
    });
    report({
      what: 'tables and indexes, after the second round and the first',
      ...against(twice.tables, once.tables),
      unit: 'MB',
      note: `before: ${before.tables.toFixed(1)} MB`,
    });
    report({ what: 'files of objects, after and before', ...against(twice.files, before.files), unit: 'files' });
    report({
      what: 'memory of the app, at the end of the second round and in its middle',
      ...against(late, middle),
      unit: 'MB',
      note: `at the end of the first: ${early.toFixed(0)} MB`,
    });
  } finally {
    await sql.end();
    await kadr.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const against = (kadr: number, baseline: number): Pick<Row, 'kadr' | 'baseline' | 'ratio'> => ({
  kadr,
  baseline,
  ratio: baseline === 0 ? (kadr === 0 ? 1 : null) : kadr / baseline,
});

async function round(kadr: StartedKadr, sql: Client, key: string, jobs: number): Promise<void> {
  const made: string[] = [];
  await inTurn(jobs, async (n) => {
    const isDrawn = n % 10 === 0;
    const body = isDrawn
      ? { model: 'local:illustrator', input: { prompt: `A lighthouse, number ${n}` } }
      : { url: `data:image/png;base64,${PIXEL}` };
    const route = isDrawn ? '/v1/generations' : '/v1/assets';
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    const response = await kadr.request(route, { method: 'POST', body: JSON.stringify(body), headers }, key);
    if (!response.ok) throw new Error(`${route}: ${response.status} ${await response.text()}`);
    made.push(`${route}/${((await response.json()) as { id: string }).id}`);
  });
  const settled = (): Promise<void> => untilNothing(sql, 'tasks.tasks WHERE finished_at IS NULL');
  await settled();
  await inTurn(made.length, async (n) => {
    const response = await kadr.request(made[n] ?? '', { method: 'DELETE' }, key);
    if (!response.ok) throw new Error(`${made[n]}: ${response.status} ${await response.text()}`);
  });
  await settled();
  await untilNothing(sql, 'billing.postings WHERE applied_at IS NULL');
}

async function inTurn(times: number, work: (n: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let n = next++; n < times; n = next++) await work(n);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** @throws Error when nothing has become less for too long, with what is left */
async function untilNothing(sql: Client, what: string): Promise<void> {
  let [least, sinceMs] = [Infinity, performance.now()];
  for (;;) {
    const { rows } = await sql.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${what}`);
    const n = rows[0]?.n ?? 0;
    if (n === 0) return;
    if (n < least) [least, sinceMs] = [n, performance.now()];
    if (performance.now() - sinceMs > PATIENCE_MS) throw new Error(`still ${n} in ${what}`);
    await sleep(250);
  }
}

/** The app's sweepers look at their start; the last event of all stays, whatever its age. */
async function growOld(kadr: StartedKadr, sql: Client): Promise<void> {
  await kadr.stop();
  for (const [table, columns] of Object.entries(AGE)) {
    const { rows } = await sql.query<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0`,
      [table],
    );
    const there = columns.filter((column) => rows.some(({ name: known }) => known === column));
    await sql.query(`UPDATE ${table} SET ${there.map((column) => `${column} = ${column} - interval '730 days'`).join(', ')}`);
  }
  await kadr.start();
  await untilNothing(sql, `tasks.tasks WHERE finished_at < now() - interval '60 days'`);
  await untilNothing(sql, `(SELECT FROM eventing.ended_streams OFFSET 1) AS waiting`);
  await untilNothing(sql, `webhooks.announcements WHERE occurred_at < now() - interval '100 days'`);
  await untilNothing(sql, `billing.usage_records WHERE subject_kind <> 'summed' AND used_at < now() - interval '410 days'`);
}

async function newDatabase(): Promise<string> {
  const admin = process.env['KADR_BENCH_DATABASE_URL'];
  if (!admin) throw new Error('KADR_BENCH_DATABASE_URL is not set');
  const database = `bench_soak_${randomUUID().slice(0, 8)}`;
  const client = new Client({ connectionString: admin });
  await client.connect();
  await client.query(`CREATE DATABASE ${database}`);
  await client.end();
  return Object.assign(new URL(admin), { pathname: `/${database}` }).toString();
}
