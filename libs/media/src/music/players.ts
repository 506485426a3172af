/** The band: each part of the score written for its instrument. Pure. */
import { answerMotif, makeMotif, motifPitch, varyMotif, type MotifNote } from './melody.js';
import type { ArpeggioStyle, MoodSpec } from './moods.js';
import { createRandom, type Random } from './random.js';
import type { Instrument, Note, Section } from './score.js';
import type { Chord, ScaleName } from './theory.js';

/** Onset offsets of players who are not machines, in seconds. */
const LOOSENESS_SECONDS = 0.006;

export interface Bar {
  readonly index: number;
  readonly start: number;
  readonly section: Section;
  readonly barInSection: number;
  readonly chord: Chord;
  readonly pitches: readonly number[];
}

/** What every player sees: the harmony bar by bar, and the notes written so far. */
export interface Session {
  readonly spec: MoodSpec;
  readonly scale: ScaleName;
  readonly tonic: number;
  readonly barSeconds: number;
  readonly bars: readonly Bar[];
  readonly notes: Note[];
  readonly random: Random;
}

export function add(session: Session, instrument: Instrument, note: Omit<Note, 'instrument' | 'pan'> & { pan?: number }, loose = 1): void {
  const shift = note.startSeconds > 0.02 ? (session.random.next() - 0.5) * 2 * LOOSENESS_SECONDS * loose : 0;
  session.notes.push({
    ...note,
    instrument,
    startSeconds: note.startSeconds + shift,
    velocity: Math.min(1, note.velocity * session.random.between(0.93, 1.05)),
    pan: note.pan ?? 0,
  });
}

/** Time of a sixteenth, late on the off-beats by the swing. */
export function sixteenth(session: Session, bar: Bar, step: number): number {
  const unit = session.barSeconds / 16;
  return bar.start + step * unit + (step % 2 === 1 ? unit * session.spec.swing : 0);
}

export function playPads(session: Session): void {
  const { bars, spec, barSeconds } = session;
  for (let i = 0; i < bars.length;) {
    const bar = bars[i];
    if (!bar) break;
    let length = 1;
    while (bars[i + length]?.chord.degree === bar.chord.degree && bars[i + length]?.section === bar.section && length < 4) length += 1;
    const velocity = 0.45 + 0.4 * bar.section.energy;
    bar.pitches.forEach((pitch, voiceIndex) => {
      const pan = (voiceIndex / Math.max(1, bar.pitches.length - 1) - 0.5) * 1.1;
      add(session, spec.pad, { startSeconds: bar.start, durationSeconds: length * barSeconds * 0.98, pitch, velocity, pan });
    });
    i += length;
  }
}

export function playBass(session: Session): void {
  const { spec, barSeconds, bars } = session;
  for (const bar of bars) {
    if (bar.section.kind === 'intro' && bar.section.bars > 1 && bar.barInSection < bar.section.bars / 2) continue;
    if (bar.section.kind === 'break' && spec.bassStyle !== 'held') continue;
    const root = bassPitch(bar.chord.pitchClasses[0] ?? 0);
    const next = bassPitch(bars[bar.index + 1]?.chord.pitchClasses[0] ?? bar.chord.pitchClasses[0] ?? 0);
    const fifth = bassPitch(bar.chord.pitchClasses[2] ?? 0, root - 5);
    const unit = barSeconds / 16;
    const hit = (step: number, length: number, pitch: number, velocity: number): void =>
      add(session, spec.bass, { startSeconds: sixteenth(session, bar, step), durationSeconds: length * unit * 0.95, pitch, velocity }, 0.5);
    switch (spec.bassStyle) {
      case 'held':
        hit(0, 16, root, 0.75);
        break;
      case 'root-fifth':
        hit(0, 7, root, 0.85);
        hit(8, 6, session.random.chance(0.7) ? fifth : root, 0.7);
        if (bar.section.energy > 0.7 && next !== root) hit(14, 2, next > root ? next - 2 : next + 1, 0.6);
        break;
      case 'eighths':
        for (let step = 0; step < 16; step += 2)
          hit(step, 1.7, step === 14 && bar.barInSection % 4 === 3 ? fifth : root, step % 4 === 0 ? 0.7 : 0.85);
        break;
      case 'syncopated':
        hit(0, 5, root, 0.85);
        hit(6, 3, root, 0.6);
        hit(10, 4, session.random.chance(0.5) ? fifth : root + 12, 0.6);
        if (session.random.chance(0.4)) hit(14, 2, next > root ? next - 1 : next + 1, 0.55);
        break;
      case 'pulse':
        for (let step = 0; step < 16; step += bar.section.energy > 0.7 ? 1 : 2) hit(step, 0.9, root, step % 4 === 0 ? 0.8 : 0.45);
        break;
    }
  }
}

/** The pitch class in the octave that sounds deep on a phone and is still heard: E1 up, or from `low`. */
export function bassPitch(pitchClass: number, low = 31): number {
  return low + ((((pitchClass - low) % 12) + 12) % 12);
}

