import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ContenderProcess } from './orchestration/contender-process.js';
import { type ContenderName } from './orchestration/contender.js';
import { median, type RoundResult } from './orchestration/load.js';
import { startContender } from './orchestration/start-contender.js';
import { type Row } from './row.js';

export const name = 'orchestration';

const CONTENDERS = ['kadr', 'kadr-default', 'dbos', 'bullmq'] as const;
const BASELINES = { dbos: 'DBOS 5.3.0, steps of one workflow', bullmq: 'BullMQ 6.7.0 flow, finished jobs removed' } as const;
const LEVELS = [
  { inFlight: 1, seconds: 1.5 },
  { inFlight: 10, seconds: 2.5 },
  { inFlight: 100, seconds: 4 },
];
/** Until the compiler has seen the code and the tables have statistics. */
const WARM_UP = { inFlight: 20, seconds: 2.5, minJobs: 40 };

/**
 * Jobs of 1 + 48 parallel + 1 durable steps whose work takes no time, in a closed loop with 1, 10 and 100 jobs under way: Kadr with
 * everything on against DBOS and a BullMQ flow, each in a process of its own on the same Postgres and Redis, in turn. A job counts
 * when its end is stored, Kadr's round ends only when read models and JetStream have everything, and of every job each step must have
 * been carried out and stored exactly once.
 */
export async function run(report: (row: Row) => void, { full }: { full: boolean }): Promise<void> {
  const folder = await mkdtemp(path.join(process.env['KADR_BENCH_DIR'] ?? tmpdir(), 'orchestration-'));
  const processes: ContenderProcess[] = [];
  try {
    for (const contender of CONTENDERS) processes.push(await startContender(contender, folder));
    for (const one of processes) await one.round(WARM_UP);
    const results = await measure(processes, full ? 7 : 3);
    for (const kadr of ['kadr', 'kadr-default'] as const) {
      for (const { inFlight } of LEVELS) reportSpeed(report, results, inFlight, kadr);
    }
    reportLatency(report, results);
    reportMemory(report, results);
  } finally {
    await Promise.all(processes.map((one) => one.stop()));
    await rm(folder, { recursive: true, force: true });
  }
}

/** Results by contender and jobs in flight, one a round. */
class Results {
  readonly #all = new Map<string, RoundResult[]>();

  add(contender: ContenderName, inFlight: number, result: RoundResult): void {
    const key = `${contender} ${inFlight}`;
    this.#all.set(key, [...(this.#all.get(key) ?? []), result]);
  }

  of(contender: ContenderName, inFlight: number, value: (result: RoundResult) => number): number[] {
    return (this.#all.get(`${contender} ${inFlight}`) ?? []).map(value);
  }
}

async function measure(processes: readonly ContenderProcess[], rounds: number): Promise<Results> {
  const results = new Results();
  for (let round = 0; round < rounds; round += 1) {
    for (const { inFlight, seconds } of LEVELS) {
      // Nobody is always the one who comes after the same other.
      const order = round % 2 === 0 ? processes : processes.toReversed();
      for (const one of order) results.add(one.name, inFlight, await one.round({ inFlight, seconds, minJobs: 2 * inFlight }));
    }
  }
  return results;
}

const jobsPerSecond = ({ jobs, elapsedMs }: RoundResult): number => (jobs * 1000) / elapsedMs;

function reportSpeed(report: (row: Row) => void, results: Results, inFlight: number, kadrName: 'kadr' | 'kadr-default'): void {
  const speeds = results.of(kadrName, inFlight, jobsPerSecond);
  const cpu = median(results.of(kadrName, inFlight, ({ cpuMs, jobs }) => cpuMs / jobs));
  const settle = median(results.of(kadrName, inFlight, ({ settleMs }) => settleMs));
  const places = kadrName === 'kadr' ? '1,000 places a queue' : 'default places';
  for (const against of ['dbos', 'bullmq'] as const) {
    const baselines = results.of(against, inFlight, jobsPerSecond);
    const itsCpu = median(results.of(against, inFlight, ({ cpuMs, jobs }) => cpuMs / jobs));
    const [kadr, baseline] = [median(speeds), median(baselines)];
    const note = `baseline: ${BASELINES[against]}; ${speeds.length} rounds, ${spread(speeds)} and ${spread(baselines)}; processor time of the process per job ${ms(cpu)} and ${ms(itsCpu)}; Kadr's figure includes ${ms(settle)} at the end until read models and JetStream have everything`;
    report({
      what: `jobs of 1 + 48 + 1 steps, ${inFlight} in flight, ${places}`,
      kadr,
      baseline,
      unit: 'jobs/s',
      ratio: kadr / baseline,
      note,
    });
  }
}

function reportLatency(report: (row: Row) => void, results: Results): void {
  const p50 = ({ latencyP50Ms }: RoundResult): number => latencyP50Ms;
  for (const against of ['dbos', 'bullmq'] as const) {
    const [kadr, baseline] = [median(results.of('kadr', 1, p50)), median(results.of(against, 1, p50))];
    const note = `less is better; baseline: ${BASELINES[against]}; from asking for the job to its stored end`;
    report({ what: 'one job alone, median', kadr, baseline, unit: 'ms', ratio: kadr / baseline, note });
  }
}

function reportMemory(report: (row: Row) => void, results: Results): void {
  const most = (contender: ContenderName): number => median(results.of(contender, 100, ({ rssPeakMb }) => rssPeakMb));
  for (const against of ['dbos', 'bullmq'] as const) {
    const [kadr, baseline] = [most('kadr'), most(against)];
    const note = `less is better; highest resident size of the process in a round; baseline: ${BASELINES[against]}`;
    report({ what: 'memory with 100 jobs in flight', kadr, baseline, unit: 'MiB', ratio: kadr / baseline, note });
  }
}

const ms = (value: number): string => `${value.toFixed(1)} ms`;
const spread = (values: readonly number[]): string => `${Math.min(...values).toFixed(0)}-${Math.max(...values).toFixed(0)}`;
