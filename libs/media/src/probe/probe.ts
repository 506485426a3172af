import path from 'node:path';
import { MediaError } from '../contracts.js';
import { inputFlags, MEDIA_LIMITS, run, type FfmpegTools } from '../ffmpeg/index.js';
import { readFfmpegBanner } from './ffmpeg-banner.js';
import { readFfprobeJson } from './ffprobe-json.js';
import type { ProbedFile } from './probed-file.js';
import { sniffFile, type Container } from './sniff.js';

const PROBE_LIMIT_MS = 30_000;

/**
 * Looks at a local media file without trusting it: known container by its first bytes, local files only, bounded size, pixels,
 * streams and length. Reads headers, decodes next to nothing.
 * @throws MediaError `unsupported_media` (not an accepted container, or nothing in it can be decoded), `media_too_large`,
 *   `media_not_found`
 */
export async function probeFile(tools: FfmpegTools, file: string): Promise<ProbedFile> {
  const absolute = path.resolve(file);
  const { container, sizeBytes } = await sniffFile(absolute).catch((cause: unknown) => {
    throw new MediaError('media_not_found', `Cannot read ${path.basename(file)}`, false, { cause });
  });
  if (container === null) throw unsupported(file, 'its content is not MP4, MOV, WebM, MKV, PNG, JPEG, WebP, MP3, WAV or M4A');
  if (sizeBytes > MEDIA_LIMITS.sizeBytes) throw tooLarge(file, `${sizeBytes} bytes`);
  const probed = await ask(tools, absolute, container);
  const { video, audio, durationSeconds } = probed.facts;
  if (video === null && audio === null) throw unsupported(file, 'it has neither a picture nor a sound that can be decoded');
  if (video && video.widthPx * video.heightPx > MEDIA_LIMITS.pixels) throw tooLarge(file, `${video.widthPx} x ${video.heightPx} pixels`);
  if (durationSeconds > MEDIA_LIMITS.durationSeconds + 1) throw tooLarge(file, `${durationSeconds} seconds`);
  if (video && video.fps > MEDIA_LIMITS.fps) throw tooLarge(file, `${video.fps} frames per second`);
  if (probed.streams > MEDIA_LIMITS.streams) throw tooLarge(file, `${probed.streams} streams`);
  return probed;
}

async function ask(tools: FfmpegTools, file: string, container: Container): Promise<ProbedFile> {
  const options = { limitMs: PROBE_LIMIT_MS, purpose: `look at ${path.basename(file)}` };
  const input = [...inputFlags(container.demuxer), '-i', file];
  try {
    if (tools.ffprobePath !== null) {
      const entries =
        'format=duration:stream=codec_type,codec_name,width,height,avg_frame_rate,r_frame_rate,nb_frames,pix_fmt,color_space,' +
        'sample_rate,channels,duration:stream_disposition=attached_pic:stream_side_data=rotation';
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

function tooLarge(file: string, what: string): MediaError {
  return new MediaError('media_too_large', `${path.basename(file)} is over the limit: ${what}`, false);
}
