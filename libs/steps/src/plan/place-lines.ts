/** Where spoken lines lie on the film's time line, and when each word is heard. Pure. */
import { wordSeconds } from './speaking-time.js';

export interface Slot {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

export interface PlacedLine {
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** 1 = as spoken. */
  readonly tempo: number;
}

/** A voice may be hurried this much before it is hard to follow (api.md, "Length and script"). */
export const FASTEST_TEMPO = 1.3;
/** Breath before a line begins, after its segment has. */
const LEAD_SECONDS = 0.12;
/** Pause between a line that runs late and the next one. */
const GAP_SECONDS = 0.1;
/** Between two sentences, where the film follows its narration. */
export const SENTENCE_PAUSE_SECONDS = 0.35;
/** Between two sentences where there is time to spare; more would sound like an end. */
const LONGEST_PAUSE_SECONDS = 1.1;
/** Silence that stays at the end of the film. */
const TAIL_SECONDS = 0.15;
/** How far a line may run into the next segment before all are spoken faster. */
const TOLERATED_OVERRUN_SECONDS = 0.5;
/** Last resort of a voice that is much slower than estimated: hurried, but complete. */
const LAST_RESORT_TEMPO = 2;
const TEMPO_STEP = 0.01;

/**
 * Gives every line its place: at the start of its segment, or after the line before it. One tempo for the whole film, the
 * slowest from 1 upwards with which the lines keep to their segments, or, failing that, to the film.
 * @param slots the same one again for a further line of the same segment
 * @param spokenSeconds length of each line as spoken; 0 for a segment without words.
 */
export function placeLines(slots: readonly Slot[], spokenSeconds: readonly number[]): PlacedLine[] {
  let fitting: PlacedLine[] | null = null;
  for (let tempo = 1; tempo <= LAST_RESORT_TEMPO + 1e-9; tempo += TEMPO_STEP) {
    const lines = atTempo(slots, spokenSeconds, tempo);
    const fits = (lines.at(-1)?.endSeconds ?? 0) <= (slots.at(-1)?.endSeconds ?? 0) - TAIL_SECONDS;
    if (!fits) continue;
    fitting ??= lines;
    const overrun = Math.max(0, ...lines.map((line, i) => line.endSeconds - (slots[i]?.endSeconds ?? 0)));
    if (overrun <= TOLERATED_OVERRUN_SECONDS) return lines;
    if (tempo > FASTEST_TEMPO) break;
  }
  return fitting ?? atTempo(slots, spokenSeconds, LAST_RESORT_TEMPO);
}

function atTempo(slots: readonly Slot[], spokenSeconds: readonly number[], tempo: number): PlacedLine[] {
  let free = 0;
  let pause = 0;
  return slots.map((slot, i) => {
    const length = (spokenSeconds[i] ?? 0) / tempo;
    const isFirst = !isSame(slot, slots[i - 1]);
    if (isFirst) pause = pauseIn(slots, spokenSeconds, i, tempo, free);
    const earliest = isFirst ? slot.startSeconds + LEAD_SECONDS : free - GAP_SECONDS + pause;
    const startSeconds = length === 0 ? Math.max(slot.startSeconds, free) : Math.max(earliest, free);
    const endSeconds = startSeconds + length;
    if (length > 0) free = endSeconds + GAP_SECONDS;
    return { startSeconds, endSeconds, tempo };
  });
}

const isSame = (slot: Slot, other: Slot | undefined): boolean =>
  slot.startSeconds === other?.startSeconds && slot.endSeconds === other.endSeconds;

/** What is left of a slot lies between its lines and behind the last one alike, as far as a pause sounds like one. */
function pauseIn(slots: readonly Slot[], spokenSeconds: readonly number[], from: number, tempo: number, free: number): number {
  const slot = slots[from];
  if (!slot) return GAP_SECONDS;
  let to = from;
  while (isSame(slot, slots[to])) to += 1;
  const lengths = spokenSeconds.slice(from, to).filter((seconds) => seconds > 0);
  const said = lengths.reduce((sum, seconds) => sum + seconds / tempo, 0);
  const left = slot.endSeconds - Math.max(slot.startSeconds + LEAD_SECONDS, free) - said;
  return Math.max(GAP_SECONDS, Math.min(LONGEST_PAUSE_SECONDS, left / Math.max(1, lengths.length)));
}

export interface WordTime {
  readonly text: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** Reading times for a silent film: each word gets its share of the segment by the time it takes to say. */
export function readingTimes(text: string, slot: Slot, language: string): WordTime[] {
  const words = text.split(/\s+/u).filter((word) => word !== '');
  const weights = words.map((word) => wordSeconds(word, language) || 0.1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const scale = (slot.endSeconds - slot.startSeconds - LEAD_SECONDS - TAIL_SECONDS) / total;
  let at = slot.startSeconds + LEAD_SECONDS;
  return words.map((word, i) => {
    const startSeconds = at;
    at += (weights[i] ?? 0) * scale;
    return { text: word, startSeconds, endSeconds: at };
  });
}
