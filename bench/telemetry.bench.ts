import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ContenderProcess } from './orchestration/contender-process.js';
import { median } from './orchestration/load.js';
import { startContender, type StartOptions } from './orchestration/start-contender.js';
import { type Row } from './row.js';

export const name = 'telemetry';

/** As many jobs in each round, whatever else the machine does. */
const LOAD = { inFlight: 10, seconds: 0, minJobs: 25 };
const WARM_UP = { inFlight: 20, seconds: 3, minJobs: 150 };
/** Two processes of one build differ by as much as is asked for here: what V8 has compiled, and when. So each kind is started often. */
const STARTS = 8;
const ROUNDS = 8;

const KINDS = ['none', 'metrics', 'spans'] as const;
type Kind = (typeof KINDS)[number];

/**
 * What telemetry costs: jobs of 1 + 48 parallel + 1 steps whose work takes no time, which is the most that it can weigh, in turns without
 * any of it, as an installation has it by default (metrics, ids of traces in the log), and with all spans sent to a collector.
 */
export async function run(report: (row: Row) => void, { full }: { full: boolean }): Promise<void> {
  const folder = await mkdtemp(path.join(process.env['KADR_BENCH_DIR'] ?? tmpdir(), 'telemetry-'));
  let spans = 0;
  const collector = createServer((request, response) => {
    request.on('data', () => (spans += 1)).on('end', () => response.writeHead(200).end());
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  const sent = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`, OTEL_LOGS_EXPORTER: 'none' };
  const settings: Readonly<Record<Kind, StartOptions>> = { none: { telemetry: false }, metrics: {}, spans: { env: sent } };
  const costs: Readonly<Record<Kind, number[]>> = { none: [], metrics: [], spans: [] };
  try {
    for (let start = 0; start < (full ? 3 * STARTS : STARTS); start += 1) {
      const measured = await costsOfOneStart(folder, settings, start);
      for (const kind of KINDS) costs[kind].push(measured[kind]);
    }
    if (spans === 0) throw new Error('no span has reached the collector');
    for (const [kind, what] of [
      ['metrics', 'processor time of a job with metrics and ids of traces, as by default'],
      ['spans', 'processor time of a job with metrics and all its spans sent'],
    ] as const) {
      // Of each start with the one without beside it: what else the machine does changes both.
      const ratios = costs[kind].map((value, start) => value / (costs.none[start] ?? value));
      const note = `less is better; at most 1.03 wanted; baseline: the same without telemetry; ratio: median of ${ratios.length} starts in turn, medians of ${ROUNDS} rounds each; ratios ${spread(ratios, 2)}, ${spread(costs[kind])} and ${spread(costs.none)} ms`;
      report({ what, kadr: median(costs[kind]), baseline: median(costs.none), unit: 'ms', ratio: median(ratios), note });
    }
  } finally {
    collector.closeAllConnections();
    collector.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Processor time of a job, in processes of their own that go on side by side. Nobody is always the one who comes after the same other. */
async function costsOfOneStart(
  folder: string,
  settings: Readonly<Record<Kind, StartOptions>>,
  start: number,
): Promise<Readonly<Record<Kind, number>>> {
  const order = KINDS.map((_, index) => KINDS[(index + start) % KINDS.length] ?? 'none');
  const processes = new Map<Kind, ContenderProcess>();
  const costs: Readonly<Record<Kind, number[]>> = { none: [], metrics: [], spans: [] };
  try {
    for (const kind of order) processes.set(kind, await startContender('kadr-default', folder, { ...settings[kind], database: kind }));
    for (const one of processes.values()) await one.round(WARM_UP);
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [kind, one] of round % 2 === 0 ? [...processes] : [...processes].toReversed()) {
        const { cpuMs, jobs } = await one.round(LOAD);
        costs[kind].push(cpuMs / jobs);
      }
    }
    return { none: median(costs.none), metrics: median(costs.metrics), spans: median(costs.spans) };
  } finally {
    await Promise.all([...processes.values()].map((one) => one.stop()));
  }
}

const spread = (values: readonly number[], digits = 1): string =>
  `${Math.min(...values).toFixed(digits)}-${Math.max(...values).toFixed(digits)}`;
