import { open, writeFile, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { locateFfmpeg, MEDIA_LIMITS } from '../ffmpeg/index.js';
import { cubeOf } from '../film/icc-profile.js';
import type { JobRunner } from '../illustrator/drawing-process.js';
import { diesWithParent } from '../launcher/dies-with-parent.js';
import { readWebpAnimation, stillOf, timingOf, type Timing, type WebpAnimation, WebpFault } from './animation.js';

/** Pixels of all frames of a clip: 24 s of 1080p at 25 a second, three minutes of a sticker (512 x 512); a minute's work of a small machine. */
const MOST_PIXELS = 1.25e9;
/** The next one where a clip would have more than that. */
const RATES = [60, 30, 15];
const CUBE = 'colours.cube';

/**
 * An animated WebP as a clip, as a GIF is one: played once, however often it says. One of a single frame is a still.
 * @param folder where it is written @returns an MP4, a MOV where something shines through, or a WebP
 * @throws WebpFault; MediaError as the runner does
 */
export async function webpClip(filePath: string, folder: string, signal: AbortSignal | undefined, runJob: JobRunner): Promise<string> {
  const outPath = path.join(folder, 'out');
  const file = await open(filePath, 'r');
  try {
    const animation = await readWebpAnimation((at, bytes) => part(file, at, bytes));
    const { width, height, frames, profile } = animation;
    const [only] = frames;
    if (frames.length === 1 && only) {
      await writeFile(outPath, stillOf(only, await part(file, only.data.from, only.data.to - only.data.from)));
      return outPath;
    }
    const { rate, shown } = timingWithin(animation);
    const cube = profile && cubeOf(await part(file, profile.from, profile.to - profile.from));
    if (cube) await writeFile(path.join(folder, CUBE), cube);
    await runJob(
      {
        ...{ kind: 'animation', fromPath: filePath, outPath, pictures: frames, rate, shown, frames: shown.length },
        ...{ format: { widthPx: width, heightPx: height, fps: rate.over / rate.under }, cube: cube ? CUBE : null },
        encoder: { ffmpegPath: locateFfmpeg().ffmpegPath, diesWithParent: diesWithParent() },
      },
      signal,
    );
    return outPath;
  } finally {
    await file.close();
  }
}

function timingWithin({ width, height, frames }: WebpAnimation): Timing {
  const pixels = width * height;
  if (pixels > MEDIA_LIMITS.pixels) tooMuch(`${width} x ${height} pixels, at most ${MEDIA_LIMITS.pixels} pixels; make it smaller`);
  const seconds = frames.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000;
  if (seconds > MEDIA_LIMITS.durationSeconds) {
    tooMuch(`${seconds} seconds, at most ${MEDIA_LIMITS.durationSeconds} seconds; cut out the part that is wanted`);
  }
  const most = Math.floor(MOST_PIXELS / pixels);
  if (frames.length <= most) {
    for (const perSecond of RATES) {
      const timing = timingOf(frames, perSecond);
      if (timing.shown.length <= most) return timing;
    }
  }
  return tooMuch(
    `${frames.length} frames of ${width} x ${height} pixels in ${seconds} seconds; make it smaller or shorter, or save it as MP4`,
  );
}

function tooMuch(what: string): never {
  throw new WebpFault(what, 'media_too_large');
}

async function part(file: FileHandle, at: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes);
  const { bytesRead } = await file.read(buffer, 0, bytes, at);
  return buffer.subarray(0, bytesRead);
}
