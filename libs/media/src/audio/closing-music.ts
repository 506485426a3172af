import { samplesOf } from './wav.js';

/** Enough to hear whether somebody speaks, and little to read. */
const RATE_HZ = 8_000;
const WINDOW_SAMPLES = RATE_HZ / 50;
/** So far below its loudness a voice is only breath and room. */
const HEARD_DB = -25;

/** Output of FFmpeg from which it can be told where a voice ends, on its stdout. */
export const HEARD_OUTPUT = ['-map', '0:a:0', '-ac', '1', '-ar', String(RATE_HZ), '-c:a', 'pcm_s16le', '-f', 's16le', 'pipe:1'] as const;

/** Where the last of a voice is heard, in seconds; 0 where nothing is. @param heard as `HEARD_OUTPUT` gives it @param lufs its loudness */
export function lastHeardSeconds(heard: Buffer, lufs: number): number {
  const samples = samplesOf(heard);
  const leastPower = 32_768 ** 2 * 10 ** ((lufs + HEARD_DB) / 10);
  for (let end = samples.length; end > 0; end -= WINDOW_SAMPLES) {
    const heard = samples.subarray(Math.max(0, end - WINDOW_SAMPLES), end);
    if (heard.reduce((sum, sample) => sum + sample * sample, 0) / heard.length > leastPower) return end / RATE_HZ;
  }
  return 0;
}

/** How music ends a film. */
export interface Closing {
  /** By how much it rises when the voice is done; 0: it stays where it is. */
  readonly riseDb: number;
  readonly riseAtSeconds: number;
  readonly riseSeconds: number;
  readonly fadeSeconds: number;
}

/** Where music stands to the voice that was, once it has the film for itself: there, but no louder than what was said. */
const CLOSING_DB = -6;
const MOST_RISE_DB = 10;
/** Less than this is too short for a rise and a fade that are heard as two. */
const LEAST_ROOM_SECONDS = 0.6;
/** A steeper rise sounds like a fault. */
const STEEPEST_DB_PER_SECOND = 8;
const RISE_SECONDS = 0.9;
const FADE_SECONDS = 2;

/**
 * The end of the music under a voice that is heard until `voiceEndSeconds` (null: there is none that it gives way to): it rises, stays
 * and fades, each for a share of the time that is left.
 * @param gainDb how far the music lies from the voice until then
 */
export function closingOf(filmSeconds: number, voiceEndSeconds: number | null, gainDb: number): Closing {
  const room = voiceEndSeconds === null ? 0 : filmSeconds - voiceEndSeconds;
  const usual = Math.min(FADE_SECONDS, filmSeconds / 3);
  if (voiceEndSeconds === null || room < LEAST_ROOM_SECONDS) {
    return { riseDb: 0, riseAtSeconds: filmSeconds, riseSeconds: 1, fadeSeconds: usual };
  }
  return {
    riseDb: Math.max(0, Math.min(CLOSING_DB - gainDb, MOST_RISE_DB, room * STEEPEST_DB_PER_SECOND)),
    riseAtSeconds: voiceEndSeconds,
    riseSeconds: Math.min(RISE_SECONDS, room * 0.4),
    fadeSeconds: Math.min(usual, room * 0.55),
  };
}

/** FFmpeg filters that end the music so. The fade is the quarter of a sine: it is level where it begins, so that nobody hears it begin. */
export function closingFilters(filmSeconds: number, { riseDb, riseAtSeconds, riseSeconds, fadeSeconds }: Closing): string {
  const fade = `afade=t=out:curve=qsin:st=${(filmSeconds - fadeSeconds).toFixed(3)}:d=${fadeSeconds.toFixed(3)}`;
  if (riseDb === 0) return fade;
  const passed = `clip((t-${riseAtSeconds.toFixed(3)})/${riseSeconds.toFixed(3)},0,1)`;
  // In blocks of 10 ms, so that no step of the rise is heard.
  return `asetnsamples=n=480:p=0,volume='pow(10,${(riseDb / 20).toFixed(4)}*${passed})':eval=frame,${fade}`;
}
