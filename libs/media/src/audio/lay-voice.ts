import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MediaError } from '../contracts.js';
import { GLOBAL_FLAGS, run, stageOutput, wallLimitMs, type FfmpegTools } from '../ffmpeg/index.js';
import { encodeAudio, soundInput } from './encode-audio.js';
import { FILM_SAMPLE_RATE_HZ, readMonoWav, samplesOf, wavOf } from './wav.js';

export interface VoiceLine {
  readonly path: string;
  /** Where the line begins on the film's time line. */
  readonly startSeconds: number;
  /** 1 as spoken; 0.5 half, 2 double speed, at the same pitch. */
  readonly tempo: number;
}

export interface LayVoiceRequest {
  readonly lines: readonly VoiceLine[];
  readonly durationSeconds: number;
  readonly outPath: string;
  readonly signal?: AbortSignal | undefined;
}

export interface LaidVoice {
  readonly path: string;
  /** The same sound before AAC, 48 kHz mono 16-bit: mix from this one. */
  readonly wavPath: string;
}

const SLOWEST_TEMPO = 0.5;
const FASTEST_TEMPO = 2;

/** Lays spoken lines on the film's time line; see FilmEngine.layVoice. */
export async function layVoice(tools: FfmpegTools, { lines, durationSeconds, outPath, signal }: LayVoiceRequest): Promise<LaidVoice> {
  const track = new Int16Array(Math.round(durationSeconds * FILM_SAMPLE_RATE_HZ));
  for (const line of lines) {
    const samples = await spoken(tools, line, signal);
    addAt(track, samples, Math.max(0, Math.round(line.startSeconds * FILM_SAMPLE_RATE_HZ)));
  }
  const wavPath = `${outPath.slice(0, outPath.length - path.extname(outPath).length)}.wav`;
  await stageOutput(wavPath, (stagedPath) => writeFile(stagedPath, wavOf(track, 1)));
  await encodeAudio(tools, wavPath, outPath, signal);
  return { path: outPath, wavPath };
}

/** The line's samples at its tempo; a line that is ready as it stands is read without FFmpeg. */
async function spoken(tools: FfmpegTools, { path: file, tempo }: VoiceLine, signal: AbortSignal | undefined): Promise<Int16Array> {
  if (!(tempo >= SLOWEST_TEMPO && tempo <= FASTEST_TEMPO)) {
    throw new MediaError(
      'invalid_tempo',
      `${path.basename(file)}: a tempo lies between ${SLOWEST_TEMPO} and ${FASTEST_TEMPO}, not ${tempo}`,
      false,
    );
  }
  const ready = Math.abs(tempo - 1) < 0.001 ? await readMonoWav(file).catch(() => null) : null;
  if (ready) return ready;
  const input = await soundInput(tools, file);
  const speed = Math.abs(tempo - 1) < 0.001 ? [] : ['-af', `atempo=${tempo.toFixed(4)}`];
  const raw = ['-vn', '-ac', '1', '-ar', String(FILM_SAMPLE_RATE_HZ), '-c:a', 'pcm_s16le', '-f', 's16le', 'pipe:1'];
  const { stdout } = await run(tools.ffmpegPath, [...GLOBAL_FLAGS, ...input.args, ...speed, ...raw], {
    signal,
    limitMs: wallLimitMs(input.seconds),
    purpose: `read ${path.basename(file)}`,
    step: 'lay_voice',
  });
  return samplesOf(stdout);
}

/** Adds samples to the track; what reaches past its end is dropped, what is too loud is held at full scale. */
function addAt(track: Int16Array, samples: Int16Array, offset: number): void {
  const end = Math.min(track.length, offset + samples.length);
  for (let at = offset; at < end; at += 1) {
    const sum = (track[at] ?? 0) + (samples[at - offset] ?? 0);
    track[at] = Math.max(-32_768, Math.min(32_767, sum));
  }
}
