import { stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { MediaError, type FilmFormat } from '../contracts.js';

/** Free bytes of the file system that a folder is on, for who is not its owner. */
export type FreeBytes = (folder: string) => Promise<number>;

export const freeBytesOf: FreeBytes = async (folder) => {
  const { bavail, bsize } = await statfs(await firstThatExists(folder));
  return bavail * bsize;
};

/** Left free after the work: logs, the database and others want some too. */
export const RESERVE_BYTES = 64 * 1024 * 1024;
/** Noise at the highest quality of ours stays below this, in bytes for each pixel (measured: 0.11). */
const PIECE_BYTES_PER_PIXEL = 0.12;
/** Mix in 32-bit floats, stereo, 48 kHz, and the encoded track beside it. */
const SOUND_BYTES_PER_SECOND = 2 * 4 * 48_000 + 32_000;

export const pieceBytes = (frames: number, { widthPx, heightPx }: FilmFormat): number =>
  Math.ceil(frames * widthPx * heightPx * PIECE_BYTES_PER_PIXEL);

export const soundBytes = (seconds: number): number => Math.ceil(seconds * SOUND_BYTES_PER_SECOND);

/** What a join writes is what it reads. Files that are missing are told by the join itself. */
export async function joinedBytes(files: readonly string[]): Promise<number> {
  const sizes = await Promise.all(
    files.map((file) =>
      stat(file).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/**
 * Before work that would fill the disk: a half-written film helps nobody and stops others too.
 * @throws MediaError `no_space` (retryable), with the bytes that are needed and free
 */
export async function mustHaveSpace(outPath: string, neededBytes: number, freeBytes: FreeBytes): Promise<void> {
  const free = await freeBytes(path.dirname(path.resolve(outPath)));
  if (free >= neededBytes + RESERVE_BYTES) return;
  const what = path.basename(outPath);
  throw new MediaError(
    'no_space',
    `There is no room for ${what}: ${neededBytes} bytes and ${RESERVE_BYTES} in reserve are needed, ${free} are free. ` +
      'Free some space; the work goes on by itself.',
    true,
  );
}

async function firstThatExists(folder: string): Promise<string> {
  for (let candidate = path.resolve(folder); ; candidate = path.dirname(candidate)) {
    const isThere = await stat(candidate).then(
      () => true,
      () => false,
    );
    if (isThere || candidate === path.dirname(candidate)) return candidate;
  }
}
