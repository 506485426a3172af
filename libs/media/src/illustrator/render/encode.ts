import { type ChildProcess, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import type { FilmFormat } from '../../contracts.js';
import { frameSurface } from '../paint/frame-surface.js';
import type { Pen } from '../paint/surface.js';
import { type Encoder, LAYER_PIPES, PIPED_FLAGS, rawInput } from './job.js';
import { YuvFrames } from './yuv.js';

/** Draws one frame onto a canvas that still shows the frame before. */
export type DrawFrame = (pen: Pen, frame: number) => void;

/**
 * An intermediate that may be encoded again with captions: visually lossless, and as fast as x264 goes. A fixed quantiser spares the look
 * ahead: with the colour of every second row a quarter of this encoder's time against CRF 18 and averaged colour, with the same SSIM of the
 * finished piece (0.9915 and 0.9912, drawn scenes, 1080x1920).
 */
const QUANTISER = '14';
const KEYFRAME_EVERY = '60';
/** With `--expose-gc`: frames are 4 to 8 MB each, and fresh memory costs more than drawing into it does. */
const COLLECT_EVERY_FRAMES = 4;

/** Draws and encodes exactly `frames` frames. @throws Error with the end of FFmpeg's log when it fails */
export function encodeFrames(draw: DrawFrame, frames: number, format: FilmFormat, outPath: string, encoder: Encoder): Promise<void> {
  const args = [
    ...[...PIPED_FLAGS, '-y', ...rawInput(format, LAYER_PIPES[0]), '-an'],
    ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-qp', QUANTISER, '-g', KEYFRAME_EVERY, '-threads', '1'],
    ...['-video_track_timescale', '15360', '-f', 'mp4', outPath],
  ];
  return feedFrames([...encoder.diesWithParent, encoder.ffmpegPath, ...args], process.cwd(), [draw], frames, format);
}

/**
 * Draws `frames` frames of each layer into the pipes of an encoder, each layer as fast as its own pipe takes them.
 * @throws Error with the end of the encoder's log when it fails
 */
export async function feedFrames(
  command: readonly string[],
  cwd: string,
  layers: readonly DrawFrame[],
  frames: number,
  format: FilmFormat,
): Promise<void> {
  const [program = '', ...args] = command;
  const stdio = ['pipe', 'ignore', 'pipe', ...(layers.length > 1 ? (['pipe'] as const) : [])] as const;
  const child = spawn(program, args, { cwd, stdio: [...stdio], windowsHide: true });
  let log = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (log = (log + text).slice(-4000)));
  const ended = new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? signal));
  });
  ended.catch(() => undefined);
  await Promise.all(layers.map((draw, index) => feed(child, index, ended, draw, frames, format)));
  const code = await ended;
  if (code !== 0) throw new Error(`FFmpeg ended with ${String(code)}: ${log.trim()}`);
}

async function feed(
  child: ChildProcess,
  layer: number,
  ended: Promise<unknown>,
  draw: DrawFrame,
  frames: number,
  format: FilmFormat,
): Promise<void> {
  const pipe = child.stdio[LAYER_PIPES[layer] ?? 0] as Writable;
  // A broken pipe is told by the exit code.
  pipe.on('error', () => undefined);
  const { canvas, pen } = frameSurface(format.widthPx, format.heightPx);
  const yuv = new YuvFrames(format);
  const collect = (globalThis as { gc?: (options: { type: 'minor' }) => void }).gc;
  for (let frame = 0; frame < frames && child.exitCode === null && !pipe.destroyed; frame += 1) {
    draw(pen, frame);
    // Written to its last byte before the next frame is put in its place. That the pipe broke is told by the exit code.
    const written = new Promise<void>((resolve) => pipe.write(yuv.of(canvas.data()), () => resolve()));
    await Promise.race([written, ended]);
    if (collect && frame % COLLECT_EVERY_FRAMES === COLLECT_EVERY_FRAMES - 1) collect({ type: 'minor' });
  }
  pipe.end();
}
