import { createCanvas } from '@napi-rs/canvas';
import { writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { cuesToAss } from '../captions/index.js';
import type { FilmFormat, FilmPlan, Logo, TitleCard } from '../contracts.js';
import { run } from '../ffmpeg/index.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { FilmEngine } from './film-engine.js';
import { planPieces } from './plan-pieces.js';

const at = temporaryFolder();
const engine = new FilmEngine({ threads: 1 });
const format: FilmFormat = { widthPx: 180, heightPx: 320, fps: 30 };
const [GREY, BLUE_SHEET] = [126, '#0000ff'];

beforeAll(async () => {
  const source = ['-f', 'lavfi', '-i', 'color=c=gray:s=180x320:r=30:d=4'];
  const args = [
    '-nostdin',
    '-loglevel',
    'error',
    ...source,
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-pix_fmt',
    'yuv420p',
    '-y',
    at('grey.mp4'),
  ];
  await run(engine.tools.ffmpegPath, args, { limitMs: 20_000, purpose: 'make a grey clip' });
  const canvas = createCanvas(40, 40);
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#ff0000';
  pen.fillRect(0, 0, 40, 40);
  await writeFile(at('logo.png'), await canvas.encode('png'));
});

/** Frames of a file as RGB. */
async function frames(file: string): Promise<Buffer[]> {
  const args = ['-nostdin', '-loglevel', 'error', '-i', file, '-pix_fmt', 'rgb24', '-f', 'rawvideo', 'pipe:1'];
  const { stdout } = await run(engine.tools.ffmpegPath, args, { limitMs: 20_000, purpose: 'read frames' });
  const size = 180 * 320 * 3;
  return Array.from({ length: stdout.length / size }, (_, index) => stdout.subarray(index * size, (index + 1) * size));
}

const pixel = (frame: Buffer | undefined, x: number, y: number) =>
  Array.from(frame?.subarray((y * 180 + x) * 3, (y * 180 + x) * 3 + 3) ?? []);
const isGrey = (rgb: readonly number[]) => rgb.every((value) => Math.abs(value - GREY) < 8);
const isBlue = ([r = 0, g = 0, b = 0]: readonly number[]) => b > 200 && r < 60 && g < 60;
const isRed = ([r = 0, g = 0, b = 0]: readonly number[]) => r > 200 && g < 60 && b < 60;

/** All frames of a film of two segments of 45 frames over grey. */
async function film(name: string, options: { cards?: readonly TitleCard[]; logo?: Logo | null; kind?: 'cut' | 'fade' | 'crossfade' }) {
  const { cards = [], logo = null, kind = 'cut' } = options;
  const plan: FilmPlan = {
    format,
    segments: [
      { startFrame: 0, endFrame: 45 },
      { startFrame: 45, endFrame: 90 },
    ],
    transitions: [{ kind, frames: kind === 'cut' ? 0 : 12 }],
  };
  const ass = cuesToAss([], { format, style: 'minimal', position: 'bottom', language: 'en', cards });
  const shown: Buffer[] = [];
  for (const piece of planPieces(plan)) {
    const sources = piece.layers.map(() => ({ path: at('grey.mp4'), kind: 'video' as const, seed: 1 }));
    const outPath = at(`${name}-${piece.id}.mp4`);
    const made = await engine.conformPiece({ piece, format, sources, captions: { ass }, logo, outPath });
    expect(made.frames).toBe(piece.endFrame - piece.startFrame);
    shown.push(...(await frames(outPath)));
  }
  return shown;
}

const card = (over: Partial<TitleCard>): TitleCard => ({
  text: 'Tides',
  startFrame: 0,
  endFrame: 20,
  font: 'Montserrat ExtraBold',
  color: '#ffffff',
  accent: '#00ff00',
  background: BLUE_SHEET,
  backgroundOpacity: 1,
  fadeInSeconds: 0,
  fadeOutSeconds: 0,
  ...over,
});

describe('a title card', () => {
  it('lies over the first and the last frames, exactly as many as were said, and changes no length', async () => {
    const shown = await film('cards', { cards: [card({}), card({ text: 'Thanks', startFrame: 67, endFrame: 90 })] });
    expect(shown).toHaveLength(90);
    const covered = shown.flatMap((frame, index) => (isBlue(pixel(frame, 10, 300)) ? [index] : []));
    expect(covered).toEqual([...Array.from({ length: 20 }, (_, i) => i), ...Array.from({ length: 23 }, (_, i) => 67 + i)]);
    expect(isGrey(pixel(shown[40], 10, 300))).toBe(true);
    // Letters in white and a line under them in the template's colour.
    const whites = (frame: Buffer | undefined) => {
      let count = 0;
      for (let i = 0; frame && i < frame.length; i += 3) if ((frame[i] ?? 0) > 220 && (frame[i + 1] ?? 0) > 220) count += 1;
      return count;
    };
    expect(whites(shown[10])).toBeGreaterThan(100);
    expect(whites(shown[40])).toBe(0);
    const greens = Array.from({ length: 320 }, (_, y) => pixel(shown[10], 90, y)).filter(([r = 0, g = 0]) => g > 150 && r < 90);
    expect(greens.length).toBeGreaterThan(0);
  });

  it('fades as its template says, also across a transition', async () => {
    const shown = await film('faded', { cards: [card({ endFrame: 60, fadeOutSeconds: 0.5 })], kind: 'crossfade' });
    expect(shown).toHaveLength(90);
    expect(isBlue(pixel(shown[44], 10, 300))).toBe(true);
    const blueness = [46, 52, 58].map((index) => (pixel(shown[index], 10, 300)[2] ?? 0) - (pixel(shown[index], 10, 300)[0] ?? 0));
    expect(blueness[0]).toBeGreaterThan(blueness[1] ?? 0);
    expect(blueness[1]).toBeGreaterThan(blueness[2] ?? 0);
    expect(isGrey(pixel(shown[60], 10, 300))).toBe(true);
  });

  it('shows a title as written, whatever it contains', async () => {
    const shown = await film('hostile', { cards: [card({ text: "{\\p1} %{x} : ' \\N 🌊" })] });
    expect(shown).toHaveLength(90);
    expect(isBlue(pixel(shown[5], 10, 300))).toBe(true);
  });
});

describe('a logo', () => {
  it('stands in its corner in every frame, transitions included', async () => {
    const logo: Logo = { path: at('logo.png'), corner: 'top-right', size: 0.2, opacity: 1, margin: 0.05 };
    const shown = await film('logo', { logo, kind: 'crossfade' });
    expect(shown).toHaveLength(90);
    // 36 pixels wide, 9 from both edges.
    for (const frame of shown) expect([isRed(pixel(frame, 150, 25)), isGrey(pixel(frame, 20, 25))]).toEqual([true, true]);
    expect(isGrey(pixel(shown[0], 176, 4))).toBe(true);
  });

  it('lets the picture through by its opacity', async () => {
    const logo: Logo = { path: at('logo.png'), corner: 'bottom-left', size: 0.2, opacity: 0.5, margin: 0.05 };
    const [first] = await film('faint', { logo });
    const [red = 0, green = 0] = pixel(first, 25, 300);
    expect(red).toBeGreaterThan(170);
    expect(green).toBeGreaterThan(40);
    expect(green).toBeLessThan(90);
  });

  it('is a still picture and nothing else', async () => {
    const logo: Logo = { path: at('grey.mp4'), corner: 'top-left', size: 0.2, opacity: 1, margin: 0 };
    await expect(film('moving', { logo })).rejects.toMatchObject({ code: 'unsupported_media', retryable: false });
  });
});

describe('a fade between sections', () => {
  it('is black in its middle and gives the picture back', async () => {
    const shown = await film('fade', { kind: 'fade' });
    expect(shown).toHaveLength(90);
    expect(Math.max(...pixel(shown[44], 90, 160))).toBeLessThan(40);
    expect(isGrey(pixel(shown[38], 90, 160))).toBe(true);
    expect(isGrey(pixel(shown[52], 90, 160))).toBe(true);
  });
});
