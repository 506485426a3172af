/** Pictures for specs, and what clips look like beside them. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import { pngOf } from '#media/testing';

const run = promisify(execFile);
const ffmpeg = (): string => process.env['FFMPEG_PATH'] ?? 'ffmpeg';
/** Small enough to forgive an encoder, large enough to tell pictures apart. */
const [ACROSS, DOWN] = [18, 32];

/** A PNG by one of FFmpeg's own painters, e.g. `testsrc2` or `mandelbrot`; always the same. */
export async function paintedPng(painter: string, size = '360x640'): Promise<Buffer> {
  const args = ['-v', 'error', '-f', 'lavfi', '-i', `${painter}=size=${size}`, '-frames:v', '1', '-c:v', 'png', '-f', 'image2pipe', '-'];
  const { stdout } = await run(ffmpeg(), args, { encoding: 'buffer', maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

/** A short MP4 by the same painters. */
export async function paintedClip(painter: string, filePath: string, seconds = 1): Promise<void> {
  const source = `${painter}=size=180x320:rate=24`;
  await run(ffmpeg(), [
    '-v',
    'error',
    '-y',
    '-f',
    'lavfi',
    '-i',
    source,
    '-t',
    String(seconds),
    '-c:v',
    'libx264',
    '-pix_fmt',
    'yuv420p',
    filePath,
  ]);
}

/** A picture of exactly so many bytes: a chunk that every reader skips fills it up. */
export function pngOfBytes(bytes: number): Buffer {
  const [picture, end] = [pngOf(32, 32), 12];
  const data = Buffer.concat([Buffer.from('noNe', 'latin1'), Buffer.alloc(bytes - picture.length - 12, 7)]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length - 4);
  check.writeUInt32BE(crc32(data));
  return Buffer.concat([picture.subarray(0, -end), length, data, check, picture.subarray(-end)]);
}

export const dataUrlOf = (bytes: Buffer, type = 'image/png'): string => `data:${type};base64,${bytes.toString('base64')}`;

/** Every frame of the file, tiny, decoded to RGB. A picture has one. */
export async function tinyFrames(filePath: string): Promise<Buffer[]> {
  // Colours first: scaling YUV forgets by which matrix it was made.
  const args = ['-v', 'error', '-i', filePath, '-vf', `format=rgb24,scale=${ACROSS}:${DOWN}:flags=area`, '-f', 'rawvideo', '-'];
  const { stdout } = await run(ffmpeg(), args, { encoding: 'buffer', maxBuffer: 64 * 1024 * 1024 });
  const size = ACROSS * DOWN * 3;
  return Array.from({ length: Math.floor(stdout.length / size) }, (_, index) => stdout.subarray(index * size, (index + 1) * size));
}

/** Mean difference of two tiny frames, 0 (the same) to 255. */
export function difference(a: Buffer, b: Buffer): number {
  let sum = 0;
  for (const [index, value] of a.entries()) sum += Math.abs(value - (b[index] ?? 0));
  return sum / a.length;
}