const ARPEGGIOS: Readonly<Record<ArpeggioStyle, readonly (readonly (readonly [step: number, tone: number])[])[]>> = {
  none: [[]],
  flowing: [
    [0, 2, 4, 6, 8, 10, 12, 14].map((step, i) => [step, [0, 1, 2, 3, 4, 3, 2, 1][i] ?? 0]),
    [0, 2, 4, 6, 8, 10, 12, 14].map((step, i) => [step, [0, 2, 1, 3, 2, 4, 3, 2][i] ?? 0]),
  ],
  broken: [
    [[0, 0], [4, 1], [6, 2], [8, 3], [12, 2], [14, 1]], // prettier-ignore
    [[0, 0], [3, 1], [6, 2], [10, 3], [12, 1]], // prettier-ignore
  ],
  driving: [
    Array.from({ length: 16 }, (_, i) => [i, [0, 2, 1, 2, 3, 2, 1, 2][i % 8] ?? 0]),
    [0, 2, 3, 4, 6, 8, 10, 11, 12, 14].map((step, i) => [step, i % 4]),
    [0, 2, 4, 6, 8, 10, 12, 14].map((step, i) => [step, [0, 1, 2, 3, 4, 3, 2, 1][i] ?? 0]),
  ],
  offbeat: [
    [[2, 1], [2, 2], [6, 1], [6, 2], [10, 1], [10, 2], [14, 2], [15, 3]], // prettier-ignore
    [[2, 0], [2, 2], [5, 3], [6, 1], [10, 0], [10, 2], [13, 3], [14, 1]], // prettier-ignore
  ],
  sparse: [
    [[0, 2], [6, 4], [11, 3]], // prettier-ignore
    [[3, 3], [8, 5], [14, 4]], // prettier-ignore
    [[0, 4], [10, 2]], // prettier-ignore
  ],
};

export function playArpeggio(session: Session): void {
  const { spec, random } = session;
  const patterns = ARPEGGIOS[spec.arpeggioStyle];
  const byKind = new Map(['intro', 'a', 'b', 'a2', 'break', 'outro'].map((kind) => [kind, random.pick(patterns)] as const));
  for (const bar of session.bars) {
    const { energy, kind } = bar.section;
    // In bars before a change of part the pattern opens up to let the change be heard.
    const pattern = byKind.get(kind) ?? [];
    for (const [step, tone] of pattern) {
      if (energy < 0.5 && step % 4 !== 0 && random.chance(0.45)) continue;
      const pitch = toneOf(bar.pitches, tone);
      add(session, spec.arpeggio, {
        startSeconds: sixteenth(session, bar, step),
        durationSeconds: session.barSeconds / (spec.arpeggioStyle === 'driving' || spec.arpeggioStyle === 'offbeat' ? 14 : 5),
        pitch,
        velocity: (0.34 + 0.3 * energy) * (step % 8 === 0 ? 1 : step % 4 === 0 ? 0.88 : 0.74),
        pan: ((tone % 4) / 3 - 0.5) * 0.9,
      });
    }
  }
}

/** Chord tones counted upwards, over as many octaves as asked for. */
function toneOf(pitches: readonly number[], tone: number): number {
  const octave = Math.floor(tone / pitches.length);
  return (pitches[tone % pitches.length] ?? 60) + 12 * octave;
}

export function playMelody(session: Session): void {
  const { spec, random, bars, scale, tonic } = session;
  const motif = makeMotif(random, spec.melodyDensity);
  const answer = answerMotif(random.chance(0.5) ? motif : makeMotif(random, spec.melodyDensity));
  const lively = varyMotif(motif, random);
  const centre = 72 + (spec.melody === 'brass' ? -7 : 0);
  for (const bar of bars) {
    const { kind, energy } = bar.section;
    if (kind === 'intro' || kind === 'break' || (kind === 'outro' && bar.barInSection > 0)) continue;
    // Two bars of motif, two of its variation; every other phrase of a quiet part is left to breathe.
    const phrase = Math.floor(bar.barInSection / 4);
    if (kind === 'a' && energy < 0.7 && phrase % 2 === 1 && bar.section.bars > 4) continue;
    const source: readonly MotifNote[] = kind === 'b' ? answer : kind === 'a2' ? lively : motif;
    const half = bar.barInSection % 2;
    const shaped = bar.barInSection % 4 >= 2 ? varyMotif(source, createRandom(bar.section.startBar * 7 + phrase, 'turn')) : source;
    for (const note of shaped) {
      if (Math.floor(note.at / 16) !== half) continue;
      const pitch = motifPitch(note, bar.chord, scale, tonic, kind === 'b' ? centre + 3 : centre);
      add(session, spec.melody, {
        startSeconds: sixteenth(session, bar, note.at % 16),
        durationSeconds: (note.length * session.barSeconds) / 16,
        pitch,
        velocity: 0.5 + 0.3 * energy * (note.at % 8 === 0 ? 1 : 0.8),
        pan: 0.12,
      });
    }
  }
}
