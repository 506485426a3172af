import { describe, expect, it } from '@jest/globals';
import { chordOn, frequencyHz, nearestChordTone, SCALES, scalePitch, voice } from './theory.js';

describe('harmony', () => {
  it('stacks thirds of the scale', () => {
    expect(chordOn('major', 60, 0, false).pitchClasses).toEqual([0, 4, 7]);
    expect(chordOn('major', 60, 4, true).pitchClasses).toEqual([7, 11, 2, 5]);
    expect(chordOn('minor', 57, 0, false).pitchClasses).toEqual([9, 0, 4]);
  });
  it('counts scale steps over octaves both ways', () =>
    expect([7, -1, 9].map((step) => scalePitch('major', 60, step))).toEqual([72, 59, 76]));
  it('leads voices by the shortest way: C to F keeps the common tone and moves two voices by step', () => {
    const c = [60, 64, 67];
    const f = voice(chordOn('major', 60, 3, false), c, 55, 76);
    expect(f).toEqual([60, 65, 69]);
  });
  it('moves no voice further than a fifth between any two chords of a scale', () => {
    for (const scale of Object.keys(SCALES) as (keyof typeof SCALES)[]) {
      let previous = voice(chordOn(scale, 50, 0, false), null, 55, 76);
      for (const degree of [3, 4, 0, 5, 1, 6, 2, 0]) {
        const next = voice(chordOn(scale, 50, degree, false), previous, 55, 76);
        expect(new Set(next.map((pitch) => pitch % 12))).toEqual(new Set(chordOn(scale, 50, degree, false).pitchClasses));
        next.forEach((pitch) => expect(Math.min(...previous.map((old) => Math.abs(old - pitch)))).toBeLessThanOrEqual(7));
        expect(next[0]).toBeGreaterThanOrEqual(55);
        expect(next[2]).toBeLessThanOrEqual(76);
        previous = next;
      }
    }
  });
  it('finds the nearest chord tone', () => expect(nearestChordTone(chordOn('major', 60, 0, false), 62)).toBe(60));
  it('is tuned to 440 Hz', () => expect(frequencyHz(57)).toBeCloseTo(220));
});
