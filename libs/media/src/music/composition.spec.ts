import { describe, expect, it } from '@jest/globals';
import { compose } from './composition.js';
import { moodOf, MOODS, MOOD_SPECS } from './moods.js';

const LENGTHS = [1, 5, 12.5, 30, 60, 181.3, 600];

describe.each(MOODS)('a %s piece', (mood) => {
  it('fits its length: whole bars, then a last chord that rings until the end', () => {
    for (const length of LENGTHS) {
      const score = compose(mood, 3, length);
      const bars = score.chords.length;
      const played = (bars * 240) / score.beatsPerMinute;
      expect(score.sections.reduce((sum, section) => sum + section.bars, 0)).toBe(bars);
      expect(length - played).toBeGreaterThan(0.2);
      expect(length - played).toBeLessThanOrEqual(6.31);
      for (const note of score.notes) expect(note.startSeconds).toBeLessThan(length);
      const ending = score.notes.filter((note) => note.startSeconds >= played - 0.01);
      expect(ending.length).toBeGreaterThan(3);
    }
  });

  it('keeps its tempo where the length leaves room for it', () => {
    const [slowest, fastest] = MOOD_SPECS[mood].beatsPerMinute;
    for (const length of [30, 60, 181.3, 600]) {
      const { beatsPerMinute } = compose(mood, 9, length);
      expect(beatsPerMinute).toBeGreaterThan(slowest * 0.96);
      expect(beatsPerMinute).toBeLessThan(fastest * 1.04);
    }
  });

  it('is the same for the same seed, and another for another', () => {
    expect(compose(mood, 11, 40)).toEqual(compose(mood, 11, 40));
    const keys = new Set(
      Array.from({ length: 12 }, (_, seed) => `${compose(mood, seed, 40).key} ${Math.round(compose(mood, seed, 40).beatsPerMinute)}`),
    );
    expect(keys.size).toBeGreaterThan(6);
  });

  it('has a form: an introduction quieter than its height, a B part with other chords, a melody that returns', () => {
    const score = compose(mood, 5, 90);
    const kinds = score.sections.map((section) => section.kind);
    expect(kinds[0]).toBe('intro');
    expect(kinds).toEqual(expect.arrayContaining(['a', 'b']));
    expect(kinds[kinds.length - 1]).toBe('outro');
    expect(score.sections[0]?.energy).toBeLessThan(Math.max(...score.sections.map((section) => section.energy)));
    expect(new Set(score.chords.map((chord) => chord.degree)).size).toBeGreaterThan(2);
  });

  it('plays pads that are the chord, and a bass on its root', () => {
    const score = compose(mood, 8, 60);
    const bar = 240 / score.beatsPerMinute;
    score.chords.forEach((chord, index) => {
      const pads = score.notes.filter(
        (note) => note.instrument === MOOD_SPECS[mood].pad && Math.abs(note.startSeconds - index * bar) < 0.02,
      );
      for (const pad of pads) expect(chord.pitches.map((pitch) => pitch % 12)).toContain(pad.pitch % 12);
      const bass = score.notes.filter(
        (note) => note.instrument === MOOD_SPECS[mood].bass && Math.abs(note.startSeconds - index * bar) < 0.02,
      );
      for (const note of bass) {
        expect(chord.pitches.map((pitch) => pitch % 12)).toContain(note.pitch % 12);
        expect(note.pitch).toBeGreaterThanOrEqual(28);
        expect(note.pitch).toBeLessThan(50);
      }
    });
  });
});

describe('the word for a mood', () => {
  it.each([
    ['calm', 'calm'],
    ['Спокойная', 'calm'],
    ['бодрая музыка', 'upbeat'],
    ['эпичная', 'epic'],
    ['загадочно', 'mysterious'],
    ['unhappy', 'sad'],
    ['грустная', 'sad'],
    ['funny and quirky', 'playful'],
    ['тревожный', 'tense'],
    ['motivational', 'inspiring'],
    ['вдохновляющая', 'inspiring'],
    ['business', 'corporate'],
    ['lo-fi', 'lofi'],
    ['', 'calm'],
    ['%{} 🐙', 'calm'],
  ])('%s is %s', (word, mood) => expect(moodOf(word)).toBe(mood));
});
