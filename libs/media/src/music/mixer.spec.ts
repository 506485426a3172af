import { describe, expect, it } from '@jest/globals';
import { PATCHES, renderNote } from './instruments.js';
import { mix } from './mixer.js';
import { SAMPLE_RATE_HZ } from './oscillators.js';
import { INSTRUMENTS, type Score } from './score.js';
import { frequencyHz } from './theory.js';

describe.each(INSTRUMENTS)('%s', (instrument) => {
  it('starts and ends in silence, is never beyond reason, and has no direct current', () => {
    const samples = renderNote(instrument, 60, 0.5, 0);
    const peak = samples.reduce((max, sample) => Math.max(max, Math.abs(sample)), 0);
    expect(peak).toBeGreaterThan(0.05);
    expect(peak).toBeLessThan(2.5);
    expect(Math.abs(samples[0] ?? 1)).toBeLessThan(0.05);
    expect(Math.abs(samples[samples.length - 1] ?? 1)).toBeLessThan(0.01);
    expect(Math.abs(samples.reduce((sum, sample) => sum + sample, 0) / samples.length)).toBeLessThan(0.02);
  });
});

/** Strength of one frequency in the samples (Goertzel). */
function strength(samples: Float32Array, hz: number): number {
  const k = 2 * Math.cos((2 * Math.PI * hz) / SAMPLE_RATE_HZ);
  let [a, b] = [0, 0];
  for (const sample of samples) [a, b] = [sample + k * a - b, a];
  return Math.sqrt(Math.max(0, a * a + b * b - k * a * b)) / samples.length;
}

describe('pitched instruments', () => {
  const pitched = INSTRUMENTS.filter((name) => PATCHES[name].ringSeconds === 0 && name !== 'swell').concat([
    'felt',
    'pluck',
    'mutedGuitar',
    'pizzicato',
    'mallet',
  ]);
  it.each(pitched)('%s is in tune', (instrument) => {
    const samples = renderNote(instrument, 60, 1, 0).subarray(0, SAMPLE_RATE_HZ / 2);
    const around = [0.97, 0.985, 1, 1.015, 1.03].map((factor) => strength(samples, frequencyHz(60) * factor));
    expect(around.indexOf(Math.max(...around))).toBe(2);
  });
});

describe('the mixing desk', () => {
  const score = (notes: Score['notes'], durationSeconds = 2): Score => ({
    durationSeconds, beatsPerMinute: 100, key: 'C major', sections: [{ kind: 'a', startBar: 0, bars: 1, energy: 0.8 }], chords: [], notes,
    room: 0.5, brightnessHz: 3000, trimDb: 0, pump: false, crackle: false,
  }); // prettier-ignore
  const all = (piece: Score) => [...mix(piece)];

  it('gives exactly the frames asked for', () => {
    for (const seconds of [1, 1.0001, 3.37])
      expect(all(score([], seconds)).reduce((sum, block) => sum + block.left.length, 0)).toBe(Math.round(seconds * SAMPLE_RATE_HZ));
  });
  it('does not clip, however many play', () => {
    const note = { instrument: 'brightPad', startSeconds: 0, durationSeconds: 1.5, velocity: 1, pan: 0 } as const;
    const blocks = all(score(Array.from({ length: 60 }, (_, i) => ({ ...note, pitch: 48 + (i % 24) }))));
    expect(Math.max(...blocks.map((block) => block.left.reduce((max, x) => Math.max(max, Math.abs(x)), 0)))).toBeLessThanOrEqual(0.89);
  });
  it('puts a note where its pan says, and lets the room answer on both sides', () => {
    const blocks = all(score([{ instrument: 'felt', startSeconds: 0.1, durationSeconds: 1, pitch: 60, velocity: 1, pan: -1 }]));
    const power = (side: 'left' | 'right') => blocks.reduce((sum, block) => sum + block[side].reduce((s, x) => s + x * x, 0), 0);
    expect(power('left')).toBeGreaterThan(power('right') * 4);
    expect(power('right')).toBeGreaterThan(0);
  });
  it('is silent before the first note and fades to nothing at the end', () => {
    const blocks = all(score([{ instrument: 'warmPad', startSeconds: 1, durationSeconds: 3, pitch: 60, velocity: 1, pan: 0 }], 4));
    expect(blocks[5]?.left.every((x) => x === 0)).toBe(true);
    expect(Math.abs(blocks[blocks.length - 1]?.left.at(-1) ?? 1)).toBeLessThan(1e-4);
  });
});
