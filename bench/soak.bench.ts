import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MovedClock } from './soak/moved-clock.js';
import { SmallJobs } from './soak/small-jobs.js';
import { StartedKadr } from './startup-and-films/started-kadr.js';
import { type Row } from './row.js';

export const name = 'soak';

const DAY_MS = 86_400_000;
/** Longer than anything is kept that is ever removed: events of what is deleted for 24 months, usage piece by piece for 400 days. */
const BETWEEN_CYCLES_MS = 900 * DAY_MS;
const CYCLES = 3;
const SETTLED_WITHIN_MS = 180_000;
const TOLD_WITHIN_MS = 30_000;
const LOADED = ['test/support/other-clock.mjs', 'bench/soak/told-heap.mjs'];
/** More places than a machine has cores where work is small, and the sandbox for what is paid. */
const PLACES = ['SCRIPT', 'VOICE', 'IMAGE', 'REMOTE', 'IMPORT'].map((queue) => [`KADR_CONCURRENCY_${queue}`, '32'] as const);
const SANDBOX = { KADR_SANDBOX: '1', KADR_SANDBOX_SPEED: '1000', KADR_POLL_INTERVAL_MS: '200' };

interface Kept {
  readonly rows: ReadonlyMap<string, number>;
  readonly databaseBytes: number;
  /** By the folders that the data folder consists of. */
  readonly fileBytes: ReadonlyMap<string, number>;
}

/**
 * Jobs that are created, finished and deleted, cycle after cycle, with more time in between than anything is kept: what is there after the
 * last cycle beside what was there after the first. What the jobs are: `soak/small-jobs.ts`. Clocks of Kadr and of its database are set
 * ahead; that of NATS is not, so what it keeps is held by its limit of bytes. With --full there are 20,000 in all; KADR_BENCH_SOAK_JOBS: as
 * many in each cycle.
 */
export async function run(report: (row: Row) => void, { full }: { full: boolean }): Promise<void> {
  const jobs = Number(process.env['KADR_BENCH_SOAK_JOBS'] ?? (full ? 6_667 : 400));
  const serverUrl = process.env['KADR_BENCH_DATABASE_URL'] ?? '';
  const folder = await mkdtemp(path.join(process.env['KADR_BENCH_DIR'] ?? tmpdir(), 'soak-'));
  const dataDir = path.join(folder, 'data');
  const clock = await MovedClock.create(serverUrl);
  const receiver = await SmallJobs.receiver();
  let kadr: StartedKadr | null = null;
  const after: Kept[] = [];
  const memory: number[] = [];
  try {
    for (let cycle = 0; cycle <= CYCLES; cycle += 1) {
      const aheadMs = cycle * BETWEEN_CYCLES_MS;
      await clock.setAhead(aheadMs);
      kadr = new StartedKadr(dataDir, {
        ...{ DATABASE_URL: clock.databaseUrl, KADR_RATE_LIMIT_PER_MINUTE: '1000000', KADR_OVERLOAD_DELAY_MS: '0' },
        ...{ KADR_NATS_MAX_BYTES: String(4 * 1024 * 1024), KADR_ORPHAN_GRACE_HOURS: '1' },
        ...{ NODE_OPTIONS: LOADED.map((file) => `--import ${path.resolve(file)}`).join(' '), KADR_TEST_CLOCK_AHEAD_MS: String(aheadMs) },
        ...{ ...Object.fromEntries(PLACES), ...SANDBOX, KADR_BENCH_HEAP_DIR: folder, KADR_EGRESS_ALLOW: receiver.host },
      });
      await kadr.start();
      // The first start has nothing of an earlier cycle; the last one only removes.
      if (cycle > 0) after.push(await settled(clock, dataDir));
      if (cycle < CYCLES) {
        await SmallJobs.run(kadr, receiver, jobs);
        memory.push(await memoryOfApp(dataDir, folder));
      }
      await kadr.stop();
    }
  } finally {
    await kadr?.stop();
    receiver.close();
    await clock.drop(serverUrl);
    await rm(folder, { recursive: true, force: true });
  }
  const [first, last] = [after[0], after.at(-1)];
  if (!first || !last) throw new Error('nothing was measured');
  const of = `${CYCLES} times ${jobs} jobs created, finished and deleted, 900 days apart; less is better; baseline: the same after the first time`;
  const total = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((sum, count) => sum + count, 0);
  const row = (what: string, kept: number, before: number, unit: string, note = ''): void =>
    report({ what, kadr: kept, baseline: before, unit, ratio: kept / before, note: note === '' ? of : `${of}; ${note}` });
  row(
    'rows of all tables',
    total(last.rows),
    total(first.rows),
    'rows',
    grown(first.rows, last.rows, (more) => `+${more}`),
  );
  row('size of the database', last.databaseBytes / 1e6, first.databaseBytes / 1e6, 'MB');
  const inMb = (bytes: number): string => `+${(bytes / 1e6).toFixed(1)} MB`;
  const parts = grown(first.fileBytes, last.fileBytes, inMb, 100_000);
  row('size of the data folder', total(last.fileBytes) / 1e6, total(first.fileBytes) / 1e6, 'MB', parts);
  row('memory that the app holds after a collection, at the end of a cycle', (memory.at(-1) ?? NaN) / 1e6, (memory[0] ?? NaN) / 1e6, 'MB');
}

