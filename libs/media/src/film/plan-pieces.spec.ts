import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FilmPlan, TransitionKind } from '../contracts.js';
import { filmFormat } from './format.js';
import { planPieces, sourceFrames } from './plan-pieces.js';

const format = filmFormat('9:16', '1080p', 30);

function plan(lengths: readonly number[], transitions: readonly { kind: TransitionKind; frames: number }[]): FilmPlan {
  let startFrame = 0;
  const segments = lengths.map((length) => {
    const segment = { startFrame, endFrame: startFrame + length };
    startFrame += length;
    return segment;
  });
  return { format, segments, transitions };
}

const anyPlan = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 120 }).chain((lengths) =>
  fc
    .array(
      fc.record({ kind: fc.constantFrom<TransitionKind>('cut', 'crossfade', 'fade', 'wipe'), frames: fc.integer({ min: 0, max: 90 }) }),
      {
        minLength: lengths.length - 1,
        maxLength: lengths.length - 1,
      },
    )
    .map((transitions) => plan(lengths, transitions)),
);

describe('planning the pieces of a film', () => {
  it('gives a transition its frames on both sides of the boundary, and takes them from its neighbours', () => {
    const pieces = planPieces(plan([90, 120], [{ kind: 'crossfade', frames: 20 }]));
    expect(pieces).toEqual([
      {
        id: 'segment-000',
        startFrame: 0,
        endFrame: 80,
        layers: [{ segment: 0, sourceStartFrame: 0, sourceEndFrame: 100 }],
        transition: null,
      },
      {
        id: 'transition-000-001',
        startFrame: 80,
        endFrame: 100,
        layers: [
          { segment: 0, sourceStartFrame: 0, sourceEndFrame: 100 },
          { segment: 1, sourceStartFrame: 80, sourceEndFrame: 210 },
        ],
        transition: 'crossfade',
      },
      {
        id: 'segment-001',
        startFrame: 100,
        endFrame: 210,
        layers: [{ segment: 1, sourceStartFrame: 80, sourceEndFrame: 210 }],
        transition: null,
      },
    ]);
  });

  it('covers every frame exactly once, in order', () => {
    fc.assert(
      fc.property(anyPlan, (film) => {
        let next = 0;
        for (const piece of planPieces(film)) {
          expect(piece.startFrame).toBe(next);
          expect(piece.endFrame).toBeGreaterThan(piece.startFrame);
          next = piece.endFrame;
        }
        expect(next).toBe(film.segments.at(-1)?.endFrame);
      }),
    );
  });

  it('keeps at least one frame of every segment to itself, and transitions even and no longer than asked', () => {
    fc.assert(
      fc.property(anyPlan, (film) => {
        const pieces = planPieces(film);
        expect(pieces.filter((piece) => piece.transition === null)).toHaveLength(film.segments.length);
        for (const piece of pieces.filter(({ transition }) => transition !== null)) {
          const asked = film.transitions[piece.layers[0]?.segment ?? -1]?.frames ?? 0;
          expect((piece.endFrame - piece.startFrame) % 2).toBe(0);
          expect(piece.endFrame - piece.startFrame).toBeLessThanOrEqual(asked);
        }
      }),
    );
  });

  it('asks of each source the frames that its pieces show', () => {
    fc.assert(
      fc.property(anyPlan, (film) => {
        const pieces = planPieces(film);
        for (const index of film.segments.keys()) {
          const seen = pieces.filter((piece) => piece.layers.some((layer) => layer.segment === index));
          const [first, last] = [seen[0], seen.at(-1)];
          expect(sourceFrames(film, index)).toBe((last?.endFrame ?? 0) - (first?.startFrame ?? 0));
          for (const layer of seen.flatMap(({ layers }) => layers).filter(({ segment }) => segment === index)) {
            expect(layer).toEqual({ segment: index, sourceStartFrame: first?.startFrame, sourceEndFrame: last?.endFrame });
          }
        }
      }),
    );
  });

  it.each([
    [
      'a gap',
      {
        format,
        segments: [
          { startFrame: 0, endFrame: 10 },
          { startFrame: 11, endFrame: 20 },
        ],
        transitions: [{ kind: 'cut', frames: 0 }],
      },
    ],
    ['an empty segment', { format, segments: [{ startFrame: 0, endFrame: 0 }], transitions: [] }],
    ['a missing transition', plan([10, 10], [])],
    ['no segment', { format, segments: [], transitions: [] }],
  ] as [string, FilmPlan][])('refuses %s', (_, film) => {
    expect(() => planPieces(film)).toThrow(expect.objectContaining({ code: 'invalid_plan' }));
  });
});

describe('the format of a film', () => {
  it.each([
    ['9:16', '480p', 480, 854],
    ['9:16', '1080p', 1080, 1920],
    ['16:9', '720p', 1280, 720],
    ['16:9', '480p', 854, 480],
    ['1:1', '720p', 720, 720],
    ['4:5', '1080p', 1080, 1350],
  ] as const)('%s at %s is %i x %i', (aspectRatio, resolution, widthPx, heightPx) => {
    expect(filmFormat(aspectRatio, resolution, 25)).toEqual({ widthPx, heightPx, fps: 25 });
  });

  it('refuses a rate that does not divide the time scale', () => {
    expect(() => filmFormat('1:1', '480p', 29.97)).toThrow(expect.objectContaining({ code: 'invalid_format' }));
  });
});
