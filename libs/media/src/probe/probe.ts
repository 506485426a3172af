import { open } from 'node:fs/promises';
import path from 'node:path';
import { MediaError } from '../contracts.js';
import { inputFlags, MEDIA_LIMITS, run, type FfmpegTools } from '../ffmpeg/index.js';
import { withCountedSeconds } from './counted-seconds.js';
import { readFfmpegBanner } from './ffmpeg-banner.js';
import { readFfprobeJson } from './ffprobe-json.js';
import { KnownFiles } from './known-files.js';
import { isCutOff } from './mp4-track.js';
import type { ProbedFile } from './probed-file.js';
import { sniffFile, type Container } from './sniff.js';
import { CUT_OFF } from './still-end.js';
import { readStillHeader, type StillHeader } from './still-header.js';

const PROBE_LIMIT_MS = 30_000;

const known = new KnownFiles<Omit<ProbedFile, 'header'>>();

/**
 * Looks at a local media file without trusting it: known container by its first bytes, local files only, bounded size, pixels,
 * streams and length. Reads headers, decodes next to nothing; of Matroska it reads the packets, whose lengths it states nowhere.
 * @throws MediaError `unsupported_media` (not an accepted container, or nothing in it can be decoded), `media_too_large`,
 *   `media_not_found`
 */
export async function probeFile(tools: FfmpegTools, file: string): Promise<ProbedFile> {
  const absolute = path.resolve(file);
  const { container, sizeBytes } = await sniffFile(absolute).catch((cause: unknown) => {
    throw new MediaError('media_not_found', `Cannot read ${path.basename(file)}`, false, { cause });
  });
  if (container === null)
    throw unsupported(
      file,
      'its content is not MP4, MOV, WebM, MKV, PNG, JPEG, WebP, AVIF, HEIC, GIF, MP3, WAV, M4A, AAC, FLAC or OGG; save it as one of them',
    );
  if (sizeBytes > MEDIA_LIMITS.sizeBytes) throw tooLarge(file, `${sizeBytes} bytes`, `${MEDIA_LIMITS.sizeBytes} bytes`);
  if (container.demuxer === 'mov' && (await isCutOff(absolute))) throw unsupported(file, CUT_OFF);
  const look = await withHeader(absolute, container, sizeBytes);
  // Before it is asked for: a decoder that is not allowed so many pixels says nothing of them.
  mustBeOfSize(file, look.header?.sizePx ?? null);
  if (container.name === 'webp' && look.header?.isAnimated) {
    throw unsupported(file, 'it is an animated WebP; save it as MP4, WebM or GIF');
  }
  // Others are refused by their decoder.
  if (container.name === 'jpeg' && look.header?.isCutOff) throw unsupported(file, CUT_OFF);
  const about = `${tools.ffprobePath ?? tools.ffmpegPath} ${look.container.name}`;
  const answer = await known.of(absolute, about, async () =>
    withCountedSeconds(tools, absolute, await ask(tools, absolute, look.container)),
  );
  const probed = asSeen(answer, look.header);
  const { video, audio, durationSeconds } = probed.facts;
  if (video === null && audio === null) {
    throw unsupported(file, look.header?.isCutOff ? CUT_OFF : 'it has neither a picture nor a sound that can be decoded');
  }
  if (video && container.name === 'ogg') throw unsupported(file, 'it is a film in OGG; save it as MP4, MOV or WebM');
  mustBeOfSize(file, video && { width: video.widthPx, height: video.heightPx });
  if (durationSeconds > MEDIA_LIMITS.durationSeconds + 1) {
    throw tooLarge(file, `${durationSeconds} seconds`, `${MEDIA_LIMITS.durationSeconds} seconds; cut out the part that is wanted`);
  }
  // A camera's "240" is a little more or less.
  if (video && video.fps > MEDIA_LIMITS.fps + 1)
    throw tooLarge(file, `${video.fps} frames per second`, `${MEDIA_LIMITS.fps} frames per second; save it with fewer`);
  if (probed.streams > MEDIA_LIMITS.streams) throw tooLarge(file, `${probed.streams} streams`, `${MEDIA_LIMITS.streams} streams`);
  return probed;
}

