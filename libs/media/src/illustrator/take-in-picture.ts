import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { MediaError } from '../contracts.js';
import { MEDIA_LIMITS } from '../ffmpeg/limits.js';
import { heifKind, heifSizePx } from '../probe/heif.js';
import { type JobRunner, runInProcess } from './drawing-process.js';

/** More than the boxes in front of a picture take. */
const HEAD_BYTES = 256 * 1024;

/**
 * Brings a picture that FFmpeg does not read everywhere into a format that everything here reads: AVIF becomes JPEG, or PNG where something
 * shines through, in place. Any other file stays as it is.
 *
 * @returns whether the file is another one now
 * @throws MediaError `unsupported_media` for HEIC (its decoder may not be given away) and animated AVIF, saying what to do, and for what is
 * damaged; `media_too_large`; `aborted`
 */
export async function takeInPicture(filePath: string, signal?: AbortSignal, runJob: JobRunner = runInProcess): Promise<boolean> {
  const head = await headOf(filePath);
  const kind = heifKind(head);
  if (kind === null) return false;
  if (kind === 'heic') throw unusable(filePath, 'it is a HEIC picture; save it as JPEG (phones call that "most compatible")');
  if (kind === 'animated avif') throw unusable(filePath, 'it is an animated AVIF; save it as MP4, WebM or GIF');
  const { width = 0, height = 0 } = heifSizePx(head) ?? {};
  if (width * height > MEDIA_LIMITS.pixels) {
    const what = `${width} x ${height} pixels, at most ${MEDIA_LIMITS.pixels} pixels`;
    throw new MediaError('media_too_large', `${path.basename(filePath)} is over the limit: ${what}`, false);
  }
  const outPath = `${filePath}.taken-in`;
  try {
    await runJob({ kind: 'convert', fromPath: filePath, outPath }, signal);
    await rename(outPath, filePath);
    return true;
  } catch (error) {
    if (!(error instanceof MediaError) || error.code !== 'picture_unsupported') throw error;
    throw unusable(filePath, 'it is damaged or not what its first bytes say', error);
  } finally {
    await rm(outPath, { force: true });
  }
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
