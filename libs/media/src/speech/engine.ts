import { writeFile } from 'node:fs/promises';
import { MediaError } from '../contracts.js';
import type { Span } from './flite-alignment.js';
import type { Utterance } from './spoken-form.js';

/** What every speech engine is asked for. */
export interface EngineRequest {
  readonly utterances: readonly Utterance[];
  /** 1 is the narrator's normal pace, 2 is twice as fast. */
  readonly speed: number;
  /** An empty folder for this job alone. */
  readonly folder: string;
  /** Where the engine writes its samples: 16-bit little-endian mono, without header. */
  readonly rawPath: string;
  /** Silence before the first and after the last sound; not scaled by speed. */
  readonly leadSeconds: number;
  readonly tailSeconds: number;
  readonly signal: AbortSignal;
}

export interface EngineSound {
  readonly sampleRateHz: number;
  /** Time of each unit over all utterances, in order; null for units without a sound. */
  readonly spans: readonly (Span | null)[];
}

/** Silence after an utterance at normal pace, on top of the 40 ms that engines keep at each edge. */
export const PAUSE_SECONDS = { clause: 0.12, sentence: 0.34, paragraph: 0.55 } as const;

export const LEAD_SECONDS = 0.06;
export const TAIL_SECONDS = 0.2;
/** What a text without any speakable sign lasts, per word (a line of emoji is shown, not spoken). */
const SILENT_WORD_SECONDS = 0.4;
const SILENCE_RATE_HZ = 16_000;

/** @throws MediaError `speed_out_of_range`, `text_empty`; the reason of the signal */
export function checkRequest({
  text,
  speed,
  signal,
}: {
  readonly text: string;
  readonly speed: number;
  readonly signal: AbortSignal;
}): void {
  if (!(speed >= 0.5 && speed <= 2)) throw new MediaError('speed_out_of_range', `speed ${speed} is outside 0.5-2`, false);
  if (text.trim() === '') throw new MediaError('text_empty', 'there is no text to speak', false);
  signal.throwIfAborted();
}

/** Writes silence where nothing can be said, for no engine takes that well. @returns null when something can */
export async function silenceFor(
  job: Pick<EngineRequest, 'utterances' | 'speed' | 'rawPath'>,
  writtenWords: number,
): Promise<EngineSound | null> {
  const units = job.utterances.flatMap((utterance) => utterance.units);
  if (units.some((unit) => unit.spoken !== '')) return null;
  const seconds = Math.max(1, writtenWords * SILENT_WORD_SECONDS) / job.speed;
  await writeFile(job.rawPath, new Uint8Array(2 * Math.round(seconds * SILENCE_RATE_HZ)));
  return { sampleRateHz: SILENCE_RATE_HZ, spans: units.map(() => null) };
}
