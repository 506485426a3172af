import path from 'node:path';
import { locateFfmpeg, run } from '../ffmpeg/index.js';

/** MD5 of every decoded frame of a video, in the order shown. Equal hashes are equal pixels. */
export async function decodeFrameHashes(file: string): Promise<string[]> {
  const args = ['-nostdin', '-loglevel', 'error', '-i', path.resolve(file), '-map', '0:v:0', '-vsync', '0', '-f', 'framemd5', 'pipe:1'];
  const { stdout } = await run(locateFfmpeg().ffmpegPath, args, { limitMs: 300_000, purpose: `decode ${path.basename(file)}` });
  return stdout
    .toString('latin1')
    .split('\n')
    .filter((line) => /^0,/.test(line))
    .map((line) => line.slice(line.lastIndexOf(',') + 1).trim());
}