/** More than any head of a picture; what EXIF WebP writes behind its picture is found up to here. */
const HEADER_BYTES = 32 * 1024 * 1024;

/** A GIF is known by its content to be a still, or a clip. */
async function withHeader(
  file: string,
  container: Container,
  sizeBytes: number,
): Promise<{ container: Container; header: StillHeader | null }> {
  if (!container.still && container.name !== 'gif') return { container, header: null };
  const head = Buffer.alloc(Math.min(sizeBytes, HEADER_BYTES));
  const handle = await open(file, 'r');
  try {
    await handle.read(head, 0, head.length, 0);
  } finally {
    await handle.close();
  }
  const header = readStillHeader(head, sizeBytes <= HEADER_BYTES);
  return { header, container: container.name === 'gif' ? { ...container, still: !header.isAnimated } : container };
}

/** Sides of a picture that lies on its side are those that are seen. */
function asSeen(probed: Omit<ProbedFile, 'header'>, header: StillHeader | null): ProbedFile {
  const { facts } = probed;
  if (!header || header.orientation < 5 || !facts.video) return { ...probed, header };
  const video = { ...facts.video, widthPx: facts.video.heightPx, heightPx: facts.video.widthPx };
  return { ...probed, header, facts: { ...facts, video } };
}

function mustBeOfSize(file: string, size: { readonly width: number; readonly height: number } | null): void {
  if (size && size.width * size.height > MEDIA_LIMITS.pixels) {
    throw tooLarge(file, `${size.width} x ${size.height} pixels`, `${MEDIA_LIMITS.pixels} pixels; make it smaller`);
  }
}

async function ask(tools: FfmpegTools, file: string, container: Container): Promise<Omit<ProbedFile, 'header'>> {
  const options = { limitMs: PROBE_LIMIT_MS, purpose: `look at ${path.basename(file)}`, step: 'probe' as const };
  const input = [...inputFlags(container.demuxer), '-i', file];
  try {
    if (tools.ffprobePath !== null) {
      const entries =
        'format=duration:stream=codec_type,codec_name,width,height,avg_frame_rate,r_frame_rate,nb_frames,pix_fmt,color_space,' +
        'color_transfer,color_primaries,field_order,sample_rate,channels,duration:stream_disposition=attached_pic:' +
        'stream_tags=alpha_mode:stream_side_data=rotation';
      const args = ['-hide_banner', '-loglevel', 'error', '-of', 'json', '-show_entries', entries, ...input];
      const { stdout } = await run(tools.ffprobePath, args, options);
      return readFfprobeJson(stdout.toString('utf8'), container);
    }
    // `-t 0` to nowhere: FFmpeg describes its input on stderr and stops.
    const args = ['-nostdin', '-hide_banner', '-loglevel', 'info', ...input, '-map', '0', '-c', 'copy', '-t', '0', '-f', 'null', '-'];
    const { stderr } = await run(tools.ffmpegPath, args, options);
    return readFfmpegBanner(stderr, container);
  } catch (error) {
    if (error instanceof MediaError && error.code === 'render_failed' && !error.retryable) {
      throw unsupported(file, 'it is damaged or not what its first bytes say', error);
    }
    throw error;
  }
}

function unsupported(file: string, why: string, cause?: unknown): MediaError {
  return new MediaError('unsupported_media', `${path.basename(file)} cannot be used: ${why}`, false, { cause });
}

function tooLarge(file: string, what: string, limit: string): MediaError {
  return new MediaError('media_too_large', `${path.basename(file)} is over the limit: ${what}, at most ${limit}`, false);
}
