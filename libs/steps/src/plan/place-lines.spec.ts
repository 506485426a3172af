import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { placeLines, readingTimes } from './place-lines.js';

const slots = (...seconds: number[]) => {
  let at = 0;
  return seconds.map((length) => ({ startSeconds: at, endSeconds: (at += length) }));
};

describe('placing spoken lines', () => {
  it('starts each with its segment, as spoken, when there is room', () => {
    const lines = placeLines(slots(10, 10, 10), [8, 9, 7]);
    expect(lines.map((line) => line.tempo)).toEqual([1, 1, 1]);
    expect(lines.map((line) => Math.floor(line.startSeconds))).toEqual([0, 10, 20]);
  });

  it('shares the time to spare of a segment among the pauses of its sentences', () => {
    const slot = { startSeconds: 10, endSeconds: 20 };
    const lines = placeLines([slot, slot, slot], [2, 2, 3]);
    const ends = [
      ...lines.slice(1).map((line, i) => line.startSeconds - (lines[i]?.endSeconds ?? 0)),
      20 - (lines.at(-1)?.endSeconds ?? 0),
    ];
    for (const pause of ends) expect(pause).toBeCloseTo(0.96, 2);
    // A pause that is longer than that would sound like an end: what is left then stays behind the last one.
    const few = placeLines([slot, slot], [1, 1]);
    expect((few[1]?.startSeconds ?? 0) - (few[0]?.endSeconds ?? 0)).toBeCloseTo(1.1, 6);
  });

  it('lays the sentences of a segment closer before it hurries them', () => {
    const slot = { startSeconds: 0, endSeconds: 10 };
    const lines = placeLines([slot, slot], [4.7, 4.7]);
    expect([lines[0]?.tempo, lines[1]?.startSeconds]).toEqual([1, expect.closeTo(5.06, 2)]);
  });

  it('lets a line run late rather than overlap the next', () => {
    const [first, second] = placeLines(slots(10, 10), [10.2, 5]);
    expect(second?.startSeconds).toBeGreaterThanOrEqual(first?.endSeconds ?? Infinity);
  });

  it('speaks all lines a little faster when they do not fit', () => {
    const lines = placeLines(slots(10, 10), [12, 11]);
    expect(new Set(lines.map((line) => line.tempo)).size).toBe(1);
    expect(lines[0]?.tempo).toBeGreaterThan(1.1);
    expect(lines.at(-1)?.endSeconds).toBeLessThanOrEqual(20);
  });

  it('never lets lines overlap or begin before their segment, and ends with the film when 2 x is enough', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ slot: fc.double({ min: 5, max: 15, noNaN: true }), share: fc.double({ min: 0, max: 1.5, noNaN: true }) }), {
          minLength: 1,
          maxLength: 30,
        }),
        (items) => {
          const places = slots(...items.map((item) => item.slot));
          const lines = placeLines(
            places,
            items.map((item) => item.slot * item.share),
          );
          lines.forEach((line, i) => {
            expect(line.startSeconds).toBeGreaterThanOrEqual(places[i]?.startSeconds ?? 0);
            if (i > 0) expect(line.startSeconds).toBeGreaterThanOrEqual((lines[i - 1]?.endSeconds ?? 0) - 1e-9);
          });
          expect(lines.at(-1)?.endSeconds).toBeLessThanOrEqual((places.at(-1)?.endSeconds ?? 0) + 1e-9);
        },
      ),
    );
  });
});

describe('reading times of a silent film', () => {
  it('gives every word its share of the segment, in order', () => {
    const words = readingTimes('Three hearts, one body.', { startSeconds: 10, endSeconds: 20 }, 'en');
    expect(words.map((word) => word.text)).toEqual(['Three', 'hearts,', 'one', 'body.']);
    expect(words[0]?.startSeconds).toBeGreaterThanOrEqual(10);
    expect(words.at(-1)?.endSeconds).toBeLessThanOrEqual(20);
    for (const word of words) expect(word.endSeconds).toBeGreaterThan(word.startSeconds);
  });
});
