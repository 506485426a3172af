/** From mood, seed and length to a score. Pure. */
import { DRUM_FILLS, DRUM_PATTERNS, type DrumLine } from './drum-patterns.js';
import { planForm } from './form.js';
import { MOOD_SPECS, type Mood, type MoodSpec } from './moods.js';
import { add, bassPitch, playArpeggio, playBass, playMelody, playPads, sixteenth, type Bar, type Session } from './players.js';
import { createRandom, type Random } from './random.js';
import type { Instrument, Score, Section } from './score.js';
import { chordOn, voice, type ScaleName } from './theory.js';

const KEYS = ['C', 'C♯', 'D', 'E♭', 'E', 'F', 'F♯', 'G', 'A♭', 'A', 'B♭', 'B'];

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
