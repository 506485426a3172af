import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findNumber } from './headline.js';
import { overlapOf, spokenFigure } from './spoken-figure.js';
import { spokenShare } from './spoken-share.js';

const FPS = 30;
const frameAt = (text: string, part: string): number => Math.round(spokenShare(text)(text.indexOf(part)) * 300);
const spoken = (text: string, frames = 300) => spokenFigure(findNumber(text), text, frames, FPS);

describe('when a figure is spoken', () => {
  it('is from the figure, a moment early, to the end of its sentence', () => {
    const text = `${'x'.repeat(48)}. They stayed 21 hours on the ground. ${'y'.repeat(13)}.`;
    expect(text).toHaveLength(100);
    expect(spoken(text)).toEqual({ from: frameAt(text, '21') - 9, to: frameAt(text, '. y') });
  });

  it('is at its own place, not where the same digits stand in a longer number or a year', () => {
    const text = 'In the autumn of 1969 or so they saw 69 boats on it.';
    const { from } = spoken(text) ?? { from: -1 };
    expect(from).toBe(frameAt(text, '69 boats') - 9);
  });

  it.each(['Nearly 25 % of them live here today.', 'It cost $3.5 and nobody paid for it.', 'Около 1 200 километров пути отсюда.'])(
    'is found however the figure is written: %s',
    (text) => {
      expect(findNumber(text)?.kind).toBe('number');
      expect(spoken(text)).toBeDefined();
    },
  );

  it('comes sooner than its letters say where further digits are read out behind it', () => {
    const text = 'Officials said inflation has come down from 10.6 percent in October 2022 to 2.1 percent.';
    // As spoken: "ten point six percent in October twenty twenty two to two point one percent".
    const { from } = spoken(text) ?? { from: NaN };
    expect(from).toBeLessThan((text.indexOf('10.6') / text.length) * 300 - 30);
    expect(from).toBeGreaterThan(75);
  });

  it('does not end at a decimal point', () => {
    const text = `It weighs 3.5 tonnes and more than any of the others. ${'z'.repeat(40)}`;
    expect(spoken(text)?.to).toBe(frameAt(text, '. z'));
  });

  it('waits until a title that it would stand behind is gone', () => {
    const text = `In 1698 oxen a keeper built 3 towers. ${'z'.repeat(60)}`;
    const headline = { lines: ['1698'], kind: 'number' } as const;
    expect(spokenFigure(headline, text, 300, FPS)?.from).toBe(0);
    const later = spokenFigure(headline, text, 300, FPS, 66);
    expect(later?.from).toBe(66);
    expect((later?.to ?? 0) - 66).toBeGreaterThanOrEqual(1.6 * FPS);
  });

  it('is never for a title or a word', () => {
    expect(spokenFigure({ lines: ['21'], kind: 'title' }, 'It is 21 now.', 100, FPS)).toBeUndefined();
    expect(spokenFigure({ lines: ['21'], kind: 'number' }, 'Nothing of it.', 100, FPS)).toBeUndefined();
    expect(spokenFigure(null, 'It is 21 now.', 100, FPS)).toBeUndefined();
  });

  it('lies in the clip and is long enough to be read, whatever the text', () => {
    const part = fc.constantFrom('a', ' ', '. ', '21 ', '3.5 hours ', '$7', '%', 'word ', '\u00a0');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), fc.integer({ min: 1, max: 900 }), (parts, frames) => {
        const span = spoken(parts.join(''), frames);
        if (!span) return;
        expect(span.from).toBeGreaterThanOrEqual(0);
        expect(span.to).toBeLessThanOrEqual(frames);
        expect(span.to - span.from).toBeGreaterThanOrEqual(Math.min(frames, 48));
      }),
    );
  });

  it('has in common with a shot what both have', () => {
    expect(overlapOf({ from: 10, to: 20 }, { from: 15, to: 40 })).toBe(5);
    expect(overlapOf({ from: 10, to: 20 }, { from: 20, to: 40 })).toBe(0);
  });
});
