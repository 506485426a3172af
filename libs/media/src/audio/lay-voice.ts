import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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

/** A program takes longer to start than to read a line: one reads so many. Each is a file that is open, and one that is written. */
const LINES_OF_ONE_PROGRAM = 16;

/** Lays spoken lines on the film's time line; see FilmEngine.layVoice. */
export async function layVoice(tools: FfmpegTools, { lines, durationSeconds, outPath, signal }: LayVoiceRequest): Promise<LaidVoice> {
  for (const line of lines) expectTempo(line);
  const track = new Int16Array(Math.round(durationSeconds * FILM_SAMPLE_RATE_HZ));
  for (let from = 0; from < lines.length; from += LINES_OF_ONE_PROGRAM) {
    const some = lines.slice(from, from + LINES_OF_ONE_PROGRAM);
    const samples = await spoken(tools, some, path.dirname(path.resolve(outPath)), signal);
    for (const [at, { startSeconds }] of some.entries())
      addAt(track, samples[at] ?? new Int16Array(), Math.max(0, Math.round(startSeconds * FILM_SAMPLE_RATE_HZ)));
  }
  const wavPath = `${outPath.slice(0, outPath.length - path.extname(outPath).length)}.wav`;
  await stageOutput(wavPath, (stagedPath) => writeFile(stagedPath, wavOf(track, 1)));
  await encodeAudio(tools, wavPath, outPath, signal);
  return { path: outPath, wavPath };
}

function expectTempo({ path: file, tempo }: VoiceLine): void {
  if (tempo >= SLOWEST_TEMPO && tempo <= FASTEST_TEMPO) return;
  throw new MediaError(
    'invalid_tempo',
    `${path.basename(file)}: a tempo lies between ${SLOWEST_TEMPO} and ${FASTEST_TEMPO}, not ${tempo}`,
    false,
  );
}

const isAsSpoken = ({ tempo }: VoiceLine): boolean => Math.abs(tempo - 1) < 0.001;

/** The lines' samples at their tempo; lines that are ready as they stand are read without FFmpeg. */
async function spoken(
  tools: FfmpegTools,
  lines: readonly VoiceLine[],
  folder: string,
  signal: AbortSignal | undefined,
): Promise<readonly Int16Array[]> {
  const ready = await Promise.all(lines.map((line) => (isAsSpoken(line) ? readMonoWav(line.path).catch(() => null) : null)));
  const read = await readByProgram(
    tools,
    lines.filter((_, at) => !ready[at]),
    folder,
    signal,
  );
  return ready.map((samples) => samples ?? read.shift() ?? new Int16Array());
}

/** One program for all of them: each has an input and an output of its own. */
async function readByProgram(
  tools: FfmpegTools,
  lines: readonly VoiceLine[],
  folder: string,
  signal: AbortSignal | undefined,
): Promise<Int16Array[]> {
  if (lines.length === 0) return [];
  const inputs = [];
  for (const line of lines) inputs.push(await soundInput(tools, line.path));
  await mkdir(folder, { recursive: true });
  const work = await mkdtemp(path.join(folder, '.lines-'));
  const rawOf = (at: number): string => path.join(work, `${at}.raw`);
  try {
    const outputs = lines.flatMap((line, at) => [
      ...['-map', `${at}:a:0`, ...(isAsSpoken(line) ? [] : ['-af', `atempo=${line.tempo.toFixed(4)}`])],
      ...['-ac', '1', '-ar', String(FILM_SAMPLE_RATE_HZ), '-c:a', 'pcm_s16le', '-f', 's16le', rawOf(at)],
    ]);
    const args = [...GLOBAL_FLAGS, ...inputs.flatMap((input) => input.args), ...outputs];
    const names = lines.map(({ path: file }) => path.basename(file)).join(', ');
    const limitMs = wallLimitMs(inputs.reduce((sum, { seconds }) => sum + seconds, 0));
    await run(tools.ffmpegPath, args, { signal, limitMs, purpose: `read ${names}`, step: 'lay_voice' });
    return await Promise.all(lines.map(async (_, at) => samplesOf(await readFile(rawOf(at)))));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Adds samples to the track; what reaches past its end is dropped, what is too loud is held at full scale. */
function addAt(track: Int16Array, samples: Int16Array, offset: number): void {
  const end = Math.min(track.length, offset + samples.length);
  for (let at = offset; at < end; at += 1) {
    const sum = (track[at] ?? 0) + (samples[at - offset] ?? 0);
    track[at] = Math.max(-32_768, Math.min(32_767, sum));
  }
}
