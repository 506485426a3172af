/** A motif and what becomes of it. Pure. */
import type { Random } from './random.js';
import { nearestChordTone, scalePitch, type Chord, type ScaleName } from './theory.js';

/** A note of a two-bar motif: sixteenths from its start, length in sixteenths, scale steps from the motif's centre. */
export interface MotifNote {
  readonly at: number;
  readonly length: number;
  readonly step: number;
}

const RHYTHMS: readonly (readonly number[])[] = [
  [0, 4, 6, 8, 12, 16, 20, 22, 24],
  [0, 6, 8, 12, 16, 22, 24],
  [0, 3, 6, 8, 12, 16, 19, 22, 24, 28],
  [0, 8, 10, 12, 16, 24],
  [2, 4, 8, 12, 14, 16, 20, 24],
  [0, 4, 8, 14, 16, 24, 28],
  [0, 12, 14, 16, 28],
  [4, 6, 8, 16, 20, 22, 24],
];

/** Steps mostly, few leaps, and a turn back after each leap; `density` is the share of the rhythm's onsets kept. */
export function makeMotif(random: Random, density: number): MotifNote[] {
  const rhythm = random.pick(RHYTHMS);
  const onsets = rhythm.filter((at, i) => i === 0 || at % 16 === 0 || random.chance(0.35 + density * 0.75));
  const notes: MotifNote[] = [];
  let step = random.pick([0, 2, 4]);
  let leap = 0;
  onsets.forEach((at, i) => {
    const until = onsets[i + 1] ?? 32;
    notes.push({ at, length: Math.min(until - at, 10), step });
    const move = leap !== 0 ? -Math.sign(leap) * random.pick([1, 1, 2]) : random.pick([-2, -1, -1, 1, 1, 2, 3, -3, 4]);
    leap = Math.abs(move) > 2 ? move : 0;
    step += move;
    if (step > 6) step -= 3;
    if (step < -3) step += 3;
  });
  return notes;
}

/** Recognisably the same: the head stays, the end goes elsewhere. */
export function varyMotif(motif: readonly MotifNote[], random: Random): MotifNote[] {
  const turn = random.pick([-2, -1, 1, 2]);
  return motif.flatMap((note): MotifNote[] => {
    const moved = note.at >= 16 ? { ...note, step: note.step + turn } : note;
    if (note.length >= 4 && note.at >= 8 && random.chance(0.3)) {
      const half = note.length >> 1;
      return [
        { ...moved, length: half },
        { at: note.at + half, length: note.length - half, step: moved.step + random.pick([-1, 1]) },
      ];
    }
    return note.at % 8 !== 0 && random.chance(0.15) ? [] : [moved];
  });
}

/** Mirrored around its first step and a third higher: the answer of a B part. */
export function answerMotif(motif: readonly MotifNote[]): MotifNote[] {
  const axis = motif[0]?.step ?? 0;
  return motif.map((note) => ({ ...note, step: Math.max(-2, Math.min(9, axis - (note.step - axis) + 2)) }));
}

/** Pitch over the chord that sounds: chord tones on the beat, the scale elsewhere, within an octave and a half of `centre`. */
export function motifPitch(note: MotifNote, chord: Chord, scale: ScaleName, tonic: number, centre: number): number {
  let pitch = scalePitch(scale, tonic, note.step);
  while (pitch < centre - 7) pitch += 12;
  while (pitch > centre + 11) pitch -= 12;
  return note.at % 4 === 0 ? nearestChordTone(chord, pitch) : pitch;
}
