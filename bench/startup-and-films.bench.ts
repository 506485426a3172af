import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { median } from './orchestration/load.js';
import { StartedKadr, type Video } from './startup-and-films/started-kadr.js';
import { type Row } from './row.js';

export const name = 'startup-and-films';

interface FilmKind {
  readonly what: string;
  readonly targetSeconds: number;
  readonly order: { readonly durationSeconds: number; readonly resolution: '720p' | '1080p' };
  readonly widthPx: number;
  readonly heightPx: number;
}

const TARGET = 'the baseline is the target for two cores, not a peer; less is better';
const FIRST_READY_SECONDS = 180;
const LATER_READY_SECONDS = 8;
const FILMS: readonly FilmKind[] = [
  { what: 'a film of 30 s, 720p', targetSeconds: 25, order: { durationSeconds: 30, resolution: '720p' }, widthPx: 720, heightPx: 1280 },
  { what: 'a film of 60 s, 1080p', targetSeconds: 90, order: { durationSeconds: 60, resolution: '1080p' }, widthPx: 1080, heightPx: 1920 },
];
const PROMPTS = ['Why octopuses have three hearts', 'How lighthouses found their rhythm', 'What a forest does at night'];

/**
 * `npm start` on a fresh data folder and on the one it has left, until it says that it is ready; then films by the local providers
 * through that app: from the POST until the video reads `completed`. Every film is downloaded and its frames are counted.
 */
export async function run(report: (row: Row) => void, { full }: { full: boolean }): Promise<void> {
  const folder = await mkdtemp(path.join(process.env['KADR_BENCH_DIR'] ?? tmpdir(), 'films-'));
  const kadr = new StartedKadr(path.join(folder, 'data'));
  try {
    const first = await kadr.start();
    const note = `dependencies are installed and programs present; fetching them comes on top; ${TARGET}`;
    report(against(FIRST_READY_SECONDS, { what: 'npm start to ready, fresh data folder', kadr: first, unit: 's', note }));
    const later: number[] = [];
    for (let round = 0; round < (full ? 5 : 3); round += 1) {
      await kadr.stop();
      later.push(await kadr.start());
    }
    report(against(LATER_READY_SECONDS, { what: 'npm start to ready, later', kadr: median(later), unit: 's', note: TARGET }));
    for (const film of FILMS) await makeFilms(report, kadr, film, full ? PROMPTS : PROMPTS.slice(0, 1), folder);
  } finally {
    await kadr.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function makeFilms(
  report: (row: Row) => void,
  kadr: StartedKadr,
  kind: FilmKind,
  prompts: readonly string[],
  folder: string,
): Promise<void> {
  const seconds: number[] = [];
  let stages = '';
  for (const prompt of prompts) {
    const begunAtMs = performance.now();
    const video = await kadr.completed(await kadr.order({ prompt, ...kind.order }));
    seconds.push((performance.now() - begunAtMs) / 1000);
    stages = stageTimes(video);
    await check(await kadr.film(video), kind, path.join(folder, 'final.mp4'));
  }
  const note = `${prompts.length} made, one at a time; ${stages}; ${TARGET}`;
  report(against(kind.targetSeconds, { what: `${kind.what}, local providers, POST to completed`, kadr: median(seconds), unit: 's', note }));
}

const against = (target: number, row: Omit<Row, 'baseline' | 'ratio'>): Row => ({ ...row, baseline: target, ratio: row.kadr / target });

/** How long the last film was in each stage. */
function stageTimes({ stageHistory }: Video): string {
  return stageHistory
    .filter(({ leftAt }) => leftAt !== null)
    .map(({ stage, enteredAt, leftAt }) => `${stage} ${((Date.parse(leftAt ?? enteredAt) - Date.parse(enteredAt)) / 1000).toFixed(1)} s`)
    .join(', ');
}

interface Probed {
  readonly streams: readonly {
    codec_name: string;
    width?: number;
    height?: number;
    nb_read_frames?: string;
    r_frame_rate: string;
    duration: string;
  }[];
}

/** @throws Error unless the film is H.264 and AAC in the size and length that were asked for */
async function check(film: Buffer, { order, widthPx, heightPx }: FilmKind, file: string): Promise<void> {
  await writeFile(file, film);
  const args = ['-v', 'error', '-count_frames', '-show_entries', 'stream', '-of', 'json', file];
  const { stdout } = await promisify(execFile)(process.env['FFPROBE_PATH'] ?? 'ffprobe', args);
  const { streams } = JSON.parse(stdout) as Probed;
  const [picture, sound] = ['h264', 'aac'].map((codec) => streams.find(({ codec_name }) => codec_name === codec));
  const [frames, perSecond] = (picture?.r_frame_rate ?? '').split('/').map(Number);
  const fps = (frames ?? 0) / (perSecond ?? 1);
  const isRight =
    picture?.width === widthPx &&
    picture.height === heightPx &&
    Math.abs(Number(picture.nb_read_frames) / fps - order.durationSeconds) < 1 &&
    Math.abs(Number(sound?.duration) - order.durationSeconds) < 1;
  if (!isRight) throw new Error(`the film is not what was ordered (${JSON.stringify(order)}): ${stdout}`);
}
