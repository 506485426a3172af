/** From mood, seed and length to a score. Pure. */
import { DRUM_FILLS, DRUM_PATTERNS, type DrumLine } from './drum-patterns.js';
import { planForm } from './form.js';
import { answerMotif, makeMotif, motifPitch, varyMotif, type MotifNote } from './melody.js';
import { MOOD_SPECS, type ArpeggioStyle, type Mood, type MoodSpec } from './moods.js';
import { createRandom, type Random } from './random.js';
import type { Instrument, Note, Score, Section } from './score.js';
import { chordOn, voice, type Chord, type ScaleName } from './theory.js';

const KEYS = ['C', 'C♯', 'D', 'E♭', 'E', 'F', 'F♯', 'G', 'A♭', 'A', 'B♭', 'B'];
/** Onset offsets of players who are not machines, in seconds. */
const LOOSENESS_SECONDS = 0.006;

interface Bar {
  readonly index: number;
  readonly start: number;
  readonly section: Section;
  readonly barInSection: number;
  readonly chord: Chord;
  readonly pitches: readonly number[];
}

interface Session {
  readonly spec: MoodSpec;
  readonly scale: ScaleName;
  readonly tonic: number;
  readonly barSeconds: number;
  readonly bars: readonly Bar[];
  readonly notes: Note[];
  readonly random: Random;
}

/** Writes a piece of exactly `durationSeconds`: the same arguments give the same score. */
export function compose(mood: Mood, seed: number, durationSeconds: number): Score {
  const spec = MOOD_SPECS[mood];
  const random = createRandom(seed, mood);
  const form = planForm(durationSeconds, spec.beatsPerMinute, random);
  const scale = random.pick(spec.scales);
  const key = Math.floor(random.next() * 12);
  const bars = harmonise(spec, scale, key, form.sections, form.barSeconds, random);
  // Drawn to the octave around E3, so that every key has the same weight.
  const tonic = 48 + ((key + 8) % 12) - 4;
  const session: Session = { spec, scale, tonic, barSeconds: form.barSeconds, bars, notes: [], random };
  playPads(session);
  playBass(session);
  playArpeggio(session);
  playMelody(session);
  playDrums(session);
  playEnding(session, durationSeconds, key);
  return {
    durationSeconds,
    beatsPerMinute: form.beatsPerMinute,
    key: `${KEYS[key] ?? ''} ${scale}`,
    sections: form.sections,
    chords: bars.map((bar) => ({ degree: bar.chord.degree, pitches: bar.pitches })),
    notes: session.notes.filter((note) => note.startSeconds < durationSeconds - 0.05).sort((a, b) => a.startSeconds - b.startSeconds),
    room: spec.room,
    brightnessHz: spec.brightnessHz,
    trimDb: spec.trimDb,
    pump: spec.drums === 'four',
    crackle: mood === 'lofi',
  };
}

function harmonise(spec: MoodSpec, scale: ScaleName, key: number, sections: readonly Section[], barSeconds: number, random: Random): Bar[] {
  const verse = random.pick(spec.verses);
  const chorus = random.pick(spec.choruses);
  const bars: Bar[] = [];
  let previous: readonly number[] | null = null;
  for (const section of sections) {
    const degrees = section.kind === 'b' ? chorus : verse;
    for (let i = 0; i < section.bars; i += 1) {
      let degree = degrees[Math.floor(i / spec.barsPerChord) % degrees.length] ?? 0;
      // The outro circles home: its last bar leans on the dominant, the ending resolves it.
      if (section.kind === 'outro' && i === section.bars - 1) degree = 4;
      const seventh = random.chance(spec.sevenths);
      const chord = chordOn(scale, 48 + key, degree, seventh);
      const pitches: number[] = voice(chord, previous, 55, 76);
      previous = pitches;
      const index = bars.length;
      bars.push({ index, start: index * barSeconds, section, barInSection: i, chord, pitches });
    }
  }
  return bars;
}

