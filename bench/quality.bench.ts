import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { locateFfmpeg } from '#media';
import { CHARTS, colourError, makeCharts } from './quality/colour-chart.js';
import { brokenRules, cuesOf } from './quality/cue-rules.js';
import { FILMS, type FilmOrder } from './quality/films.js';
import { captionExtent, type FrameSize, lookAtPictures } from './quality/picture-measures.js';
import { listen, loudness } from './quality/sound-measures.js';
import { StartedKadr, type Video } from './startup-and-films/started-kadr.js';
import { type Row } from './row.js';

export const name = 'quality';

const execute = promisify(execFile);
const { ffmpegPath } = locateFfmpeg();
const TARGET_LUFS = -14;
const AT_ONCE = 4;
const SIZES: Readonly<Record<string, FrameSize>> = {
  '9:16': { width: 480, height: 854 },
  '16:9': { width: 854, height: 480 },
  '1:1': { width: 480, height: 480 },
};

interface Judged {
  readonly name: string;
  readonly stillSeconds: number;
  readonly meanShotSeconds: number;
  readonly longestShotSeconds: number;
  readonly pauseSeconds: number;
  readonly recall: number;
  readonly faults: readonly string[];
  readonly lufs: number;
  readonly peak: number;
}

interface Manifest {
  readonly format: { readonly fps: number; readonly frames: number };
  readonly cards: readonly { readonly startFrame: number; readonly endFrame: number }[] | null;
}

/**
 * What a demanding viewer would measure, over films by the local providers through an app of its own: how long a picture stands, pauses
 * inside sentences, captions, loudness, colours of pictures of one's own, and whether every word of the script is heard. Baselines are
 * what is wanted. KADR_BENCH_SHEETS=<folder>: the films and their contact sheets, a picture a second, are kept there.
 * KADR_BENCH_FILMS=<names>: those alone; `colours` and `captions` are the films those rows are measured on. Rows of what was not made are
 * left out.
 */