/** Which have more than before, and how much. @param atLeast what is less is not worth naming */
function grown(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  text: (more: number) => string,
  atLeast = 1,
): string {
  const more = [...after].flatMap(([name, count]) => {
    const by = count - (before.get(name) ?? 0);
    return by >= atLeast ? [`${name} ${text(by)}`] : [];
  });
  return more.length > 0 ? `more: ${more.join(', ')}` : 'nothing has more';
}

/** As soon as the sweeps of a start find nothing more: three looks alike. */
async function settled(clock: MovedClock, dataDir: string): Promise<Kept> {
  const deadlineMs = performance.now() + SETTLED_WITHIN_MS;
  let [before, alike] = ['', 0];
  while (alike < 3 && performance.now() < deadlineMs) {
    await sleep(3_000);
    const now = JSON.stringify([...(await clock.rows())]);
    alike = now === before ? alike + 1 : 0;
    before = now;
  }
  return { rows: await clock.rows(), databaseBytes: await clock.bytes(), fileBytes: await bytesBelow(dataDir) };
}

/**
 * Heap and buffers that are in use once the garbage is collected (`soak/told-heap.mjs`).
 * @param dataDir where the supervisor keeps which processes it has started
 * @param folder where the app writes what it is asked for
 */
async function memoryOfApp(dataDir: string, folder: string): Promise<number> {
  const started = JSON.parse(await readFile(path.join(dataDir, 'run/processes.json'), 'utf8')) as { name: string; pid: number }[];
  const pid = started.find((one) => one.name === 'app')?.pid ?? 0;
  process.kill(pid, 'SIGURG');
  const deadlineMs = performance.now() + TOLD_WITHIN_MS;
  for (;;) {
    const told = await readFile(path.join(folder, `${pid}.json`), 'utf8').catch(() => '');
    if (told.endsWith('}')) {
      const { heapUsed, external } = JSON.parse(told) as NodeJS.MemoryUsage;
      return heapUsed + external;
    }
    if (performance.now() > deadlineMs) throw new Error(`the app ${pid} has not told of its memory`);
    await sleep(100);
  }
}

async function bytesBelow(dir: string): Promise<ReadonlyMap<string, number>> {
  const entries = await readdir(dir, { withFileTypes: true, recursive: true });
  const parts = new Map<string, number>();
  const sizes = entries.map(async (entry) => {
    if (!entry.isFile()) return;
    const file = path.join(entry.parentPath, entry.name);
    // What goes while it is looked at takes up nothing.
    const size = (await stat(file).catch(() => null))?.size ?? 0;
    const part = path.relative(dir, file).split(path.sep)[0] ?? '';
    parts.set(part, (parts.get(part) ?? 0) + size);
  });
  await Promise.all(sizes);
  return parts;
}