function add(session: Session, instrument: Instrument, note: Omit<Note, 'instrument' | 'pan'> & { pan?: number }, loose = 1): void {
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
function sixteenth(session: Session, bar: Bar, step: number): number {
  const unit = session.barSeconds / 16;
  return bar.start + step * unit + (step % 2 === 1 ? unit * session.spec.swing : 0);
}

function playPads(session: Session): void {
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

function playBass(session: Session): void {
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
function bassPitch(pitchClass: number, low = 31): number {
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

function playArpeggio(session: Session): void {
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

function playMelody(session: Session): void {
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

function playDrums(session: Session): void {
  const { spec, random, bars } = session;
  const patterns = DRUM_PATTERNS[spec.drums];
  const main = random.pick(patterns);
  const other = random.pick(patterns);
  const strike = (bar: Bar, { instrument, steps, pan }: DrumLine): void => {
    for (let step = 0; step < 16; step += 1) {
      const level = Number(steps[step] ?? 0);
      if (!(level > 0)) continue;
      const velocity = (level / 9) * (0.7 + 0.3 * bar.section.energy);
      add(session, instrument, { startSeconds: sixteenth(session, bar, step), durationSeconds: 0.2, pitch: step % 3, velocity, pan }, 0.6);
    }
  };
  for (const bar of bars) {
    const { energy, kind, bars: length } = bar.section;
    const next = bars[bar.index + 1]?.section;
    const lastOfSection = bar.barInSection === length - 1 && next !== undefined && next !== bar.section;
    if (spec.drums !== 'none' && kind !== 'outro') {
      const lines = kind === 'b' ? other : main;
      for (const drumLine of lines) if (energy >= drumLine.fromEnergy) strike(bar, drumLine);
      if (lastOfSection && energy > 0.45) for (const fill of DRUM_FILLS[spec.drums]) strike(bar, fill);
    }
    // A breath of noise rises into each stronger part, a cymbal opens it where there are drums.
    if (lastOfSection && next.energy > energy + 0.1 && session.barSeconds > 1.2) {
      const rise = Math.min(session.barSeconds, 2.2);
      add(
        session,
        'swell',
        { startSeconds: bar.start + session.barSeconds - rise, durationSeconds: rise, pitch: 0, velocity: 0.5, pan: 0 },
        0,
      );
    }
    if (
      bar.barInSection === 0 &&
      bar.index > 0 &&
      energy > 0.7 &&
      (spec.drums === 'four' || spec.drums === 'pop' || spec.drums === 'cinematic')
    ) {
      add(session, 'crash', { startSeconds: bar.start, durationSeconds: 2, pitch: 0, velocity: 0.6, pan: -0.2 }, 0);
    }
  }
}

/** The tonic chord, played once by everyone and left to ring until the end. */
function playEnding(session: Session, durationSeconds: number, key: number): void {
  const { spec, scale, bars, barSeconds } = session;
  const start = bars.length * barSeconds;
  const length = durationSeconds - start;
  const chord = chordOn(scale, 48 + key, 0, false);
  const pitches = voice(chord, bars[bars.length - 1]?.pitches ?? null, 55, 76);
  pitches.forEach((pitch, i) => {
    add(session, spec.pad, { startSeconds: start, durationSeconds: length, pitch, velocity: 0.7, pan: i * 0.5 - 0.5 }, 0);
    add(session, spec.arpeggio, {
      startSeconds: start + i * 0.045,
      durationSeconds: length,
      pitch: pitch + (i === 0 ? 0 : 12),
      velocity: 0.6,
      pan: 0.4 - i * 0.4,
    });
  });
  const root = bassPitch(chord.pitchClasses[0] ?? 0);
  add(session, spec.bass, { startSeconds: start, durationSeconds: length * 0.9, pitch: root, velocity: 0.8 }, 0);
  if (spec.drums !== 'none' && bars.length > 2) {
    const hit: Instrument = spec.drums === 'cinematic' ? 'taiko' : spec.drums === 'four' || spec.drums === 'pop' ? 'kick' : 'softKick';
    add(session, hit, { startSeconds: start, durationSeconds: 0.5, pitch: 0, velocity: 0.8 }, 0);
    if (spec.drums !== 'lofi' && spec.drums !== 'soft')
      add(session, 'crash', { startSeconds: start, durationSeconds: 2.5, pitch: 0, velocity: 0.4, pan: 0.2 }, 0);
  }
}
