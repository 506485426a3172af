import { rm } from 'node:fs/promises';
import path from 'node:path';
import { readMonoWav } from '../../audio/wav.js';
import { MediaError, type TimedWord } from '../../contracts.js';
import { type Speech } from '../speech.js';
import { bySyllables } from './by-syllables.js';
import { cepstra, SAMPLE_RATE_HZ } from './spectrum.js';
import { warp } from './warp.js';

export interface AlignRequest {
  /** What is said, in full. */
  readonly text: string;
  /** BCP 47. */
  readonly language: string;
  /** Somebody saying it: 48 kHz mono 16-bit WAV. */
  readonly wavPath: string;
  /** For files in between. */
  readonly workDir: string;
  readonly signal: AbortSignal;
}

const FILM_TO_SPEECH_RATE = 3;
const FINE_HOP_SECONDS = 0.01;
const COARSE_HOP_SECONDS = 0.02;
/** From here on the coarser grid, to bound memory. */
const LONG_SECONDS = 60;
/** Quieter than this below the loudest 10 ms is no speech. */
const SILENCE_DB = 35;

/**
 * When each written word is heard in a recording by any voice, without a model of speech: the local voice, whose times are known, reads
 * the same text, and the two recordings are laid over each other. Where there is no local voice for the language, words share the
 * sounding part of the recording by their syllables. Times are within some 0.1 s in the first way, half a second in the second.
 * @throws MediaError `audio_unreadable` when the file is not such a WAV
 */
export async function alignWords(speech: Speech, request: AlignRequest): Promise<readonly TimedWord[]> {
  const heard = sounding(await samplesOf(request.wavPath));
  const referencePath = path.join(request.workDir, 'alignment-reference.wav');
  try {
    const { text, language, signal } = request;
    const reference = await speech.speak({ text, language, speed: 1, outPath: referencePath, signal });
    return carryOver(reference.words, sounding(await samplesOf(referencePath)), heard);
  } catch (error) {
    if (error instanceof MediaError && error.code === 'voice_unavailable')
      return bySyllables(request.text, heard.startSeconds, secondsOf(heard));
    throw error;
  } finally {
    await rm(referencePath, { force: true });
  }
}

/** A part of a recording in which some of its words are said, and nothing else. */
export interface Stretch {
  /** How many, of the words as written. */
  readonly words: number;
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/**
 * As {@link alignWords}, for a recording whose parts are known: no word leaves its own. Quicker and closer, since each part is laid over its
 * own part of the reading. @param request `stretches` cover all words in order; `speed` is that of the recording
 */
export async function alignStretches(
  speech: Speech,
  request: AlignRequest & { readonly speed: number; readonly stretches: readonly Stretch[] },
): Promise<readonly TimedWord[]> {
  const { text, language, speed, stretches, signal } = request;
  const heard = await samplesOf(request.wavPath);
  const outPath = path.join(request.workDir, 'alignment-reference.wav');
  try {
    const reference = await speech.speak({ text, language, speed, outPath, signal });
    const read = await samplesOf(outPath);
    return inParts(stretches, reference.words, (words, stretch) => {
      const [first, last] = [words[0], words.at(-1)];
      return first && last
        ? carryOver(words, part(read, first.startSeconds, last.endSeconds), part(heard, stretch.startSeconds, stretch.endSeconds))
        : [];
    });
  } catch (error) {
    if (!(error instanceof MediaError) || error.code !== 'voice_unavailable') throw error;
    const written = text.split(/\s+/u).filter((word) => word !== '');
    return inParts(stretches, written, (words, { startSeconds, endSeconds }) =>
      bySyllables(words.join(' '), startSeconds, endSeconds - startSeconds),
    );
  } finally {
    await rm(outPath, { force: true });
  }
}

function inParts<T>(
  stretches: readonly Stretch[],
  words: readonly T[],
  timed: (words: readonly T[], stretch: Stretch) => TimedWord[],
): TimedWord[] {
  let before = 0;
  return stretches.flatMap((stretch) => timed(words.slice(before, (before += stretch.words)), stretch));
}

function part(samples: Float32Array, startSeconds: number, endSeconds: number): Sounding {
  const at = (seconds: number): number => Math.round(seconds * SAMPLE_RATE_HZ);
  const found = sounding(samples.subarray(at(startSeconds), Math.max(at(startSeconds) + 1, at(endSeconds))));
  return { samples: found.samples, startSeconds: startSeconds + found.startSeconds, wholeSeconds: endSeconds };
}

interface Sounding {
  readonly samples: Float32Array;
  /** Of the first sound, in the whole recording. */
  readonly startSeconds: number;
  readonly wholeSeconds: number;
}

const secondsOf = ({ samples }: Sounding): number => samples.length / SAMPLE_RATE_HZ;

function carryOver(words: readonly TimedWord[], reference: Sounding, heard: Sounding): TimedWord[] {
  const hop = Math.max(secondsOf(reference), secondsOf(heard)) > LONG_SECONDS ? COARSE_HOP_SECONDS : FINE_HOP_SECONDS;
  const { first, last } = warp(cepstra(reference.samples, hop), cepstra(heard.samples, hop));
  const frame = (seconds: number): number => Math.min(first.length - 1, Math.max(0, Math.round((seconds - reference.startSeconds) / hop)));
  let floor = 0;
  return words.map(({ text, startSeconds, endSeconds }) => {
    const start = Math.max(floor, heard.startSeconds + (first[frame(startSeconds)] ?? 0) * hop);
    const end = Math.min(heard.wholeSeconds, Math.max(start, heard.startSeconds + (last[frame(endSeconds)] ?? 0) * hop));
    floor = end;
    return { text, startSeconds: round(start), endSeconds: round(end) };
  });
}

async function samplesOf(wavPath: string): Promise<Float32Array> {
  const film = await readMonoWav(wavPath);
  if (!film) throw new MediaError('audio_unreadable', 'a 48 kHz mono 16-bit WAV was expected', false);
  // The mean of three samples is filter enough for what is compared below.
  return Float32Array.from({ length: Math.floor(film.length / FILM_TO_SPEECH_RATE) }, (_, i) => {
    const at = i * FILM_TO_SPEECH_RATE;
    return ((film[at] ?? 0) + (film[at + 1] ?? 0) + (film[at + 2] ?? 0)) / 3 / 32768;
  });
}

/** Without the silence before and after, which differs from voice to voice. */
function sounding(samples: Float32Array): Sounding {
  const block = SAMPLE_RATE_HZ / 100;
  const levels: number[] = [];
  for (let at = 0; at + block <= samples.length; at += block) {
    let power = 0;
    for (let i = at; i < at + block; i += 1) power += (samples[i] ?? 0) ** 2;
    levels.push(power / block);
  }
  const loudest = levels.reduce((max, level) => Math.max(max, level), 0);
  const isSound = (level: number): boolean => level > loudest * 10 ** (-SILENCE_DB / 10);
  const from = Math.max(0, levels.findIndex(isSound));
  const to = levels.findLastIndex(isSound) + 1;
  return {
    samples: samples.subarray(from * block, Math.max(from + 1, to) * block),
    startSeconds: (from * block) / SAMPLE_RATE_HZ,
    wholeSeconds: samples.length / SAMPLE_RATE_HZ,
  };
}

const round = (seconds: number): number => Math.round(seconds * 1000) / 1000;
