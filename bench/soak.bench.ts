import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MovedClock } from './soak/moved-clock.js';
import { StartedKadr } from './startup-and-films/started-kadr.js';
import { type Row } from './row.js';

export const name = 'soak';

const DAY_MS = 86_400_000;
/** Longer than anything is kept that is ever removed: events of what is deleted for 24 months, usage piece by piece for 400 days. */
const BETWEEN_CYCLES_MS = 900 * DAY_MS;
const CYCLES = 3;
const IN_FLIGHT = 12;
const SETTLED_WITHIN_MS = 180_000;
const TOLD_WITHIN_MS = 30_000;
const LOADED = ['test/support/other-clock.mjs', 'bench/soak/told-heap.mjs'];
/** No smaller film can be ordered that takes every way a film takes: script, pictures, voice, sound, render, ledger, announcements. */
const FILM = { prompt: 'A lighthouse', durationSeconds: 5, resolution: '480p', fps: 24, music: false, subtitles: false };
const PICTURE = { model: 'local:illustrator', input: { prompt: 'A lighthouse in the fog', aspectRatio: '1:1' } };

interface Kept {
  readonly rows: ReadonlyMap<string, number>;
  readonly databaseBytes: number;
  readonly fileBytes: number;
}

/**
 * Jobs that are created, finished and deleted, cycle after cycle, with more time in between than anything is kept: what is there after the
 * last cycle beside what was there after the first. One job in ten is a film, the others are pictures. Clocks of Kadr and of its database
 * are set ahead; that of NATS is not, so what it keeps is held by its limit of bytes. KADR_BENCH_SOAK_JOBS: as many in each cycle.
 */
export async function run(report: (row: Row) => void, { full }: { full: boolean }): Promise<void> {
  const jobs = full ? 6_700 : Number(process.env['KADR_BENCH_SOAK_JOBS'] ?? 150);
  const serverUrl = process.env['KADR_BENCH_DATABASE_URL'] ?? '';
  const folder = await mkdtemp(path.join(process.env['KADR_BENCH_DIR'] ?? tmpdir(), 'soak-'));
  const dataDir = path.join(folder, 'data');
  const clock = await MovedClock.create(serverUrl);
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
        KADR_BENCH_HEAP_DIR: folder,
      });
      await kadr.start();
      // The first start has nothing of an earlier cycle; the last one only removes.
      if (cycle > 0) after.push(await settled(clock, dataDir));
      if (cycle < CYCLES) {
        await soak(kadr, jobs);
        memory.push(await memoryOfApp(dataDir, folder));
      }
      await kadr.stop();
    }
  } finally {
    await kadr?.stop();
    await clock.drop(serverUrl);
    await rm(folder, { recursive: true, force: true });
  }
  const [first, last] = [after[0], after.at(-1)];
  if (!first || !last) throw new Error('nothing was measured');
  const of = `${CYCLES} times ${jobs} jobs created, finished and deleted, 900 days apart; less is better; baseline: the same after the first time`;
  const total = (rows: ReadonlyMap<string, number>): number => [...rows.values()].reduce((sum, count) => sum + count, 0);
  const grown = [...last.rows].flatMap(([table, count]) => {
    const more = count - (first.rows.get(table) ?? 0);
    return more > 0 ? [`${table} +${more}`] : [];
  });
  const row = (what: string, kept: number, before: number, unit: string, note = ''): void =>
    report({ what, kadr: kept, baseline: before, unit, ratio: kept / before, note: note === '' ? of : `${of}; ${note}` });
  row(
    'rows of all tables',
    total(last.rows),
    total(first.rows),
    'rows',
    grown.length > 0 ? `more: ${grown.join(', ')}` : 'no table has more',
  );
  row('size of the database', last.databaseBytes / 1e6, first.databaseBytes / 1e6, 'MB');
  row('size of the data folder', last.fileBytes / 1e6, first.fileBytes / 1e6, 'MB');
  row('memory that the app holds after a collection, at the end of a cycle', (memory.at(-1) ?? NaN) / 1e6, (memory[0] ?? NaN) / 1e6, 'MB');
}

/** Creates them, waits for their ends, deletes them and what they have made. */
async function soak(kadr: StartedKadr, jobs: number): Promise<void> {
  let left = jobs;
  const one = async (): Promise<void> => {
    for (let n = left--; n > 0; n = left--) await (n % 10 === 0 ? film(kadr) : picture(kadr));
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, one));
}

async function film(kadr: StartedKadr): Promise<void> {
  const id = await kadr.order(FILM);
  await kadr.completed(id);
  await deleted(kadr, `/v1/videos/${id}`);
}

interface Generation {
  readonly id: string;
  readonly status: string;
  readonly asset: { readonly id: string } | null;
}

async function picture(kadr: StartedKadr): Promise<void> {
  const ordered = await kadr.request('/v1/generations', { method: 'POST', body: JSON.stringify(PICTURE) });
  if (ordered.status !== 202) throw new Error(`a picture was answered ${ordered.status}: ${await ordered.text()}`);
  const { id } = (await ordered.json()) as Generation;
  for (;;) {
    const { status, asset } = (await (await kadr.request(`/v1/generations/${id}`)).json()) as Generation;
    if (status === 'failed') throw new Error(`picture ${id} has failed`);
    if (status === 'completed') {
      await deleted(kadr, `/v1/generations/${id}`);
      if (asset) await deleted(kadr, `/v1/assets/${asset.id}`);
      return;
    }
    await sleep(100);
  }
}

async function deleted(kadr: StartedKadr, pathname: string): Promise<void> {
  const answer = await kadr.request(pathname, { method: 'DELETE' });
  if (answer.status !== 204) throw new Error(`${pathname} was answered ${answer.status}: ${await answer.text()}`);
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

async function bytesBelow(dir: string): Promise<number> {
  const entries = await readdir(dir, { withFileTypes: true, recursive: true });
  const sizes = entries.map(async (entry) => {
    if (!entry.isFile()) return 0;
    // What goes while it is looked at takes up nothing.
    return (await stat(path.join(entry.parentPath, entry.name)).catch(() => null))?.size ?? 0;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
