import { mkdtemp, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { MediaError } from '../contracts.js';
import { MEDIA_LIMITS } from '../ffmpeg/limits.js';
import { HeifFault, heifPicture } from '../heif/index.js';
import { heifKind, heifSizePx } from '../probe/heif.js';
import { isAnimatedWebp, WebpFault } from '../webp/animation.js';
import { webpClip } from '../webp/take-in-webp.js';
import { type JobRunner, runInProcess } from './drawing-process.js';

/** More than the boxes in front of a picture take. */
const HEAD_BYTES = 256 * 1024;

/**
 * Brings a picture that FFmpeg does not read everywhere into a format that everything here reads, in place: AVIF and HEIC become JPEG, or
 * PNG where something shines through; an animated WebP becomes MP4, or MOV. Any other file stays as it is.
 *
 * @returns whether the file is another one now
 * @throws MediaError `unsupported_media` for animated AVIF and what is damaged, saying what to do; `media_too_large`; `aborted`
 */
export async function takeInPicture(filePath: string, signal?: AbortSignal, runJob: JobRunner = runInProcess): Promise<boolean> {
  const head = await headOf(filePath);
  const make = makerOf(filePath, head);
  if (make === null) return false;
  const folder = await mkdtemp(path.join(path.dirname(filePath), '.take-in-'));
  try {
    await rename(await make(folder, signal, runJob), filePath);
    return true;
  } catch (error) {
    if (error instanceof HeifFault || error instanceof WebpFault) {
      throw error.code === 'media_too_large' ? tooLarge(filePath, error.why, error) : unusable(filePath, error.why, error);
    }
    if (!(error instanceof MediaError) || error.code !== 'picture_unsupported') throw error;
    throw unusable(filePath, 'it is damaged or not what its first bytes say', error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes the picture into a folder. @returns its path */
type Maker = (folder: string, signal: AbortSignal | undefined, runJob: JobRunner) => Promise<string>;

function makerOf(filePath: string, head: Buffer): Maker | null {
  if (isAnimatedWebp(head)) return (folder, signal, runJob) => webpClip(filePath, folder, signal, runJob);
  const kind = heifKind(head);
  if (kind === 'animated avif') throw unusable(filePath, 'it is an animated AVIF; save it as MP4, WebM or GIF');
  if (kind === 'heic') return (folder, signal) => heifPicture(filePath, folder, signal);
  return kind === null ? null : (folder, signal, runJob) => avifPicture(filePath, head, folder, signal, runJob);
}

async function avifPicture(
  filePath: string,
  head: Buffer,
  folder: string,
  signal: AbortSignal | undefined,
  runJob: JobRunner,
): Promise<string> {
  const { width = 0, height = 0 } = heifSizePx(head) ?? {};
  if (width * height > MEDIA_LIMITS.pixels)
    throw tooLarge(filePath, `${width} x ${height} pixels, at most ${MEDIA_LIMITS.pixels} pixels; make it smaller`);
  const outPath = path.join(folder, 'out');
  await runJob({ kind: 'convert', fromPath: filePath, outPath }, signal);
  return outPath;
}

async function headOf(filePath: string): Promise<Buffer> {
  const file = await open(filePath, 'r');
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

const unusable = (filePath: string, why: string, cause?: unknown): MediaError =>
  new MediaError('unsupported_media', `${path.basename(filePath)} cannot be used: ${why}`, false, { cause });

const tooLarge = (filePath: string, what: string, cause?: unknown): MediaError =>
  new MediaError('media_too_large', `${path.basename(filePath)} is over the limit: ${what}`, false, { cause });
