import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Cue, TitleCard } from '../contracts.js';
import { besideCards, cardsAround } from './beside-cards.js';
import { cuesToSrt } from './sidecar.js';

const FPS = 24;
const card = (startFrame: number, endFrame: number, text = 'The sea'): TitleCard => ({
  ...{ text, startFrame, endFrame, font: 'Inter Medium', color: '#ffffff', accent: '#ffffff' },
  ...{ background: '#000000', backgroundOpacity: 0.5, fadeInSeconds: 0, fadeOutSeconds: 0.5 },
});
const cue = (startSeconds: number, endSeconds: number): Cue => {
  return { startSeconds, endSeconds, words: [{ text: 'word', startSeconds, endSeconds }] };
};
const seen = (cues: readonly Cue[], cards: readonly TitleCard[]) =>
  besideCards(cues, cards, FPS).map(({ startSeconds, endSeconds }) => [startSeconds, endSeconds]);

describe('captions beside cards', () => {
  const [intro, outro] = [card(0, 72), card(204, 240)];

  it('are not seen while a title opens the film or a card ends it, however long that takes', () => {
    expect(seen([cue(0.1, 1.4), cue(1.4, 3), cue(3, 5), cue(5, 8.5), cue(8.5, 10)], [intro, outro])).toEqual([
      [3, 5],
      [5, 8.5],
    ]);
  });

  it('keep what a card leaves of them, with all their words', () => {
    expect(besideCards([cue(2, 4), cue(7, 9)], [intro, outro], FPS)).toEqual([
      { ...cue(2, 4), startSeconds: 3 },
      { ...cue(7, 9), endSeconds: 8.5 },
    ]);
  });

  it('do not flash by when hardly anything is left of them, and stay as they are where no card is', () => {
    expect(seen([cue(2, 3.5), cue(8, 9)], [intro, outro])).toEqual([]);
    expect(seen([cue(4, 4.3)], [intro, outro])).toEqual([[4, 4.3]]);
  });

  it('give way to a card in the middle of the film', () => {
    expect(seen([cue(4, 8)], [card(120, 144)])).toEqual([
      [4, 5],
      [6, 8],
    ]);
  });

  it('are not kept away by a card that is not drawn', () => {
    const cues = [cue(0, 2)];
    expect(besideCards(cues, [card(0, 72, ' \u0007 '), card(24, 24)], FPS)).toEqual(cues);
    expect(besideCards(cues, [], FPS)).toEqual(cues);
  });

  it('keep all their words in the files beside the film', () => {
    const cues = [cue(0.1, 1.4), cue(8.5, 10)];
    besideCards(cues, [intro, outro], FPS);
    expect(cuesToSrt(cues).match(/word/g)).toHaveLength(2);
  });

  it('never share a frame with a card, at any rate', () => {
    const frames = fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 90 }));
    const times = fc.tuple(fc.double({ min: 0, max: 12, noNaN: true }), fc.double({ min: 0.04, max: 7, noNaN: true }));
    fc.assert(
      fc.property(fc.constantFrom(24, 25, 30, 50, 60), fc.array(frames, { maxLength: 3 }), fc.array(times), (fps, spans, cues) => {
        const cards = spans.map(([start, length]) => card(start, start + length));
        for (const { startSeconds, endSeconds } of besideCards(
          cues.map(([start, length]) => cue(start, start + length)),
          cards,
          fps,
        )) {
          // As libass does: a frame shows what begins at its time or before and has not ended by then, in hundredths.
          const [first, end] = [startSeconds, endSeconds].map((seconds) => Math.ceil((Math.round(seconds * 100) * fps) / 100));
          for (const { startFrame, endFrame } of cards) expect((first ?? 0) < endFrame && (end ?? 0) > startFrame).toBe(false);
        }
      }),
    );
  });

  it('are the same in each piece that knows the cards around it', () => {
    const cards = [intro, outro];
    const piece = (startFrame: number, endFrame: number) => cardsAround(cards, { startFrame, endFrame }, FPS);
    expect(piece(0, 60)).toEqual([intro]);
    expect(piece(72, 120)).toEqual([intro]);
    expect(piece(96, 180)).toEqual([]);
    expect(piece(180, 204)).toEqual([outro]);
    // What the title leaves of a caption is too short to be seen, whether the piece shows the title or not.
    for (const [startFrame, endFrame] of [
      [0, 72],
      [72, 96],
    ] as const) {
      expect(seen([cue(2, 3.5)], piece(startFrame, endFrame))).toEqual([]);
    }
  });
});
