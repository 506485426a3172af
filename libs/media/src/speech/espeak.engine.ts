import { closeSync, openSync, writeSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MediaError } from '../contracts.js';
import { markedText, spansFromMarks } from './amplitude-marks.js';
import { PAUSE_SECONDS, type EngineRequest, type EngineSound } from './engine.js';
import type { Span } from './flite-alignment.js';
import { runProgram } from './run-program.js';
import type { Utterance } from './spoken-form.js';

export interface EspeakProgram {
  readonly path: string;
  /** Folder that holds `espeak-ng-data`, when it is not where the program looks by itself. */
  readonly dataPath?: string;
  /** For a copy unpacked outside the system's library folders. */
  readonly libraryPath?: string;
}

export interface EspeakVoice {
  /** `ru`, `de+f2`: a language with an optional variant. */
  readonly voice: string;
  /** Words a minute as espeak counts them, at normal pace. */
  readonly wordsPerMinute: number;
  /** 0-99, 50 is the voice's own. */
  readonly pitch: number;
}

/** espeak-ng speaks a group at a time; a group ends with a paragraph or after so many characters: some 30 s of sound, which this thread handles in a few milliseconds. */
const GROUP_CHARS = 450;
const EDGE_SECONDS = 0.04;
/** Samples under this are silence when edges are trimmed. */
const SILENT_LEVEL = 60;
/** Generous: espeak-ng makes an hour of sound in well under a minute. */
const TIMEOUT_MS = 60_000;

/** Any language of espeak-ng, as a separate program: text and sound go through files in the job's folder. */
export async function speakWithEspeak(
  request: EngineRequest & { readonly program: EspeakProgram; readonly voice: EspeakVoice },
): Promise<EngineSound> {
  const groups = groupUtterances(request.utterances);
  const spans: (Span | null)[] = [];
  let sampleRateHz = 22050;
  let position = 0;
  const raw = openSync(request.rawPath, 'w');
  try {
    for (const [index, group] of groups.entries()) {
      const { words, unitOf, units } = wordsOf(group);
      const [first, second] = await Promise.all([record(request, words, 0), record(request, words, 1)]);
      if (index === 0) {
        sampleRateHz = first.sampleRateHz;
        position = Math.round(request.leadSeconds * sampleRateHz);
        writeSync(raw, new Uint8Array(2 * position));
      }
      const heard = spansFromMarks(first.samples, second.samples, sampleRateHz, words.length);
      const sum = first.samples.map((sample, i) => 0.8 * (sample + (second.samples[i] ?? 0)));
      const { from, to } = soundingRange(sum, Math.round(EDGE_SECONDS * sampleRateHz));
      const end = group[group.length - 1]?.end ?? 'paragraph';
      const pause = index === groups.length - 1 ? request.tailSeconds : PAUSE_SECONDS[end] / request.speed;
      writeSync(raw, new Uint8Array(sum.slice(from, to).buffer));
      writeSync(raw, new Uint8Array(2 * Math.round(pause * sampleRateHz)));
      const shift = (position - from) / sampleRateHz;
      const unitSpans: (Span | null)[] = new Array<Span | null>(units).fill(null);
      heard.forEach((span, word) => {
        const unit = unitOf[word];
        if (span && unit !== undefined) unitSpans[unit] = { startSeconds: span.startSeconds + shift, endSeconds: span.endSeconds + shift };
      });
      for (const span of unitSpans) spans.push(span);
      position += to - from + Math.round(pause * sampleRateHz);
    }
  } finally {
    closeSync(raw);
  }
  return { sampleRateHz, spans };
}

/** Languages the program has data for, by their espeak names ("ru", "pt-br"). @throws MediaError `program_missing` */
export async function espeakLanguages(program: EspeakProgram, signal: AbortSignal): Promise<{ language: string; name: string }[]> {
  const listed = await runProgram(program.path, [...dataArguments(program), '--voices'], options(program, signal));
  return listed
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, , language, , name] = line.split(/\s+/).length > 4 ? line.split(/\s+/) : [];
      return language && name ? [{ language: language.toLowerCase(), name: name.replaceAll('_', ' ') }] : [];
    });
}

async function record(
  request: EngineRequest & { readonly program: EspeakProgram; readonly voice: EspeakVoice },
  words: readonly string[],
  recording: 0 | 1,
): Promise<{ sampleRateHz: number; samples: Int16Array }> {
  const textPath = join(request.folder, `text-${recording}.txt`);
  const wavPath = join(request.folder, `sound-${recording}.wav`);
  await writeFile(textPath, markedText(words, recording));
  const { voice, wordsPerMinute, pitch } = request.voice;
  const rate = Math.min(450, Math.max(80, Math.round(wordsPerMinute * request.speed)));
  const args = ['-v', voice, '-s', String(rate), '-p', String(pitch), '-b', '1', '-f', textPath, '-w', wavPath];
  await runProgram(request.program.path, [...dataArguments(request.program), ...args], options(request.program, request.signal));
  const wav = await readFile(wavPath);
  const data = wav.indexOf('data', 12, 'latin1');
  if (wav.toString('latin1', 0, 4) !== 'RIFF' || data < 0) throw new MediaError('speech_failed', 'espeak-ng wrote no sound', true);
  const bytes = wav.subarray(data + 8, data + 8 + ((wav.length - data - 8) & ~1));
  // Copied to an address that 16-bit numbers may start at; both are little-endian on every machine node runs on.
  return { sampleRateHz: wav.readUInt32LE(24), samples: new Int16Array(new Uint8Array(bytes).buffer) };
}

function dataArguments(program: EspeakProgram): string[] {
  return program.dataPath === undefined ? [] : [`--path=${program.dataPath}`];
}

function options(program: EspeakProgram, signal: AbortSignal): Parameters<typeof runProgram>[2] {
  return { signal, timeoutMs: TIMEOUT_MS, environment: program.libraryPath === undefined ? {} : { LD_LIBRARY_PATH: program.libraryPath } };
}

function groupUtterances(utterances: readonly Utterance[]): Utterance[][] {
  const groups: Utterance[][] = [];
  let chars = Infinity;
  for (const utterance of utterances) {
    const length = utterance.units.reduce((sum, unit) => sum + unit.spoken.length + 1, 0);
    const current = groups[groups.length - 1];
    if (current && chars + length <= GROUP_CHARS && current[current.length - 1]?.end !== 'paragraph') {
      current.push(utterance);
      chars += length;
    } else {
      groups.push([utterance]);
      chars = length;
    }
  }
  return groups;
}

/** The words to say, each with its punctuation, and the unit each comes from. */
function wordsOf(group: readonly Utterance[]): { words: string[]; unitOf: number[]; units: number } {
  const words: string[] = [];
  const unitOf: number[] = [];
  let unit = 0;
  for (const { spoken, pause } of group.flatMap((utterance) => utterance.units)) {
    if (spoken !== '') {
      words.push(spoken + pause);
      unitOf.push(unit);
    } else if (pause !== '' && words.length > 0) {
      words[words.length - 1] = (words[words.length - 1] ?? '').replace(/[.,?!]*$/, pause);
    }
    unit += 1;
  }
  return { words, unitOf, units: unit };
}

function soundingRange(samples: Int16Array, edge: number): { from: number; to: number } {
  let from = 0;
  let to = samples.length;
  while (from < to && Math.abs(samples[from] ?? 0) < SILENT_LEVEL) from += 1;
  while (to > from && Math.abs(samples[to - 1] ?? 0) < SILENT_LEVEL) to -= 1;
  return { from: Math.max(0, from - edge), to: Math.min(samples.length, to + edge) };
}
