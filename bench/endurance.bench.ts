import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ContenderProcess } from './orchestration/contender-process.js';
import { STEPS } from './orchestration/contender.js';
import { median, type RoundOptions, type RoundResult } from './orchestration/load.js';
import { startContender, type StartOptions } from './orchestration/start-contender.js';
import { type Row } from './row.js';
import { wantedOf } from './wanted.js';

export const name = 'endurance';

type Report = (row: Row) => void;
const PARTS = ['failures', 'many', 'processes'] as const;

const IN_FLIGHT = 100;
const WARM_UP = { inFlight: 20, seconds: 2.5, minJobs: 60 };
const ROUND = { inFlight: IN_FLIGHT, seconds: 5, minJobs: 2 * IN_FLIGHT };
const ROUNDS = 3;
/** A line in the log for each failure would be all that is seen of this bench. */
const QUIET = { KADR_LOG_LEVEL: 'error' };
/** Into a round: every place of the process that is killed is at work. */
const KILLED_AFTER_MS = 1500;

/**
 * The jobs of the suite `orchestration` (1 + 48 + 1 steps, 1,000 places a queue, 100 under way) in worse weather: when a tenth of the steps
 * fails the first time, after a million steps (a tenth of that without --full), with a second process beside, and when that one is killed.
 */
export async function run(report: Report, { full, only }: { full: boolean; only: readonly string[] }): Promise<void> {
  const folder = await mkdtemp(path.join(process.env['KADR_BENCH_DIR'] ?? tmpdir(), 'endurance-'));
  const isWanted = wantedOf(PARTS, only);
  try {
    if (isWanted('failures')) await withFailures(report, folder);
    if (isWanted('many')) await afterMany(report, folder, full ? 1_000_000 : 100_000);
    if (isWanted('processes')) await withTwoProcesses(report, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const perSecond = ({ jobs, elapsedMs }: RoundResult): number => (jobs * 1000) / elapsedMs;
const speedOf = (results: readonly RoundResult[]): number => median(results.map(perSecond));
const spread = (results: readonly RoundResult[]): string => {
  const speeds = results.map(perSecond);
  return `${Math.min(...speeds).toFixed(0)}-${Math.max(...speeds).toFixed(0)}`;
};
/** Processor time of the process for a job, and the most memory it had. */
const burden = (results: readonly RoundResult[]): string =>
  `${median(results.map(({ cpuMs, jobs }) => cpuMs / jobs)).toFixed(1)} ms of its processor time a job, ${Math.max(...results.map(({ rssPeakMb }) => rssPeakMb)).toFixed(0)} MiB`;

async function started<T>(
  starts: readonly (() => Promise<ContenderProcess>)[],
  work: (processes: readonly ContenderProcess[]) => Promise<T>,
) {
  const processes: ContenderProcess[] = [];
  try {
    for (const start of starts) processes.push(await start());
    return await work(processes);
  } finally {
    await Promise.all(processes.map((one) => one.stop()));
  }
}

/** In turn, so that what else the machine does weighs on all of them. */
async function inTurn(processes: readonly ContenderProcess[], options: RoundOptions): Promise<RoundResult[][]> {
  const results: RoundResult[][] = processes.map(() => []);
  for (const one of processes) await one.round(WARM_UP);
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [place, one] of processes.entries()) results[place]?.push(await one.round(options));
  return results;
}

async function withFailures(report: Report, folder: string): Promise<void> {
  const start = (contender: 'kadr' | 'bullmq', failing: boolean) => () =>
    startContender(contender, folder, { database: `${contender}-${failing ? 'failing' : 'calm'}`, services: { failing }, env: QUIET });
  // Two BullMQ queues of one name would take each other's jobs: it is measured alone.
  const [calm = [], failing = []] = await started([start('kadr', false), start('kadr', true)], (all) => inTurn(all, ROUND));
  const [theirs = []] = await started([start('bullmq', true)], (all) => inTurn(all, ROUND));
  const what = `jobs of which a tenth of the steps fails once, ${IN_FLIGHT} in flight`;
  const [speed, undisturbed, bullmq] = [speedOf(failing), speedOf(calm), speedOf(theirs)];
  const note = `tried again after a second, lines in the log not written; ${burden(failing)}; ${ROUNDS} rounds, ${spread(failing)}`;
  report({
    ...{ what, kadr: speed, baseline: undisturbed, unit: 'jobs/s', ratio: speed / undisturbed },
    note: `baseline: none fails, in turn, ${spread(calm)}, ${burden(calm)}; at least 0.7 wanted; ${note}`,
  });
  report({
    ...{ what, kadr: speed, baseline: bullmq, unit: 'jobs/s', ratio: speed / bullmq },
    note: `baseline: a BullMQ flow with as many failures, ${spread(theirs)}; ${note}`,
  });
}

async function afterMany(report: Report, folder: string, steps: number): Promise<void> {
  const jobs = Math.ceil(steps / STEPS);
  await started([() => startContender('kadr', folder, { database: 'kadr-many' })], async ([kadr]) => {
    if (!kadr) throw new Error('not started');
    await kadr.round(WARM_UP);
    const window: RoundOptions = { inFlight: IN_FLIGHT, seconds: 0, minJobs: 500 };
    const windows: RoundResult[] = [];
    for (let done = 0; done < jobs; done += window.minJobs) windows.push(await kadr.round(window));
    // The first may still be compiling; a machine that others use has better and worse moments.
    const few = Math.max(2, Math.floor(windows.length / 10));
    const [first, last] = [windows.slice(0, few), windows.slice(-few)];
    const [before, after] = [speedOf(first), speedOf(last)];
    report({
      ...{
        what: `jobs behind ${(jobs * STEPS).toLocaleString('en-US')} steps`,
        kadr: after,
        baseline: before,
        unit: 'jobs/s',
        ratio: after / before,
      },
      note: `baseline: the first ${few * window.minJobs} jobs of the same process; as many at the end, ${spread(last)} and ${spread(first)}; at least 0.9 wanted; ${burden(last)}, at first ${burden(first)}`,
    });
  });
}

async function withTwoProcesses(report: Report, folder: string): Promise<void> {
  const options: StartOptions = { database: 'kadr-shared', services: { shared: `bench-${process.pid}` } };
  const start = () => startContender('kadr', folder, options);
  await started([start], async ([client]) => {
    if (!client) throw new Error('not started');
    await client.round(WARM_UP);
    const [alone, both, killed]: [RoundResult[], RoundResult[], RoundResult[]] = [[], [], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      alone.push(await client.round(ROUND));
      const second = await start();
      try {
        both.push(await client.round(ROUND));
        const dying = client.round(ROUND);
        await new Promise((resolve) => setTimeout(resolve, KILLED_AFTER_MS));
        await second.kill();
        killed.push(await dying);
      } finally {
        await second.stop();
      }
    }
    const [one, two, less] = [speedOf(alone), speedOf(both), speedOf(killed)];
    report({
      ...{ what: 'jobs of one process, with a second one beside', kadr: two, baseline: one, unit: 'jobs/s', ratio: two / one },
      note: `both take its tasks, on the same cores; baseline: one process, in turn; ${spread(both)} and ${spread(alone)}; the first has ${burden(both)}, alone ${burden(alone)}`,
    });
    report({
      ...{ what: 'the same, the second one killed (-9) in the middle', kadr: less, baseline: two, unit: 'jobs/s', ratio: less / two },
      note: `until all that it had in hand is done by the other; baseline: not killed, in turn; ${spread(killed)}; every step stored once`,
    });
  });
}
