import { rm, stat } from 'node:fs/promises';
import { type FilmEngine, MediaError } from '#media';
import { logger } from '#platform';
import { type StoredObject } from '../contracts/storage.js';
import { asUserMediaError, type MediaLook } from '../user-media/media-look.js';

/** Longest sides that are tried, in pixels: the next one where a picture has so much in it that it would be larger than `MAX_BYTES`. */
const SIDES_PX = [320, 240, 160];
const MAX_BYTES = 30_000;
/** As a share of a clip's length: its first frames are often black. */
const MOMENT = 0.12;

const log = logger('assets');

/**
 * A small JPEG of a local file, for lists: a page of a hundred uploads would else load the uploads.
 * @param store puts it into storage; what is made here is gone when this returns
 * @returns null for sound, and where none can be made: a file that can be used is not refused over it
 * @throws UserMediaError `unsupported_media`: no picture of it can be decoded, so that no film could show it
 */
export async function thumbnailOf(
  engine: Pick<FilmEngine, 'stillFrame'>,
  filePath: string,
  { kind, durationSeconds }: Pick<MediaLook, 'kind' | 'durationSeconds'>,
  store: (path: string, contentType: string) => Promise<StoredObject>,
): Promise<StoredObject | null> {
  if (kind === 'audio') return null;
  const outPath = `${filePath}.thumbnail.jpg`;
  try {
    for (const maxSizePx of SIDES_PX) {
      const made = await engine.stillFrame(filePath, (durationSeconds ?? 0) * MOMENT, outPath, { maxSizePx });
      if ((await stat(made.path)).size <= MAX_BYTES) return await store(made.path, made.contentType);
    }
  } catch (error) {
    if (error instanceof MediaError && error.code === 'unsupported_media') throw asUserMediaError(error);
    log.warn({ err: error }, 'no thumbnail could be made of a file');
  } finally {
    await rm(outPath, { force: true });
  }
  return null;
}
