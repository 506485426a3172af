import { stat } from 'node:fs/promises';
import path from 'node:path';
import { MediaError, type FilmFormat } from '../contracts.js';
import { encodedFilm, GLOBAL_FLAGS, inputFlags, run, stageOutput, wallLimitMs, type FfmpegTools } from '../ffmpeg/index.js';
import { planShrink, type ShrinkPlan } from './shrink-plan.js';

export interface ShrinkRequest {
  /** A film as `joinFilm` gave it. */
  readonly filmPath: string;
  readonly format: FilmFormat;
  readonly frames: number;
  readonly maxBytes: number;
  readonly outPath: string;
  readonly signal?: AbortSignal | undefined;
}

export interface ShrunkFilm {
  readonly path: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly sizeBytes: number;
}

/** An encoder that has missed its rate is told a lower one. */
const MAX_TRIES = 3;
/** Below what would have fitted, so that the next try does. */
const CAUTION = 0.95;

/** Encodes a film again, small enough; see FilmEngine.shrinkFilm. */
export async function shrinkFilm(tools: FfmpegTools, threads: number | null, request: ShrinkRequest): Promise<ShrunkFilm> {
  const { format, frames, maxBytes, outPath } = request;
  const plan = planShrink(format, frames, maxBytes);
  if (!plan) throw tooLong(request);
  const { widthPx, heightPx } = plan;
  return stageOutput(outPath, async (stagedPath) => {
    let { videoBitRate } = plan;
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      await encode(tools, threads, { ...plan, videoBitRate }, request, stagedPath);
      const { size: sizeBytes } = await stat(stagedPath);
      if (sizeBytes <= maxBytes) return { path: outPath, widthPx, heightPx, sizeBytes };
      videoBitRate = Math.floor(videoBitRate * (maxBytes / sizeBytes) * CAUTION);
    }
    throw tooLong(request);
  });
}

async function encode(
  tools: FfmpegTools,
  threads: number | null,
  plan: ShrinkPlan,
  request: ShrinkRequest,
  outPath: string,
): Promise<void> {
  const { filmPath, format, frames, signal } = request;
  const seconds = frames / format.fps;
  await run(
    tools.ffmpegPath,
    [...GLOBAL_FLAGS, ...inputFlags('mov'), '-i', path.resolve(filmPath), ...encoderArgs(plan, threads), '-f', 'mp4', '-y', outPath],
    { signal, limitMs: wallLimitMs(seconds), purpose: `make a smaller copy of ${path.basename(filmPath)}`, step: 'shrink' },
  );
  encodedFilm('shrink', seconds, Math.min(plan.widthPx, plan.heightPx));
}

/** The index stands in front, so that the copy can be played while it loads. */
const encoderArgs = ({ widthPx, heightPx, videoBitRate, audioBitRate }: ShrinkPlan, threads: number | null): string[] => [
  ...['-map', '0:v:0', '-map', '0:a:0?', '-vf', `scale=${widthPx}:${heightPx}:flags=bicubic`],
  ...['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'high', '-pix_fmt', 'yuv420p'],
  ...['-b:v', String(videoBitRate), '-maxrate', String(Math.floor(videoBitRate * 1.5)), '-bufsize', String(videoBitRate * 3)],
  ...['-color_range', 'tv', '-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709'],
  ...(threads === null ? [] : ['-threads', String(threads)]),
  ...['-c:a', 'aac', '-b:a', String(audioBitRate), '-sn', '-dn', '-map_metadata', '-1', '-movflags', '+faststart'],
];

const tooLong = ({ filmPath, maxBytes }: ShrinkRequest): MediaError =>
  new MediaError('media_too_large', `No copy of ${path.basename(filmPath)} that is worth looking at has ${maxBytes} bytes or fewer`, false);
