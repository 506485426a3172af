import { createCanvas, loadImage, type Image } from '@napi-rs/canvas';
import { spawn } from 'node:child_process';
import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { readStillHeader } from '../../probe/still-header.js';
import { stillOf, type WebpFrame } from '../../webp/animation.js';
import type { Pen } from '../paint/surface.js';
import { type AnimationJob, PIPED_FLAGS } from './job.js';

/** Even sides, which H.264 asks for: a picture of odd ones is made larger by a row. */
const EVEN = "scale=w='2*ceil(iw/2)':h='2*ceil(ih/2)':flags=bicubic+accurate_rnd+full_chroma_int:out_color_matrix=bt709:out_range=tv";
const BT709 = ['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'];

/**
 * An animated WebP as a clip: MP4, or MOV with PNG where something shines through. What lies around a frame is empty, whatever ground the
 * file asks for: so browsers do.
 * @throws Error `picture_unsupported: …` when a frame cannot be read
 */
export async function convertAnimation(job: AnimationJob): Promise<void> {
  const file = await open(job.fromPath, 'r');
  try {
    const isSheer = await shinesThrough(job, file);
    const { widthPx, heightPx } = job.format;
    const { over, under } = job.rate;
    const colours = job.cube === null ? [] : [`lut3d=file=${job.cube}`];
    const filters = isSheer ? [...colours, 'format=rgba'] : ['format=rgb24', ...colours, EVEN, 'format=yuv420p'];
    const codec = isSheer ? ['-c:v', 'png', '-f', 'mov'] : ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '12', ...BT709, '-f', 'mp4'];
    await fed(
      [
        ...[...PIPED_FLAGS, '-protocol_whitelist', 'pipe', '-f', 'rawvideo', '-pix_fmt', 'rgba', '-s', `${widthPx}x${heightPx}`],
        ...['-r', `${over}/${under}`, '-i', 'pipe:0', '-vf', filters.join(',')],
        ...[...codec, '-movflags', '+faststart', '-fflags', '+bitexact', '-protocol_whitelist', 'file', '-y', job.outPath],
      ],
      job,
      pictures(job, file),
    );
  } finally {
    await file.close();
  }
}

async function shinesThrough(job: AnimationJob, file: FileHandle): Promise<boolean> {
  if (await isOpaque(job, file)) return false;
  for await (const { rgba } of pictures(job, file)) {
    for (let at = 3; at < rgba.length; at += 4) if (rgba[at] !== 255) return true;
  }
  return false;
}

/** Known without a look at its pixels: all of it is covered from the first frame on, by pictures that cannot be transparent. */
async function isOpaque({ pictures: [first, ...others], format }: AnimationJob, file: FileHandle): Promise<boolean> {
  if (first?.width !== format.widthPx || first.height !== format.heightPx) return false;
  const name = Buffer.alloc(4);
  for (const { isDisposed, data } of [first, ...others]) {
    await file.read(name, 0, name.length, data.from);
    if (isDisposed || name.toString('latin1') !== 'VP8 ') return false;
  }
  return true;
}

/** One after the other as they are seen, with the number of each. */
async function* pictures(job: AnimationJob, file: FileHandle): AsyncGenerator<{ index: number; rgba: Uint8Array }> {
  const { widthPx, heightPx } = job.format;
  const canvas = createCanvas(widthPx, heightPx);
  const pen = canvas.getContext('2d');
  for (const [index, frame] of job.pictures.entries()) {
    await lay(pen, frame, file);
    const { data } = pen.getImageData(0, 0, widthPx, heightPx);
    yield { index, rgba: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
    if (frame.isDisposed) pen.clearRect(frame.x, frame.y, frame.width, frame.height);
  }
}

async function lay(pen: Pen, frame: WebpFrame, file: FileHandle): Promise<void> {
  const data = Buffer.alloc(frame.data.to - frame.data.from);
  await file.read(data, 0, data.length, frame.data.from);
  const still = stillOf(frame, data);
  // A picture may be larger than its frame says, and take the memory of all there is.
  const size = sizeWithin(data);
  if (size?.width !== frame.width || size.height !== frame.height)
    throw new Error('picture_unsupported: a frame is not of the size it states');
  const image = await loadImage(still).catch((error: unknown): Image => {
    throw new Error(`picture_unsupported: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  });
  if (!frame.isBlended) pen.clearRect(frame.x, frame.y, frame.width, frame.height);
  pen.drawImage(image, frame.x, frame.y);
}

/** As the picture itself states it. */
function sizeWithin(chunks: Buffer): { readonly width: number; readonly height: number } | null {
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  return readStillHeader(Buffer.concat([head, chunks]), false).sizePx;
}

async function fed(args: readonly string[], job: AnimationJob, frames: AsyncIterable<{ index: number; rgba: Uint8Array }>): Promise<void> {
  const [program = '', ...before] = [...job.encoder.diesWithParent, job.encoder.ffmpegPath];
  const cwd = path.dirname(job.outPath);
  const child = spawn(program, [...before, ...args], { cwd, stdio: ['pipe', 'ignore', 'pipe'], windowsHide: true });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log = (log + text).slice(-4000)));
  const ended = new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? signal));
  });
  ended.catch(() => undefined);
  // A broken pipe is told by the exit code.
  child.stdin.on('error', () => undefined);
  const times = new Map<number, number>();
  for (const index of job.shown) times.set(index, (times.get(index) ?? 0) + 1);
  try {
    for await (const { index, rgba } of frames) {
      for (let left = times.get(index) ?? 0; left > 0 && child.exitCode === null && !child.stdin.destroyed; left -= 1) {
        const written = new Promise<void>((resolve) => child.stdin.write(rgba, () => resolve()));
        await Promise.race([written, ended]);
      }
    }
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  child.stdin.end();
  const code = await ended;
  if (code !== 0) throw new Error(`FFmpeg ended with ${String(code)}: ${log.trim()}`);
}
