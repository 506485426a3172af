import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { type ContenderProcess } from './orchestration/contender-process.js';
import { median, type RoundResult } from './orchestration/load.js';
import { type Counted, counted, slowestStatements } from './orchestration/service-counts.js';
import { startContender } from './orchestration/start-contender.js';
import { type Row } from './row.js';

export const name = 'videos';

type Measured = Counted<RoundResult>;

const WARM_UP = { inFlight: 2, seconds: 0, minJobs: 4 };
const LEVELS = [
  { inFlight: 1, jobs: 3 },
  { inFlight: 8, jobs: 8 },
];
const TARGETS = { latencyMs: 1_000, cpuMs: 800 };

/**
 * Real videos of 48 segments through the whole app with its default settings: an order over HTTP until its film is stored. Providers and
 * FFmpeg answer at once, so what is left is Kadr's own. KADR_BENCH_BEFORE=<another built checkout>: it is the baseline, in turns in the
 * same run; else what is wanted is. KADR_BENCH_PROFILE_DIR=<folder>: as in `hot-path`.
 */
export async function run(report: (row: Row) => void, { full }: { full: boolean }): Promise<void> {
  const folder = await mkdtemp(path.join(process.env['KADR_BENCH_DIR'] ?? tmpdir(), 'videos-'));
  const admin = new Client({ connectionString: process.env['KADR_BENCH_DATABASE_URL'] });
  await admin.connect();
  const processes: ContenderProcess[] = [];
  try {
    for (const contender of process.env['KADR_BENCH_BEFORE']
      ? (['kadr-videos', 'kadr-videos-before'] as const)
      : (['kadr-videos'] as const))
      processes.push(await startContender(contender, folder));
    for (const one of processes) await one.round(WARM_UP);
    for (const level of LEVELS) {
      const measured = new Map<string, Measured[]>(processes.map((one) => [one.name, []]));
      for (let round = 0; round < (full ? 6 : 3); round += 1) {
        // Nobody is always the one who comes after the other.
        for (const one of round % 2 === 0 ? processes : processes.toReversed())
          measured.get(one.name)?.push(await measure(admin, one, level));
      }
      reportLevel(report, measured.get('kadr-videos') ?? [], measured.get('kadr-videos-before') ?? null, level.inFlight);
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
  if (profileDir && measured.statements !== null)
    await writeFile(path.join(profileDir, `${one.name}-${inFlight}.statements.txt`), await slowestStatements(admin, jobs));
  return measured;
}

const latencyOf = ({ result }: Measured): number => result.latencyP50Ms;
const cpuOf = ({ result, services }: Measured): number =>
  (result.cpuMs + Object.values(services).reduce((sum, ms) => sum + ms, 0)) / result.jobs;

function reportLevel(report: (row: Row) => void, after: readonly Measured[], before: readonly Measured[] | null, inFlight: number): void {
  const what = `a video of 48 segments, instant providers, ${inFlight} at a time`;
  const about = before ? `baseline: the build before, in turns; ${partsOf(before)}` : 'baseline: what is wanted';
  const row = (unit: string, of: (one: Measured) => number, target: number, note: string): Omit<Row, 'what'> => {
    const [kadr, baseline] = [median(after.map(of)), before ? median(before.map(of)) : target];
    const rounds = `${after.length} rounds, ${spread(after.map(of))}${before ? ` and ${spread(before.map(of))}` : ''}`;
    return { kadr, baseline, unit, ratio: kadr / baseline, note: `less is better; ${rounds}; ${note}; at most ${target} ms are wanted` };
  };
  report({ what: `${what}: POST to the stored film, median`, ...row('ms', latencyOf, TARGETS.latencyMs, about) });
  report({
    what: `${what}: processor time`,
    ...row('ms', cpuOf, TARGETS.cpuMs, `all processes: ${partsOf(after)}; ${about}`),
  });
}

/** Of one video, the medians of all rounds. */
function partsOf(rounds: readonly Measured[]): string {
  const per = (of: (one: Measured) => number): number => median(rounds.map((one) => of(one) / one.result.jobs));
  const services = Object.keys(rounds[0]?.services ?? {}).map(
    (service) => `${service} ${per((one) => one.services[service] ?? 0).toFixed(0)}`,
  );
  const statements = rounds[0]?.statements === null ? '' : `${per((one) => one.statements ?? 0).toFixed(0)} statements, `;
  const [commits, syncs, wal] = [per((one) => one.commits), per((one) => one.syncs), per((one) => one.walBytes / 1000)];
  const work = `${statements}${commits.toFixed(0)} commits, ${syncs.toFixed(0)} syncs, ${wal.toFixed(0)} kB of WAL a video`;
  return `node ${per(({ result }) => result.cpuMs).toFixed(0)}, ${services.join(', ')}; ${work}`;
}

const spread = (values: readonly number[]): string => `${Math.min(...values).toFixed(0)}-${Math.max(...values).toFixed(0)}`;
