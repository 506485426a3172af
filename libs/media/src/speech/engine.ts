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
