import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MediaError, type MediaFile } from '../contracts.js';
import { GLOBAL_FLAGS, inputFlags, run, stageOutput, wallLimitMs, type FfmpegTools } from '../ffmpeg/index.js';
import { probeFile } from '../probe/probe.js';
import { cubeOf } from './icc-profile.js';
import { preparedSource } from './source-graph.js';

export interface StillOptions {
  /** Longest side; a larger picture is made smaller, a smaller one is left. */
  readonly maxSizePx?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = { '.png': 'image/png', '.jpg': 'image/jpeg', '.jpeg': 'image/jpeg' };

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
  const { facts, container } = probed;
  if (facts.video === null) throw new MediaError('unsupported_media', `${path.basename(file)} has no picture`, false);
  // Past the last frame there is nothing to show: the last one is half a frame before the end.
  const lastSeconds = Math.max(0, facts.durationSeconds - 1.5 / (facts.video.fps || 25));
  const seek = container.still ? [] : ['-ss', Math.max(0, Math.min(atSeconds, lastSeconds)).toFixed(4)];
  const size = options.maxSizePx;
  const scale = size ? [`scale=w='if(gte(iw,ih),min(iw,${size}),-2)':h='if(gte(iw,ih),-2,min(ih,${size}))'`] : [];
  const cube = probed.header?.profile ? cubeOf(probed.header.profile) : null;
  const source = preparedSource(tools, probed, 'still', cube === null ? null : 'colours.cube');
  const filters = [...source.filters, ...scale, ...source.colours].join(',');
  const codec = contentType === 'image/png' ? ['-c:v', 'png'] : ['-c:v', 'mjpeg', '-q:v', '3', '-pix_fmt', 'yuvj420p'];
  await stageOutput(outPath, async (stagedPath) => {
    const folder = await mkdtemp(path.join(path.dirname(stagedPath), '.still-'));
    try {
      if (cube !== null) await writeFile(path.join(folder, 'colours.cube'), cube);
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
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
  return { path: outPath, contentType };
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
