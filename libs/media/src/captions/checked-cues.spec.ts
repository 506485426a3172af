import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Cue } from '../contracts.js';
import { checkedCues } from './checked-cues.js';
import { cuesToSrt, cuesToVtt } from './sidecar.js';

const cue = (startSeconds: number, endSeconds: number, text = 'Some words here.'): Cue => ({
  startSeconds,
  endSeconds,
  words: text.split(' ').map((word) => ({ text: word, startSeconds, endSeconds })),
});

describe('the captions of a whole film (faults D7)', () => {
  it('never overlap: a caption ends where the next one begins', () => {
    expect(checkedCues([cue(0, 2.029), cue(2, 4)], 10).map(({ startSeconds, endSeconds }) => [startSeconds, endSeconds])).toEqual([
      [0, 2],
      [2, 4],
    ]);
  });

  it('end with the film', () => {
    const [, last] = checkedCues([cue(0, 2), cue(9.9, 15.6)], 10.3);
    expect([last?.startSeconds, last?.endSeconds]).toEqual([9.9, 10.3]);
    // One that would begin after the end is still seen.
    const late = checkedCues([cue(0, 2), cue(11, 12)], 10).at(-1);
    expect([late?.startSeconds, late?.endSeconds]).toEqual([9.7, 10]);
  });

  it('stay long enough to be read, where there is room', () => {
    expect(checkedCues([cue(1, 1.2, 'д.'), cue(6, 7)], 10)[0]?.endSeconds).toBeCloseTo(1.8, 6);
    expect(checkedCues([cue(1, 2, 'x'.repeat(60)), cue(6, 7)], 10)[0]?.endSeconds).toBeCloseTo(4, 6);
    // No longer than its words are heard, or seven seconds.
    expect(checkedCues([cue(0, 30)], 40)[0]?.endSeconds).toBe(30);
    expect(checkedCues([{ ...cue(0, 2), endSeconds: 30 }], 40)[0]?.endSeconds).toBe(7);
  });

  it('are in order and inside the film whatever they were', () => {
    const time = fc.oneof(fc.double({ min: -5, max: 40, noNaN: true }), fc.constantFrom(NaN, Infinity));
    fc.assert(
      fc.property(fc.array(fc.tuple(time, time), { maxLength: 30 }), fc.double({ min: 1, max: 30, noNaN: true }), (times, end) => {
        const cues = times.map(([from, to], index) => cue(from, to, `word ${index}`));
        const checked = checkedCues(cues, end);
        expect(checked).toHaveLength(cues.length);
        for (const [index, { startSeconds, endSeconds }] of checked.entries()) {
          expect(startSeconds).toBeGreaterThanOrEqual(0);
          expect(endSeconds).toBeLessThanOrEqual(end + 1e-9);
          expect(endSeconds).toBeGreaterThan(startSeconds);
          expect(startSeconds).toBeGreaterThanOrEqual((checked[index - 1]?.endSeconds ?? 0) - 1e-9);
        }
      }),
    );
  });
});

describe('side files (faults D7)', () => {
  it.each([
    ['say {\\an8} or C:\\temp\\new', 'say or C:\\temp\\new'],
    ['roll, <b>bold</b> & more', 'roll, bold & more'],
    ['<font color="red">red</font> {b}it{/b} {y:i}', 'red it'],
    ['a < b and 3 > 2, I <3 it, {x} stays', 'a < b and 3 > 2, I <3 it, {x} stays'],
  ])('hold no markup that a player obeys: %s', (text, shown) => {
    expect(cuesToSrt([cue(0, 2, text)])).toBe(`1\n00:00:00,000 --> 00:00:02,000\n${shown}\n`);
    const entities = shown.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    expect(cuesToVtt([cue(0, 2, text)])).toBe(`WEBVTT\n\n00:00:00.000 --> 00:00:02.000\n${entities}\n`);
  });

  it('leave out a caption of nothing but markup, and count on', () => {
    expect(cuesToSrt([cue(0, 1, '{\\an8}'), cue(1, 2, 'One')])).toMatch(/^1\n00:00:01,000[^]*One\n$/);
  });
});
