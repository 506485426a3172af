import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { cuesFromWords, cuesToAss } from '../captions/index.js';
import type { AspectRatio, CaptionPosition, CaptionStyle, CaptionTheme, FilmPlan, TitleCard } from '../contracts.js';
import { run } from '../ffmpeg/index.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { FilmEngine } from './film-engine.js';
import { planPieces } from './plan-pieces.js';

type CardLook = Omit<TitleCard, 'startFrame' | 'endFrame' | 'fadeInSeconds' | 'fadeOutSeconds'>;
interface Template {
  readonly id: string;
  readonly captions: CaptionTheme & { readonly style: CaptionStyle; readonly position: CaptionPosition };
  readonly cards: Record<'intro' | 'outro', (CardLook & { readonly seconds: number; readonly fadeSeconds: number }) | null>;
}
const folder = fileURLToPath(new URL('../../../jobs/templates/', import.meta.url));
const templates = readdirSync(folder)
  .filter((name) => name.endsWith('.json') && !name.endsWith('.schema.json'))
  .map((name) => JSON.parse(readFileSync(folder + name, 'utf8')) as Template)
  .filter(({ cards }) => cards.intro ?? cards.outro);

const SIZES: Record<AspectRatio, readonly [number, number]> = {
  '9:16': [144, 256],
  '16:9': [256, 144],
  '1:1': [160, 160],
  '4:5': [144, 180],
};
const FPS = 24;
const FRAMES = 156;
/** Letters and outlines differ from the ground by more than this, what the encoder changes elsewhere by less. */
const LETTER_CONTRAST = 40;

const at = temporaryFolder();
const engine = new FilmEngine({ threads: 1 });

beforeAll(async () => {
  const source = ['-f', 'lavfi', '-i', `color=c=gray:s=64x64:r=${FPS}`, '-frames:v', String(FRAMES)];
  await ffmpeg([...source, '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-y', at('grey.mp4')]);
  const silence = { voicePath: null, musicPath: null, music: { gainDb: 0, ducking: null } };
  await engine.mixAudio({ ...silence, totalFrames: FRAMES, fps: FPS, outPath: at('silence.m4a') });
});

/** In each frame of a film over grey, how many pixels a narration without a pause changes. */
async function changedPixels({ id, captions, cards }: Template, aspect: AspectRatio): Promise<{ changed: number[]; titles: TitleCard[] }> {
  const [widthPx, heightPx] = SIZES[aspect];
  const format = { widthPx, heightPx, fps: FPS };
  const name = `${id}-${aspect.replace(':', 'x')}`;
  const titles = [...placed(cards.intro, false), ...placed(cards.outro, true)];
  // Joints on the very frames on which the cards end and begin, where a piece shows no card and yet has to know of it.
  const [from, to] = [titles[0]?.endFrame ?? 40, titles[1]?.startFrame ?? 120];
  const plan: FilmPlan = {
    format,
    segments: [
      { startFrame: 0, endFrame: from },
      { startFrame: from, endFrame: to },
      { startFrame: to, endFrame: FRAMES },
    ],
    transitions: [
      { kind: 'cut', frames: 0 },
      { kind: 'cut', frames: 0 },
    ],
  };
  const words = Array.from({ length: 20 }, (_, index) => ({
    text: ['Tides', 'come', 'twice', 'a', 'day.'][index % 5] ?? '',
    startSeconds: (index * FRAMES) / FPS / 20,
    endSeconds: ((index + 1) * FRAMES) / FPS / 20,
  }));
  const cues = cuesFromWords(words, { format, style: captions.style, endSeconds: FRAMES / FPS });
  const look = { format, ...captions, language: 'en', theme: captions, cards: titles };
  const [bare = [], burned = []] = await framesOf([await film([]), await film(cues)], widthPx * heightPx);
  expect([bare.length, burned.length]).toEqual([FRAMES, FRAMES]);
  return {
    titles,
    changed: burned.map(
      (frame, index) => frame.filter((value, pixel) => Math.abs(value - (bare[index]?.[pixel] ?? 0)) > LETTER_CONTRAST).length,
    ),
  };

  async function film(burnedIn: typeof cues): Promise<string> {
    const pieces = [];
    for (const piece of planPieces(plan)) {
      const outPath = at(`${name}-${burnedIn.length}-${piece.id}.mp4`);
      const sources = piece.layers.map(() => ({ path: at('grey.mp4'), kind: 'video' as const, seed: 1 }));
      pieces.push(await engine.conformPiece({ piece, format, sources, captions: { ass: cuesToAss(burnedIn, look) }, outPath }));
    }
    const outPath = at(`${name}-${burnedIn.length}.mp4`);
    await engine.joinFilm({ pieces, audioPath: at('silence.m4a'), format, outPath });
    return outPath;
  }
}

/** Grey frames of films, all read by one program. */
async function framesOf(films: readonly string[], bytes: number): Promise<Buffer[][]> {
  const outputs = films.flatMap((file, at) => ['-map', `${at}:v`, '-vf', 'format=gray', '-f', 'rawvideo', '-y', `${file}.raw`]);
  await ffmpeg([...films.flatMap((file) => ['-i', file]), ...outputs]);
  return films.map((file) => {
    const pixels = readFileSync(`${file}.raw`);
    rmSync(`${file}.raw`);
    return Array.from({ length: pixels.length / bytes }, (_, index) => pixels.subarray(index * bytes, (index + 1) * bytes));
  });
}

function placed(card: Template['cards']['intro'], atEnd: boolean): TitleCard[] {
  if (!card) return [];
  const { seconds, fadeSeconds, ...look } = card;
  const frames = Math.min(Math.round(seconds * FPS), Math.floor(FRAMES / 3));
  const [startFrame, endFrame] = atEnd ? [FRAMES - frames, FRAMES] : [0, frames];
  const [fadeInSeconds, fadeOutSeconds] = atEnd ? [fadeSeconds, 0] : [0, fadeSeconds];
  return [{ ...look, text: 'Tides', startFrame, endFrame, fadeInSeconds, fadeOutSeconds }];
}

async function ffmpeg(args: readonly string[]): Promise<void> {
  await run(engine.tools.ffmpegPath, ['-nostdin', '-loglevel', 'error', ...args], {
    limitMs: 30_000,
    purpose: 'look at a film',
  });
}

describe('a narration without a pause, burned in', () => {
  const cases = templates.flatMap((template) =>
    (Object.keys(SIZES) as AspectRatio[]).map((aspect) => ({ id: template.id, aspect, template })),
  );

  it.each(cases)('is on no frame of a title or an end card, and on the others: $id, $aspect', async ({ aspect, template }) => {
    const { changed, titles } = await changedPixels(template, aspect);
    const isTitle = (frame: number) => titles.some(({ startFrame, endFrame }) => frame >= startFrame && frame < endFrame);
    expect(changed.flatMap((pixels, frame) => (isTitle(frame) && pixels > 0 ? [frame] : []))).toEqual([]);
    const captioned = changed.filter((pixels, frame) => !isTitle(frame) && pixels > 0).length;
    expect(captioned).toBeGreaterThan(0.6 * changed.filter((_, frame) => !isTitle(frame)).length);
    // No caption flashes by: each stretch with one is as long as it takes to read it.
    const stretches = changed
      .map((pixels) => (pixels > 0 ? '#' : ' '))
      .join('')
      .split(/ +/)
      .filter(Boolean);
    for (const stretch of stretches) expect(stretch.length).toBeGreaterThanOrEqual(0.8 * FPS - 1);
  });
});
