import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { type ContenderProcess } from './orchestration/contender-process.js';
import { type RoundResult } from './orchestration/load.js';
import { type Counted, counted, slowestStatements } from './orchestration/service-counts.js';
import { startContender } from './orchestration/start-contender.js';
import { type Row } from './row.js';

export const name = 'hot-path';

const CONTENDERS = ['kadr', 'kadr-default', 'bullmq'] as const;
const LEVELS = [
  { inFlight: 1, jobs: 40 },
  { inFlight: 10, jobs: 200 },
  { inFlight: 100, jobs: 300 },
];
const WARM_UP = { inFlight: 20, seconds: 2.5, minJobs: 60 };
type Measured = Counted<RoundResult>;

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
  const measured = await counted(admin, () => one.round({ inFlight, seconds: 0, minJobs: jobs }));
  const profileDir = process.env['KADR_BENCH_PROFILE_DIR'];
  if (profileDir) await writeFile(path.join(profileDir, `${one.name}-${inFlight}.statements.txt`), await slowestStatements(admin, jobs));
  return measured;
}

const cpuOf = ({ result, services }: Measured): number =>
  (result.cpuMs + Object.values(services).reduce((sum, ms) => sum + ms, 0)) / result.jobs;

function reportLevel(report: (row: Row) => void, all: ReadonlyMap<string, Measured>, kadrName: string, inFlight: number): void {
  const [kadr, bullmq] = [all.get(kadrName), all.get('bullmq')];
  if (!kadr || !bullmq) throw new Error('a contender was not measured');
  const places = kadrName === 'kadr' ? '1,000 places a queue' : 'default places';
  const per = (value: number | null): string => ((value ?? NaN) / kadr.result.jobs).toFixed(1);
  const parts = ({ result, services }: Measured): string =>
    [['node', result.cpuMs] as const, ...Object.entries(services)].map(([who, ms]) => `${who} ${(ms / result.jobs).toFixed(1)}`).join(', ');
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
      `${speed(kadr.result)} and ${speed(bullmq.result)} jobs/s`,
  });
}
