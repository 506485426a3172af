import { table } from '#platform/json';
import { stat } from 'node:fs/promises';
import { type FilmEngine, MediaError, type MediaProbe, takeInPicture } from '#media';
import { UserMediaError } from '../contracts/errors.js';
import { type MediaKind } from '../contracts/user-media.js';

/** Pictures are kept in memory whole by those who draw with them, and are sent to providers that take no more. */
export const MAX_IMAGE_BYTES = 20 * 1024 * 1024;
/** Of any file; the probe holds to it as well. */
export const MAX_FILE_BYTES = 2_000_000_000;

/** What a file is, by its content. */
export interface MediaLook {
  readonly kind: MediaKind;
  readonly contentType: string;
  /** For its name in storage, with the dot. */
  readonly extension: string;
  readonly sizeBytes: number;
  /** Null for sound. */
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  /** Null for a picture. */
  readonly durationSeconds: number | null;
}

interface ContainerInfo {
  readonly extension: string;
  /** Content type of each kind it may hold. */
  readonly types: Partial<Record<MediaKind, string>>;
}

const CONTAINERS: Readonly<Record<string, ContainerInfo>> = table({
  mp4: { extension: '.mp4', types: { video: 'video/mp4', audio: 'audio/mp4' } },
  mov: { extension: '.mov', types: { video: 'video/quicktime', audio: 'audio/mp4' } },
  m4a: { extension: '.m4a', types: { audio: 'audio/mp4', video: 'video/mp4' } },
  matroska: { extension: '.mkv', types: { video: 'video/x-matroska', audio: 'audio/x-matroska' } },
  webm: { extension: '.webm', types: { video: 'video/webm', audio: 'audio/webm' } },
  png: { extension: '.png', types: { image: 'image/png' } },
  jpeg: { extension: '.jpg', types: { image: 'image/jpeg' } },
  webp: { extension: '.webp', types: { image: 'image/webp' } },
  gif: { extension: '.gif', types: { image: 'image/gif', video: 'image/gif' } },
  wav: { extension: '.wav', types: { audio: 'audio/wav' } },
  mp3: { extension: '.mp3', types: { audio: 'audio/mpeg' } },
  ogg: { extension: '.ogg', types: { audio: 'audio/ogg' } },
  flac: { extension: '.flac', types: { audio: 'audio/flac' } },
  aac: { extension: '.aac', types: { audio: 'audio/aac' } },
});

const SAID: Readonly<Record<MediaKind, string>> = { image: 'a picture', video: 'a video', audio: 'sound' };
/** What `probeFile` begins its messages with: the name of our own work file, which says nothing to anybody. */
const FILE_NAME = /^\S+ (cannot be used|is over the limit): /;

/**
 * Looks at a file that somebody else made: by its first bytes and a hardened probe, never by its name or what it was called.
 * @throws UserMediaError `unsupported_media` (none of the accepted formats, damaged, or not of these kinds), `payload_too_large` (bytes
 * of a picture), `media_too_large` (pixels, length, rate or streams over the limit)
 */
export async function lookAtMedia(engine: FilmEngine, filePath: string, kinds: readonly MediaKind[]): Promise<MediaLook> {
  const { size } = await stat(filePath);
  const probe = await engine.probe(filePath).catch((error: unknown) => {
    throw asUserMediaError(error);
  });
  const kind = kindOf(probe);
  const container = CONTAINERS[probe.container];
  const contentType = container?.types[kind];
  if (!container || contentType === undefined) throw unsupported('Its content is not of an accepted format.');
  if (!kinds.includes(kind)) throw unsupported(`It is ${SAID[kind]}; ${kinds.map((one) => SAID[one]).join(' or ')} is needed.`);
  if (kind === 'image' && size > MAX_IMAGE_BYTES) throw tooLarge(`A picture may have ${MAX_IMAGE_BYTES} bytes at most; it has ${size}.`);
  return {
    kind,
    contentType,
    extension: container.extension,
    sizeBytes: size,
    widthPx: kind === 'audio' ? null : (probe.video?.widthPx ?? null),
    heightPx: kind === 'audio' ? null : (probe.video?.heightPx ?? null),
    durationSeconds: kind === 'image' ? null : probe.durationSeconds,
  };
}

/**
 * Brings a picture that not every program here reads into one that all do, in place: AVIF and HEIC become JPEG or PNG, an animated WebP a
 * clip. @returns bytes it has then
 * @throws UserMediaError `unsupported_media` with what to do, `media_too_large`
 */
export async function takeIn(filePath: string, signal?: AbortSignal): Promise<number> {
  await takeInPicture(filePath, signal).catch((error: unknown) => {
    throw asUserMediaError(error);
  });
  return (await stat(filePath)).size;
}

export const unsupported = (message: string, options?: ErrorOptions): UserMediaError =>
  new UserMediaError('unsupported_media', message, false, options);

export const tooLarge = (message: string): UserMediaError => new UserMediaError('payload_too_large', message, false);

function kindOf({ container, video }: MediaProbe): MediaKind {
  if (video === null) return 'audio';
  if (container === 'gif') return video.frames === 1 ? 'image' : 'video';
  return ['png', 'jpeg', 'webp'].includes(container) ? 'image' : 'video';
}

/** A file that is refused is its sender's affair; what else goes wrong stays as it is. */
export function asUserMediaError(error: unknown): unknown {
  if (!(error instanceof MediaError)) return error;
  const why = error.message.replace(FILE_NAME, '');
  if (error.code === 'media_too_large')
    return new UserMediaError('media_too_large', `It is over the limit: ${why}.`, false, { cause: error });
  if (error.code === 'unsupported_media') return unsupported(`It cannot be used: ${why}.`, { cause: error });
  return error;
}
