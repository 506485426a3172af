import path from 'node:path';
import { locateFfmpeg, run } from '../ffmpeg/index.js';

export interface TestClip {
  readonly outPath: string;
  readonly widthPx?: number;
  readonly heightPx?: number;
  readonly fps?: number;
  readonly frames?: number;
  /** Adds a sine of this frequency. */
  readonly toneHz?: number;
  /** Ticks per second of the track; the film engine's own when left out. */
  readonly timescale?: number;
  /** With B-frames, as files from elsewhere have them. */
  readonly bFrames?: number;
  /** Of x264, with parameter sets of its own. */
  readonly preset?: 'ultrafast' | 'veryfast';
}

/** Makes a small real MP4: a moving test picture, different in each frame, with the frame's number in large digits. */
export async function testClip({ outPath, widthPx = 180, heightPx = 320, fps = 30, frames = 30, ...rest }: TestClip): Promise<string> {
  const seconds = frames / fps;
  const tone =
    rest.toneHz === undefined ? [] : ['-f', 'lavfi', '-i', `sine=frequency=${rest.toneHz}:sample_rate=48000:duration=${seconds}`];
  const args = [
    ...[
      '-nostdin',
      '-hide_banner',
      '-loglevel',
      'error',
      '-f',
      'lavfi',
      '-i',
      `testsrc=s=${widthPx}x${heightPx}:r=${fps}:decimals=2`,
      ...tone,
    ],
    ...[
      '-frames:v',
      String(frames),
      '-c:v',
      'libx264',
      '-preset',
      rest.preset ?? 'ultrafast',
      '-pix_fmt',
      'yuv420p',
      '-bf',
      String(rest.bFrames ?? 0),
    ],
    ...['-c:a', 'aac', '-video_track_timescale', String(rest.timescale ?? 600), '-f', 'mp4', '-y', path.resolve(outPath)],
  ];
  await run(locateFfmpeg().ffmpegPath, args, { limitMs: 60_000, purpose: `make ${path.basename(outPath)}` });
  return outPath;
}

export interface TestTone {
  readonly outPath: string;
  readonly seconds: number;
  /** Peak level below full scale. */
  readonly levelDb?: number;
  readonly frequencyHz?: number;
  readonly channels?: 1 | 2;
}

const SOUND_FORMATS: Readonly<Record<string, readonly string[]>> = {
  '.ogg': ['-c:a', 'libopus', '-f', 'ogg'],
  '.flac': ['-c:a', 'flac', '-f', 'flac'],
  '.aac': ['-c:a', 'aac', '-f', 'adts'],
};
const WAV = ['-c:a', 'pcm_s16le', '-f', 'wav'];

/** Makes a sound, a WAV if its name does not say OGG, FLAC or AAC, of noise bursts over a tone, loud and quiet in turn as speech is: three in a second. */
export async function testTone({ outPath, seconds, levelDb = -6, frequencyHz = 220, channels = 1 }: TestTone): Promise<string> {
  const level = 10 ** (levelDb / 20);
  const wave = `${level.toFixed(5)}*(0.6*sin(2*PI*${frequencyHz}*t)+0.4*(random(0)*2-1))*pow(sin(PI*3*t),2)`;
  const source = `aevalsrc=exprs='${Array.from({ length: channels }, () => wave).join('|')}':s=48000:d=${seconds}`;
  const format = SOUND_FORMATS[path.extname(outPath)] ?? WAV;
  const args = ['-nostdin', '-loglevel', 'error', '-f', 'lavfi', '-i', source, ...format, '-y', path.resolve(outPath)];
  await run(locateFfmpeg().ffmpegPath, args, { limitMs: 60_000, purpose: `make ${path.basename(outPath)}` });
  return outPath;
}
