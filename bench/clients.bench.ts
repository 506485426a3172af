import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Told } from './clients/told-processor.js';
import { tables } from './clients/tables.js';
import { type Row } from './row.js';
import { StartedKadr } from './startup-and-films/started-kadr.js';
import { wantedOf } from './wanted.js';

export const name = 'clients';

const VIDEOS = 3;
const SEGMENTS = 48;
const ORDER = { durationSeconds: SEGMENTS * 5, resolution: '480p', fps: 24, segmentation: { segmentSeconds: 5 } };
const SUBJECTS = ['How lighthouses found their rhythm', 'Why octopuses have three hearts', 'What owls hear'];
const SHARE = 3;
/** What it takes to start and to draw for the first time is no watching. */
const SETTLED_MS = 3_000;

const PARTS = ['watch', 'tables'] as const;

/** `npm start`, and what clients of it do: the bundled command line, and tables of rows. */
export async function run(
  report: (row: Row) => void,
  { full, only }: { readonly full: boolean; readonly only: readonly string[] },
): Promise<void> {
  const isWanted = wantedOf(PARTS, only);
  const folder = await mkdtemp(path.join(process.env['KADR_BENCH_DIR'] ?? tmpdir(), 'clients-'));
  const kadr = new StartedKadr(path.join(folder, 'data'), { KADR_RATE_LIMIT_PER_MINUTE: '1000000' });
  try {
    await kadr.start();
    // Before films are made: they would take the processor from it.
    if (isWanted('tables')) await tables(report, kadr, full ? 9 : 5);
    if (isWanted('watch')) await watch(report, kadr, folder, full ? 180 : 60);
  } finally {
    await kadr.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Three films of 48 segments are made, and the bundled command line watches them at a terminal meanwhile. */
async function watch(report: (row: Row) => void, kadr: StartedKadr, folder: string, seconds: number): Promise<void> {
  execFileSync(process.execPath, [path.resolve('packages/cli/build.mjs')], { stdio: 'pipe' });
  const key = await kadr.organisation('clients');
  const ids: string[] = [];
  for (const prompt of SUBJECTS.slice(0, VIDEOS)) ids.push(await kadr.order({ prompt, ...ORDER }, key));
  await planned(kadr, ids, key);
  const before = await done(kadr, ids, key);
  const { told, redraws } = await watched(folder, kadr.url, key, ids, seconds);
  const settled = told.filter(({ atMs }) => atMs >= (told[0]?.atMs ?? 0) + SETTLED_MS);
  const [first, last] = [settled[0], settled.at(-1)];
  if (!first || !last || last.atMs <= first.atMs) throw new Error('it ended before it could be measured');
  const watchedSeconds = (last.atMs - first.atMs) / 1000;
  const percent = (last.processorMs - first.processorMs) / (watchedSeconds * 10);
  const made = (await done(kadr, ids, key)) - before;
  report({
    what: `kadr watch of ${VIDEOS} videos of ${SEGMENTS} segments, processor time`,
    ...{ kadr: percent, baseline: SHARE, unit: '% of a core', ratio: percent / SHARE },
    note: `less is better; the baseline is what is wanted; ${Math.round(watchedSeconds)} s at a terminal of 200 columns, ${redraws} redraws, ${made} pictures and clips came meanwhile`,
  });
  for (const id of ids) await kadr.request(`/v1/videos/${id}/cancel`, { method: 'POST', body: '{}' }, key);
}

async function segmentsOf(kadr: StartedKadr, id: string, key: string): Promise<{ imageStatus: string; videoStatus: string }[]> {
  const response = await kadr.request(`/v1/videos/${id}/segments`, {}, key);
  return ((await response.json()) as { data: { imageStatus: string; videoStatus: string }[] }).data;
}

/** @throws Error when one has other segments */
async function planned(kadr: StartedKadr, ids: readonly string[], key: string): Promise<void> {
  const deadlineMs = performance.now() + 120_000;
  for (const id of ids) {
    let segments = await segmentsOf(kadr, id, key);
    while (segments.length === 0 && performance.now() < deadlineMs) {
      await sleep(200);
      segments = await segmentsOf(kadr, id, key);
    }
    if (segments.length !== SEGMENTS) throw new Error(`video ${id} has ${segments.length} segments`);
  }
}

/** Pictures and clips that are there. */
async function done(kadr: StartedKadr, ids: readonly string[], key: string): Promise<number> {
  const all = (await Promise.all(ids.map((id) => segmentsOf(kadr, id, key)))).flat();
  return all.flatMap(({ imageStatus, videoStatus }) => [imageStatus, videoStatus]).filter((status) => status === 'completed').length;
}

/** At a terminal of its own, until it is interrupted. `redraws`: how often it drew. */
async function watched(
  folder: string,
  url: string,
  key: string,
  ids: readonly string[],
  seconds: number,
): Promise<{ told: readonly Told[]; redraws: number }> {
  const file = path.join(folder, 'told');
  const measuring = path.resolve('dist/bench/clients/told-processor.js');
  const words = [process.execPath, '--import', measuring, path.resolve('packages/cli/dist/kadr.mjs'), 'watch', ...ids];
  const command = `stty cols 200 rows 24; exec ${words.map((word) => `'${word}'`).join(' ')}`;
  const settings = {
    KADR_URL: url,
    KADR_API_KEY: key,
    KADR_CONFIG_DIR: folder,
    KADR_BENCH_TOLD: file,
    TERM: 'xterm',
    LANG: 'C.UTF-8',
    CI: '',
  };
  const terminal = spawn('script', ['-qec', command, '/dev/null'], {
    env: { ...process.env, ...settings },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let redraws = 0;
  let seen = '';
  terminal.stdout.on('data', (chunk: Buffer) => {
    redraws += chunk.toString().split('\u001b[J').length - 1;
    seen = (seen + chunk.toString()).slice(-2000);
  });
  const ended = once(terminal, 'exit');
  await Promise.race([sleep(seconds * 1000), ended.then(() => Promise.reject(new Error(`it ended by itself: ${seen}`)))]);
  // What Ctrl-C is at a terminal.
  terminal.stdin.write('\u0003');
  await ended;
  return {
    told: (await readFile(file, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Told),
    redraws,
  };
}
