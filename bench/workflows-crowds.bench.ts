import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { slowestStatements, startCounting } from './orchestration/service-counts.js';
import { StartedKadr } from './startup-and-films/started-kadr.js';
import { type Row } from './row.js';
import { wantedOf } from './wanted.js';

export const name = 'workflows-crowds';

const DATABASE = 'bench_workflows_crowds';
const CLIENTS = 16;
/** Schedules that are due at once every day somewhere. */
const FEW = 100;
const WITHIN_MS = 600_000;
const LESS = 'less is better; the baseline is what is wanted, not a peer';
const node = (id: string, type: string, params: object = {}) => ({ id, type, params });
const edge = (from: string, to: string) => ({ from, to });

/** Ten nodes side by side that each wait for a second. */
const WAITS = 10;
const WAITING = {
  name: 'Waiting',
  graph: {
    nodes: [
      node('value', 'Input.Json', { default: 1 }),
      ...Array.from({ length: WAITS }, (_, i) => node(`w${i}`, 'Delay', { seconds: 1 })),
    ],
    edges: Array.from({ length: WAITS }, (_, i) => edge('value.json', `w${i}.value`)),
  },
};
const WORD = { name: 'A word', graph: { nodes: [node('said', 'Text.Template', { template: '{{schedule.episode}}' })], edges: [] } };

/**
 * Many runs that wait at the same time, and many schedules that are due at the same moment: one process with every role, services of the
 * benchmark. With --full as many as are wanted, otherwise few. KADR_BENCH_PROFILE_DIR=<folder>, with --statements: what took the time.
 */
export async function run(report: (row: Row) => void, { full, only }: { full: boolean; only: readonly string[] }): Promise<void> {
  const isWanted = wantedOf(['runs', 'few-ticks', 'ticks'], only);
  const folder = await mkdtemp(path.join(process.env['KADR_BENCH_DIR'] ?? tmpdir(), 'crowds-'));
  const dataDir = path.join(folder, 'data');
  const db = await ownDatabase();
  const profileDir = process.env['KADR_BENCH_PROFILE_DIR'];
  const profiled: Readonly<Record<string, string>> = profileDir ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profileDir}` } : {};
  const settings = { KADR_RATE_LIMIT_PER_MINUTE: '1000000', DATABASE_URL: db.url, ...profiled };
  const kadr = new StartedKadr(dataDir, settings);
  try {
    await kadr.start();
    if (profileDir) await startCounting(db.sql);
    const crowd = new Crowd(kadr, await kadr.organisation('crowds'), db.sql, dataDir);
    if (isWanted('runs')) await reportRuns(report, crowd, full ? 1_000 : 100);
    if (isWanted('few-ticks')) await reportTicks(report, crowd, FEW);
    if (isWanted('ticks')) await reportTicks(report, crowd, full ? 10_000 : 200);
    if (profileDir) await writeFile(path.join(profileDir, 'crowds.statements.txt'), await slowestStatements(db.sql, 1));
  } finally {
    await kadr.stop();
    await db.sql.end();
    await rm(folder, { recursive: true, force: true });
  }
}

class Crowd {
  constructor(
    private readonly kadr: StartedKadr,
    private readonly key: string,
    readonly sql: Client,
    private readonly dataDir: string,
  ) {}

  async post(route: string, body: object): Promise<string> {
    const response = await this.kadr.request(route, { method: 'POST', body: JSON.stringify(body) }, this.key);
    if (!response.ok) throw new Error(`${route}: ${response.status} ${await response.text()}`);
    return ((await response.json()) as { id: string }).id;
  }

  /** So many of them, some at a time. @returns their ids */
  async many(route: string, body: object, count: number): Promise<string[]> {
    const ids: string[] = [];
    let begun = 0;
    const client = async (): Promise<void> => {
      while (begun < count) {
        begun += 1;
        ids.push(await this.post(route, body));
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, client));
    return ids;
  }

  async count(statement: string, values: readonly unknown[]): Promise<number> {
    const { rows } = await this.sql.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${statement}`, [...values]);
    return rows[0]?.n ?? 0;
  }

  /** Megabytes that the process of the app has in memory. */
  residentMb(): number {
    const pids = readdirSync('/proc').filter((one) => /^\d+$/.test(one));
    const sizes = pids.map((pid) => {
      try {
        const isOurs = readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`KADR_DATA_DIR=${this.dataDir}`);
        if (!isOurs || !readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('main.js')) return 0;
        return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
      } catch {
        return 0; // it has ended meanwhile
      }
    });
    const most = Math.max(...sizes);
    if (most === 0) throw new Error('the process of the app was not found');
    return most;
  }

  /** Tasks of all queues by how long they waited for a place: upper bound in seconds, and how many until there. */
  async waits(): Promise<ReadonlyMap<number, number>> {
    const text = await (await this.kadr.request('/metrics')).text();
    const buckets = new Map<number, number>();
    for (const [, bound = '', count = ''] of text.matchAll(/^kadr_task_wait_seconds_bucket\{.*le="([^"]+)".*\} (\d+)/gm)) {
      const seconds = bound === '+Inf' ? Infinity : Number(bound);
      buckets.set(seconds, (buckets.get(seconds) ?? 0) + Number(count));
    }
    return buckets;
  }
}

