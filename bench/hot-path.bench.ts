import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { type ContenderProcess } from './orchestration/contender-process.js';
import { type RoundResult } from './orchestration/load.js';
import { processorTimeMs } from './orchestration/processor-time.js';
import { startContender } from './orchestration/start-contender.js';

export const name = 'hot-path';

interface Row {
  what: string;
  kadr: number;
  baseline: number | null;
  unit: string;
  ratio: number | null;
  note?: string;
}

const CONTENDERS = ['kadr', 'kadr-default', 'bullmq'] as const;
const LEVELS = [
  { inFlight: 1, jobs: 40 },
  { inFlight: 10, jobs: 200 },
  { inFlight: 100, jobs: 300 },
];
const WARM_UP = { inFlight: 20, seconds: 2.5, minJobs: 60 };
/** Backends tell their counts at most once a second. */
const COUNTED_AFTER_MS = 1_200;

/** What the server has done so far. */
interface Counts {
  readonly statements: number;
  readonly commits: number;
  readonly syncs: number;
  readonly walBytes: number;
}

interface Measured extends Counts {
  readonly round: RoundResult;
  /** Processor time of each service, in milliseconds. */
  readonly services: Readonly<Record<string, number>>;
}

/**
 * The price of one job of 1 + 48 + 1 steps: statements, commits, syncs of the disk and processor time, that of the services included. Less
 * swayed by what else runs on the machine than jobs per second are. KADR_BENCH_PROFILE_DIR=<folder>: .cpuprofile files of the processes
 * and, of each round, what its statements took.
 */
export async function run(report: (row: Row) => void): Promise<void> {
  const folder = await mkdtemp(path.join(process.env['KADR_BENCH_DIR'] ?? tmpdir(), 'hot-path-'));
  const admin = new Client({ connectionString: process.env['KADR_BENCH_DATABASE_URL'] });
  await admin.connect();
  const processes: ContenderProcess[] = [];
  try {
    await admin.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
    for (const contender of CONTENDERS) processes.push(await startContender(contender, folder));
    for (const one of processes) await one.round(WARM_UP);
    for (const level of LEVELS) {
      const measured = new Map<string, Measured>();
      for (const one of processes) measured.set(one.name, await measure(admin, one, level));
      for (const kadr of ['kadr', 'kadr-default'] as const) reportLevel(report, measured, kadr, level.inFlight);
    }
  } finally {
    await Promise.all(processes.map((one) => one.stop()));
    await admin.end();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(admin: Client, one: ContenderProcess, { inFlight, jobs }: (typeof LEVELS)[number]): Promise<Measured> {
  await sleep(COUNTED_AFTER_MS);
  await admin.query('SELECT pg_stat_statements_reset()');
  const [before, cpuBefore] = [await counts(admin), serviceTimes()];
  const round = await one.round({ inFlight, seconds: 0, minJobs: jobs });
  const cpuAfter = serviceTimes();
  await sleep(COUNTED_AFTER_MS);
  const after = await counts(admin);
  await keepStatements(admin, `${one.name}-${inFlight}`, jobs);
  return {
    round,
    services: Object.fromEntries(Object.entries(cpuAfter).map(([service, ms]) => [service, ms - (cpuBefore[service] ?? 0)])),
    statements: after.statements - before.statements,
    commits: after.commits - before.commits,
    syncs: after.syncs - before.syncs,
    walBytes: after.walBytes - before.walBytes,
  };
}

async function counts(admin: Client): Promise<Counts> {
  const { rows } = await admin.query<Counts>(
    `SELECT (SELECT coalesce(sum(calls), 0)::float8 FROM pg_stat_statements) AS statements,
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

async function keepStatements(admin: Client, file: string, jobs: number): Promise<void> {
  const profileDir = process.env['KADR_BENCH_PROFILE_DIR'];
  if (!profileDir) return;
  const { rows } = await admin.query<{ calls: string; ms: string; rows: string; query: string }>(
    `SELECT round(calls / $1::numeric, 2) AS calls, round((total_exec_time / $1)::numeric, 3) AS ms, round(rows / $1::numeric, 1) AS rows,
            regexp_replace(left(query, 160), '\\s+', ' ', 'g') AS query
       FROM pg_stat_statements ORDER BY total_exec_time DESC LIMIT 40`,
    [jobs],
  );
  const lines = rows.map(({ calls, ms, rows: count, query }) => `${calls}\t${ms} ms\t${count} rows\t${query}`);
  await writeFile(path.join(profileDir, `${file}.statements.txt`), `per job: calls, time, rows, statement\n${lines.join('\n')}\n`);
}

const cpuOf = ({ round, services }: Measured): number =>
  (round.cpuMs + Object.values(services).reduce((sum, ms) => sum + ms, 0)) / round.jobs;

function reportLevel(report: (row: Row) => void, all: ReadonlyMap<string, Measured>, kadrName: string, inFlight: number): void {
  const [kadr, bullmq] = [all.get(kadrName), all.get('bullmq')];
  if (!kadr || !bullmq) throw new Error('a contender was not measured');
  const places = kadrName === 'kadr' ? '1,000 places a queue' : 'default places';
  const per = (value: number): string => (value / kadr.round.jobs).toFixed(1);
  const parts = ({ round, services }: Measured): string =>
    [['node', round.cpuMs] as const, ...Object.entries(services)].map(([who, ms]) => `${who} ${(ms / round.jobs).toFixed(1)}`).join(', ');
  const speed = ({ jobs, elapsedMs }: RoundResult): string => ((jobs * 1000) / elapsedMs).toFixed(1);
  report({
    what: `processor time of one job, ${inFlight} in flight, ${places}`,
    kadr: cpuOf(kadr),
    baseline: cpuOf(bullmq),
    unit: 'ms',
    ratio: cpuOf(kadr) / cpuOf(bullmq),
    note:
      `less is better; all processes: ${parts(kadr)}; baseline: BullMQ flow: ${parts(bullmq)}; ` +
      `${per(kadr.statements)} statements, ${per(kadr.commits)} commits, ${per(kadr.syncs)} syncs, ${per(kadr.walBytes / 1000)} kB of WAL a job; ` +
      `${speed(kadr.round)} and ${speed(bullmq.round)} jobs/s`,
  });
}
