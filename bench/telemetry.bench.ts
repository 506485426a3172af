import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ContenderProcess } from './orchestration/contender-process.js';
import { median } from './orchestration/load.js';
import { startContender } from './orchestration/start-contender.js';
import { type Row } from './row.js';

export const name = 'telemetry';

/** As many jobs in each round, whatever else the machine does. */
const LOAD = { inFlight: 10, seconds: 0, minJobs: 15 };
const WARM_UP = { inFlight: 20, seconds: 3, minJobs: 100 };

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
  const processes = new Map<string, ContenderProcess>();
  try {
    processes.set('none', await startContender('kadr-default', folder, { telemetry: false, database: 'none' }));
    processes.set('metrics', await startContender('kadr-default', folder, { database: 'metrics' }));
    processes.set('spans', await startContender('kadr-default', folder, { database: 'spans', env: sent }));
    const costs = new Map<string, number[]>([...processes.keys()].map((key) => [key, []]));
    for (const one of processes.values()) await one.round(WARM_UP);
    for (let round = 0; round < (full ? 60 : 24); round += 1) {
      // Nobody is always the one who comes after the same other.
      const order = round % 2 === 0 ? [...processes] : [...processes].toReversed();
      for (const [key, one] of order) {
        const { cpuMs, jobs } = await one.round(LOAD);
        costs.get(key)?.push(cpuMs / jobs);
      }
    }
    if (spans === 0) throw new Error('no span has reached the collector');
    const off = costs.get('none') ?? [];
    for (const [key, what] of [
      ['metrics', 'processor time of a job with metrics and ids of traces, as by default'],
      ['spans', 'processor time of a job with metrics and all its spans sent'],
    ] as const) {
      const on = costs.get(key) ?? [];
      // Of each round with the same round without: what else the machine does changes both.
      const ratio = median(on.map((value, round) => value / (off[round] ?? value)));
      const note = `less is better; at most 1.03 wanted; baseline: the same without telemetry; ratio: median of ${on.length} rounds in turn; ${spread(on)} and ${spread(off)}`;
      report({ what, kadr: median(on), baseline: median(off), unit: 'ms', ratio, note });
    }
  } finally {
    await Promise.all([...processes.values()].map((one) => one.stop()));
    collector.closeAllConnections();
    collector.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const spread = (values: readonly number[]): string => `${Math.min(...values).toFixed(1)}-${Math.max(...values).toFixed(1)}`;