export async function run(report: (row: Row) => void): Promise<void> {
  const folder = await mkdtemp(path.join(process.env['KADR_BENCH_DIR'] ?? tmpdir(), 'quality-'));
  const kadr = new StartedKadr(path.join(folder, 'data'));
  const only = process.env['KADR_BENCH_FILMS']?.split(',');
  try {
    await kadr.start();
    const waiting = FILMS.filter((one) => !only || only.includes(one.name));
    const judged: Judged[] = [];
    const judgeThem = async (): Promise<void> => {
      for (let film = waiting.shift(); film; film = waiting.shift()) {
        const one = await judge(kadr, film, folder);
        judged.push(one);
        console.log(`  ${JSON.stringify(one)}`);
      }
    };
    // Nothing is timed here.
    const films = Array.from({ length: AT_ONCE }, judgeThem);
    const isWanted = (row: string): boolean => !only || only.includes(row);
    const rest = [
      ...(isWanted('colours') ? [measureColours(kadr, folder)] : []),
      ...(isWanted('captions') ? (['9:16', '16:9'] as const).map((shape) => measureCaptions(kadr, shape, folder)) : []),
    ];
    const [rows] = await Promise.all([Promise.all(rest), ...films]);
    if (judged.length > 0) reportFilms(report, judged);
    rows.flat().forEach(report);
  } finally {
    await kadr.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function made(kadr: StartedKadr, body: object, file: string): Promise<Video> {
  const video = await kadr.completed(await kadr.order(body));
  await writeFile(file, await kadr.film(video));
  return video;
}

async function judge(kadr: StartedKadr, film: FilmOrder, folder: string): Promise<Judged> {
  const at = (file: string): string => path.join(folder, `${film.name}-${file}`);
  const video = await made(kadr, film.body, at('final.mp4'));
  const artifact = async (file: string): Promise<Buffer> => kadr.artifact(video, file);
  const manifest = JSON.parse((await artifact('manifest.json')).toString()) as Manifest;
  const { fps, frames } = manifest.format;
  const isCard = (seconds: number): boolean =>
    (manifest.cards ?? []).some(({ startFrame, endFrame }) => seconds * fps >= startFrame && seconds * fps <= endFrame);
  const own = await mkdtemp(path.join(folder, 'sound-'));
  await writeFile(at('voiceover.m4a'), await artifact('voiceover.m4a'));
  const script = (await artifact('script.txt')).toString();
  const [pictures, narration, sound] = await Promise.all([
    lookAtPictures(ffmpegPath, at('final.mp4'), isCard),
    listen(ffmpegPath, at('voiceover.m4a'), script, film.body.language, own),
    loudness(ffmpegPath, at('final.mp4')),
  ]);
  const faults = brokenRules(cuesOf((await artifact('subtitles.srt')).toString()), frames / fps);
  await keepSheet(film, at('final.mp4'), frames / fps);
  const { recall, pauseInSentenceSeconds } = narration;
  return { name: film.name, ...pictures, pauseSeconds: pauseInSentenceSeconds, recall, faults, lufs: sound.lufs, peak: sound.peak };
}

async function keepSheet(film: FilmOrder, file: string, seconds: number): Promise<void> {
  const sheets = process.env['KADR_BENCH_SHEETS'];
  if (sheets === undefined) return;
  await mkdir(sheets, { recursive: true });
  const isWide = film.body.aspectRatio === '16:9';
  const columns = isWide ? 5 : 8;
  const rows = Math.ceil(Math.ceil(seconds) / columns);
  const filter = `fps=1,scale=${isWide ? 320 : 180}:-2,tile=${columns}x${rows}:padding=4`;
  await execute(ffmpegPath, ['-v', 'error', '-i', file, '-vf', filter, '-frames:v', '1', '-y', path.join(sheets, `${film.name}.png`)]);
  await copyFile(file, path.join(sheets, `${film.name}.mp4`));
}

function reportFilms(report: (row: Row) => void, judged: readonly Judged[]): void {
  const over = `the worst of ${judged.length} films in English and Russian`;
  const worst = (of: (one: Judged) => number): Judged => judged.reduce((a, b) => (of(b) > of(a) ? b : a));
  const row = (what: string, limit: number, unit: string, of: (one: Judged) => number, note = over): void => {
    const { name: film } = worst(of);
    report(wanted(what, of(worst(of)), limit, unit, `${note}: ${film}; less is better`));
  };
  row('the longest stretch in which nothing moves', 4, 's', (one) => one.stillSeconds, `${over}, at 2 fps, outside cards and captions`);
  row('a picture stays, on average', 4, 's', (one) => one.meanShotSeconds);
  row('the longest shot', 6, 's', (one) => one.longestShotSeconds);
  row('the longest silence inside a sentence', 0.6, 's', (one) => one.pauseSeconds);
  row('distance from -14 LUFS', 1, 'LU', (one) => Math.abs(one.lufs - TARGET_LUFS));
  report(wanted('true peak, the loudest', worst((one) => one.peak).peak, -1, 'dBTP', `${over}; at most -1 is wanted`));
  const faults = judged.flatMap((one) => one.faults.map((fault) => `${one.name}: ${fault}`));
  report({
    what: 'caption rules broken',
    kadr: faults.length,
    baseline: 0,
    unit: '',
    ratio: null,
    note: faults.join('; ') || 'of all films',
  });
  const { recall, name: least } = worst((one) => -one.recall);
  report({
    what: 'words of the script that are heard, by alignment',
    kadr: recall * 100,
    baseline: 100,
    unit: '%',
    ratio: recall,
    note: `${over}: ${least}`,
  });
}

const wanted = (what: string, kadr: number, baseline: number, unit: string, note: string): Row => ({
  ...{ what, kadr, baseline, unit, note: `${note}; the baseline is what is wanted` },
  ratio: baseline > 0 ? kadr / baseline : null,
});

/** The same chart as PNG, JPEG and clip, seen in a film. */
async function measureColours(kadr: StartedKadr, folder: string): Promise<Row[]> {
  await makeCharts(ffmpegPath, (file) => path.join(folder, file));
  const measured = Object.keys(CHARTS).map(async (chart) => {
    const assetId = await kadr.asset(chart, await readFile(path.join(folder, chart)));
    const file = path.join(folder, `${chart}.film.mp4`);
    const body = {
      ...{ script: 'This is a chart of colours, seen in a film.', language: 'en', aspectRatio: '16:9', resolution: '480p', fps: 24 },
      ...{ durationSeconds: 5, voice: false, music: false, subtitles: false, template: 'minimal' },
      visuals: { assets: [{ segment: 0, assetId }] },
    };
    await made(kadr, body, file);
    const error = await colourError(ffmpegPath, file, SIZES['16:9'] ?? { width: 0, height: 0 }, 2.5);
    return wanted(`colours of a chart, ${chart.split('.')[1]}`, error, 3, 'of 255', 'mean distance over 12 patches; less is better');
  });
  return Promise.all(measured);
}

/** Where captions lie, by the difference between a film with them and the same one without. */
async function measureCaptions(kadr: StartedKadr, aspectRatio: '9:16' | '16:9', folder: string): Promise<Row[]> {
  const size = SIZES[aspectRatio] ?? { width: 0, height: 0 };
  const body = {
    ...{ language: 'en', aspectRatio, resolution: '480p', fps: 24, music: false, visuals: { seed: 7, models: ['local:motion-card'] } },
    script: 'The harbour was empty that morning, and only one small boat had come back.',
  };
  const [shown, bare] = ['captions', 'bare'].map((file) => path.join(folder, `${file}-${size.width}.mp4`)) as [string, string];
  const of = (burnIn: boolean) => ({ ...body, subtitles: { style: 'karaoke', burnIn } });
  await Promise.all([made(kadr, of(true), shown), made(kadr, of(false), bare)]);
  const extent = await captionExtent(ffmpegPath, shown, bare, size);
  if (!extent) throw new Error('no caption was seen in the film');
  const free = { right: (1 - extent.right) * 100, bottom: (1 - extent.bottom) * 100 };
  const [right, bottom] = aspectRatio === '9:16' ? [12, 22] : [5, 5];
  const area = (extent.right - extent.left) * (extent.bottom - extent.top) * 100;
  return [
    wanted(`free of captions on the right, ${aspectRatio}`, free.right, right, '%', 'of the width; more is better'),
    wanted(`free of captions at the bottom, ${aspectRatio}`, free.bottom, bottom, '%', 'of the height; more is better'),
    wanted(`the box that captions ever touch, ${aspectRatio}`, area, 25, '%', 'of the picture; less is better'),
  ];
}
