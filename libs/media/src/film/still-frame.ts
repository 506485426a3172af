import { table } from '../text/table.js';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MediaError, type MediaFile } from '../contracts.js';
import { GLOBAL_FLAGS, inputFlags, run, stageOutput, wallLimitMs, type FfmpegTools } from '../ffmpeg/index.js';
import { probeFile } from '../probe/probe.js';
import { CUT_OFF } from '../probe/still-end.js';
import { cubeOf } from './icc-profile.js';
import { preparedSource } from './source-graph.js';

export interface StillOptions {
  /** Longest side; a larger picture is made smaller, a smaller one is left. */
  readonly maxSizePx?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = table({ '.png': 'image/png', '.jpg': 'image/jpeg', '.jpeg': 'image/jpeg' });

/** A side of a picture whose longer one is to have `size` pixels at most; the other one is even, and never nothing. */
const longSide = (side: string, other: string, size: number): string =>
  `if(gte(${side},${other}),min(${side},${size}),max(2,2*round(${side}*min(1,${size}/${other})/2)))`;

/** One frame of a video as a picture; see FilmEngine.stillFrame. */
export async function stillFrame(
  tools: FfmpegTools,
  file: string,
  atSeconds: number,
  outPath: string,
  options: StillOptions = {},
): Promise<MediaFile> {
  const contentType = CONTENT_TYPES[path.extname(outPath).toLowerCase()];
  if (!contentType) throw new MediaError('unsupported_media', `A still is a .png or a .jpg, not ${path.basename(outPath)}`, false);
  const probed = await probeFile(tools, file);
  const { facts, container, pictureSeconds } = probed;
  if (facts.video === null) throw new MediaError('unsupported_media', `${path.basename(file)} has no picture`, false);
  // Past the last frame there is nothing to show: the last one is half a frame before the end.
  const lastSeconds = Math.max(0, pictureSeconds - 1.5 / (facts.video.fps || 25));
  const wantedSeconds = Math.max(0, Math.min(atSeconds, lastSeconds));
  // There may be less than the file says: what is nearer to its beginning is shown then.
  const moments = container.still ? [null] : [wantedSeconds, wantedSeconds / 2, wantedSeconds / 8, 0];
  const size = options.maxSizePx;
  const scale = size ? [`scale=w='${longSide('iw', 'ih', size)}':h='${longSide('ih', 'iw', size)}'`] : [];
  const isCutOff = probed.header?.isCutOff ?? false;
  const cube = probed.header?.profile ? cubeOf(probed.header.profile) : null;
  const source = preparedSource(tools, probed, 'still', cube === null ? null : 'colours.cube');
  const filters = [...source.filters, ...scale, ...source.colours].join(',');
  const codec = contentType === 'image/png' ? ['-c:v', 'png'] : ['-c:v', 'mjpeg', '-q:v', '3', '-pix_fmt', 'yuvj420p'];
  await stageOutput(outPath, async (stagedPath) => {
    const folder = await mkdtemp(path.join(path.dirname(stagedPath), '.still-'));
    try {
      if (cube !== null) await writeFile(path.join(folder, 'colours.cube'), cube);
      for (const moment of moments) {
        const seek = moment === null ? [] : ['-ss', moment.toFixed(4)];
        await run(
          tools.ffmpegPath,
          [
            ...[...GLOBAL_FLAGS, ...inputFlags(container.demuxer), ...source.inputArgs, ...seek, '-i', path.resolve(file)],
            ...['-filter_complex', `[0:v:0]${filters === '' ? 'null' : filters}[still]`, '-map', '[still]'],
            ...['-frames:v', '1', ...codec, '-map_metadata', '-1', '-f', 'image2', '-update', '1', '-y', stagedPath],
          ],
          {
            cwd: folder,
            signal: options.signal,
            limitMs: wallLimitMs(10),
            purpose: `take a still from ${path.basename(file)}`,
            step: 'still',
          },
        ).catch((error: unknown) => {
          throw undecodable(error) ? noPicture(file, isCutOff, error) : error;
        });
        // FFmpeg is content with having found nothing.
        if (
          await stat(stagedPath).then(
            () => true,
            () => false,
          )
        )
          return;
      }
      throw noPicture(file, isCutOff);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
  return { path: outPath, contentType };
}

/** Others are the machine's fault: too little memory or time, a full disk. */
const undecodable = (error: unknown): boolean =>
  error instanceof MediaError && error.code === 'render_failed' && !error.retryable && error.message.startsWith('FFmpeg ended');

function noPicture(file: string, isCutOff: boolean, cause?: unknown): MediaError {
  const why = isCutOff ? CUT_OFF : 'it has no picture that can be decoded';
  return new MediaError('unsupported_media', `${path.basename(file)} cannot be used: ${why}`, false, { cause });
}

/** Moments of a film, as shares of its length, that are looked at for a thumbnail. */
const MOMENTS = [0.12, 0.35, 0.6];

/** The still with most in it, out of a few moments; see FilmEngine.thumbnail. */
export async function thumbnail(tools: FfmpegTools, file: string, outPath: string, options: StillOptions = {}): Promise<MediaFile> {
  const { facts } = await probeFile(tools, file);
  return stageOutput(outPath, async (stagedPath) => {
    let most = { sizeBytes: -1, atSeconds: 0 };
    const trialPath = `${stagedPath}.jpg`;
    try {
      for (const moment of MOMENTS) {
        const atSeconds = facts.durationSeconds * moment;
        await stillFrame(tools, file, atSeconds, trialPath, { maxSizePx: 360, signal: options.signal });
        // A black or empty frame compresses to next to nothing; detail does not.
        const { size } = await stat(trialPath);
        if (size > most.sizeBytes) most = { sizeBytes: size, atSeconds };
      }
    } finally {
      await rm(trialPath, { force: true });
    }
    const { contentType } = await stillFrame(tools, file, most.atSeconds, stagedPath, options);
    return { path: outPath, contentType };
  });
}
