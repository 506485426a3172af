/** Scales, chords and voice leading. Pitches are MIDI numbers (60 is middle C). Pure. */

export const SCALES = {
  major: [0, 2, 4, 5, 7, 9, 11],
  lydian: [0, 2, 4, 6, 7, 9, 11],
  mixolydian: [0, 2, 4, 5, 7, 9, 10],
  dorian: [0, 2, 3, 5, 7, 9, 10],
  minor: [0, 2, 3, 5, 7, 8, 10],
  harmonicMinor: [0, 2, 3, 5, 7, 8, 11],
  phrygian: [0, 1, 3, 5, 7, 8, 10],
} as const;
export type ScaleName = keyof typeof SCALES;

export interface Chord {
  /** Scale degree of the root, from 0. */
  readonly degree: number;
  /** Pitch classes (0-11), root first. */
  readonly pitchClasses: readonly number[];
}

/** Pitch of a scale step counted from the tonic; steps may be negative or beyond an octave. */
export function scalePitch(scale: ScaleName, tonic: number, step: number): number {
  const octave = Math.floor(step / 7);
  return tonic + 12 * octave + (SCALES[scale][step - 7 * octave] ?? 0);
}

/** Thirds stacked on a degree of the scale. */
export function chordOn(scale: ScaleName, tonic: number, degree: number, seventh: boolean): Chord {
  const steps = seventh ? [0, 2, 4, 6] : [0, 2, 4];
  return { degree, pitchClasses: steps.map((step) => scalePitch(scale, tonic, degree + step) % 12) };
}

/**
 * Pitches of `chord` within `low`..`high` (at least an octave apart) that move least from `previous`: common tones
 * stay, the others go to the nearest chord tone, and no pitch is doubled.
 */
export function voice(chord: Chord, previous: readonly number[] | null, low: number, high: number): number[] {
  const candidates: number[][] = [];
  const count = chord.pitchClasses.length;
  for (let inversion = 0; inversion < count; inversion += 1) {
    const order = [...chord.pitchClasses.slice(inversion), ...chord.pitchClasses.slice(0, inversion)];
    for (let base = low; base < low + 12; base += 1) {
      if (base % 12 !== order[0]) continue;
      const pitches = [base];
      for (const pitchClass of order.slice(1)) {
        const last = pitches[pitches.length - 1] ?? base;
        pitches.push(last + ((((pitchClass - last) % 12) + 12) % 12 || 12));
      }
      for (let shift = 0; (pitches[count - 1] ?? 0) + shift <= high; shift += 12) candidates.push(pitches.map((pitch) => pitch + shift));
    }
  }
  const middle = (low + high) / 2;
  const movement = (pitches: readonly number[]): number => {
    const centre = pitches.reduce((sum, pitch) => sum + pitch, 0) / pitches.length;
    const drift = Math.abs(centre - middle) * (previous ? 0.35 : 1);
    if (!previous) return drift;
    return drift + pitches.reduce((sum, pitch) => sum + Math.min(...previous.map((old) => Math.abs(old - pitch))), 0);
  };
  return candidates.reduce(
    (best, next) => (movement(next) < movement(best) ? next : best),
    candidates[0] ?? [...chord.pitchClasses].map((pc) => pc + low),
  );
}

/** The chord tone nearest to `pitch`. */
export function nearestChordTone(chord: Chord, pitch: number): number {
  for (let distance = 0; distance < 12; distance += 1) {
    for (const candidate of [pitch - distance, pitch + distance])
      if (chord.pitchClasses.includes(((candidate % 12) + 12) % 12)) return candidate;
  }
  return pitch;
}

export function frequencyHz(pitch: number): number {
  return 440 * 2 ** ((pitch - 69) / 12);
}