async function reportRuns(report: (row: Row) => void, crowd: Crowd, runs: number): Promise<void> {
  const workflow = await crowd.post('/v1/workflows', WAITING);
  await crowd.many(`/v1/workflows/${workflow}/runs`, {}, CLIENTS);
  await ended(crowd, workflow, CLIENTS);
  await sleep(2_000);
  const [idleMb, before] = [crowd.residentMb(), await crowd.waits()];
  let mostMb = idleMb;
  const watch = setInterval(() => (mostMb = Math.max(mostMb, crowd.residentMb())), 250);
  const startedMs = performance.now();
  try {
    await crowd.many(`/v1/workflows/${workflow}/runs`, {}, runs);
    await ended(crowd, workflow, CLIENTS + runs);
  } finally {
    clearInterval(watch);
  }
  const seconds = (performance.now() - startedMs) / 1_000;
  const after = await crowd.waits();
  const waits = new Map([...after].map(([bound, count]) => [bound, count - (before.get(bound) ?? 0)]));
  const what = `${runs.toLocaleString('en-US')} runs of ${WAITS} nodes that each wait a second`;
  report({ what, kadr: seconds, baseline: null, unit: 's', ratio: null, note: 'until all have completed, from the first request' });
  const late = quantile(waits, 0.95) * 1_000;
  report({ what: `${what}: a task waits for a place, p95`, kadr: late, baseline: 250, unit: 'ms', ratio: late / 250, note: LESS });
  const more = mostMb - idleMb;
  report({ what: `${what}: memory above idle`, kadr: more, baseline: 150, unit: 'MiB', ratio: more / 150, note: LESS });
}

async function ended(crowd: Crowd, workflow: string, runs: number): Promise<void> {
  const of = `workflows.runs WHERE data->>'workflowId' = $1 AND data->>'status' =`;
  const deadlineMs = performance.now() + WITHIN_MS;
  while ((await crowd.count(`${of} 'completed'`, [workflow])) < runs) {
    if (performance.now() > deadlineMs) throw new Error('runs do not end');
    if ((await crowd.count(`${of} 'failed'`, [workflow])) > 0) throw new Error('a run has failed');
    await sleep(100);
  }
}

/** As Prometheus calculates it: within a bucket as if all were spread evenly. */
function quantile(buckets: ReadonlyMap<number, number>, q: number): number {
  const sorted = [...buckets].sort(([a], [b]) => a - b);
  const wanted = (sorted.at(-1)?.[1] ?? 0) * q;
  let [from, below] = [0, 0];
  for (const [bound, count] of sorted) {
    if (count >= wanted) return bound === Infinity ? from : from + ((bound - from) * (wanted - below)) / Math.max(1, count - below);
    [from, below] = [bound, count];
  }
  return from;
}

async function reportTicks(report: (row: Row) => void, crowd: Crowd, schedules: number): Promise<void> {
  const workflow = await crowd.post('/v1/workflows', WORD);
  const rule = { cron: '0 0 1 1 *', timezone: 'UTC', overlap: 'allow' };
  const ids = await crowd.many(`/v1/workflows/${workflow}/schedules`, rule, schedules);
  const due = `UPDATE workflows.schedules SET next_due_at = date_trunc('milliseconds', now()), look_at = date_trunc('milliseconds', now())
    WHERE schedule_id = ANY($1::uuid[])`;
  await crowd.sql.query(due, [ids]);
  const deadlineMs = performance.now() + WITHIN_MS;
  const of = 'workflows.ticks WHERE schedule_id = ANY($1::uuid[])';
  while ((await crowd.count(of, [ids])) < schedules) {
    if (performance.now() > deadlineMs) throw new Error('ticks are not decided about');
    await sleep(100);
  }
  const { rows } = await crowd.sql.query<{ seconds: number; p95: number; fired: number; runs: number }>(
    `SELECT extract(epoch FROM max(decided_at - due_at))::float8 AS seconds,
            percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM decided_at - due_at)) AS p95,
            count(*) FILTER (WHERE outcome = 'fired')::int AS fired, count(DISTINCT run_id)::int AS runs FROM ${of}`,
    [ids],
  );
  const [found] = rows;
  const runs = await crowd.count(`eventing.events WHERE type = 'RunRequested' AND data->'schedule'->>'scheduleId' = ANY($1::text[])`, [
    ids,
  ]);
  if (!found || found.fired !== schedules || found.runs !== schedules || runs !== schedules) {
    throw new Error(`of ${schedules} ticks ${found?.fired} fired, with ${runs} runs`);
  }
  const what = `${schedules.toLocaleString('en-US')} schedules due at once`;
  const note = `${LESS}; each fired once, with one run`;
  if (schedules > 100)
    report({ what: `${what}: all decided`, kadr: found.seconds, baseline: 30, unit: 's', ratio: found.seconds / 30, note });
  else report({ what: `${what}: late, p95`, kadr: found.p95, baseline: 2, unit: 's', ratio: found.p95 / 2, note });
  await ended(crowd, workflow, schedules);
}

async function ownDatabase(): Promise<{ readonly url: string; readonly sql: Client }> {
  const url = new URL(process.env['KADR_BENCH_DATABASE_URL'] ?? '');
  const admin = new Client({ connectionString: url.href });
  await admin.connect();
  try {
    await admin.query(`DROP DATABASE IF EXISTS ${DATABASE} WITH (FORCE)`);
    await admin.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await admin.end();
  }
  url.pathname = `/${DATABASE}`;
  const sql = new Client({ connectionString: url.href });
  await sql.connect();
  return { url: url.href, sql };
}
