import type { Cue, TitleCard } from '../contracts.js';
import { floorCentiseconds } from './ass-syntax.js';
import { shownText } from './caption-text.js';

type Frames = Pick<TitleCard, 'startFrame' | 'endFrame'>;

/** What a card leaves of a caption is read by nobody when it is shorter than this. */
const LEAST_SECONDS = 0.8;

/** A card without letters is not drawn. */
export function isDrawn({ text, startFrame, endFrame }: Frames & Pick<TitleCard, 'text'>): boolean {
  return endFrame > startFrame && shownText(text) !== '';
}

/**
 * The captions as they are burned in: none on a frame that shows a card, since two texts at a time are read by nobody. Of a caption that
 * is only partly under a card the rest is kept, with all its words, where it can still be read.
 */
export function besideCards(cues: readonly Cue[], cards: readonly TitleCard[], fps: number): Cue[] {
  const taken = cards.filter(isDrawn).map(({ startFrame, endFrame }) => ({
    startSeconds: floorCentiseconds(startFrame, fps) / 100,
    endSeconds: floorCentiseconds(endFrame, fps) / 100,
  }));
  return cues.flatMap((cue) => {
    let rests = [cue];
    for (const card of taken) rests = rests.flatMap((rest) => outside(rest, card));
    return rests.filter((rest) => rest === cue || rest.endSeconds - rest.startSeconds >= LEAST_SECONDS);
  });
}

function outside(cue: Cue, { startSeconds, endSeconds }: Pick<Cue, 'startSeconds' | 'endSeconds'>): Cue[] {
  if (cue.endSeconds <= startSeconds || cue.startSeconds >= endSeconds) return [cue];
  const before = { ...cue, endSeconds: startSeconds };
  const after = { ...cue, startSeconds: endSeconds };
  return [before, after].filter((rest) => rest.endSeconds > rest.startSeconds);
}

/**
 * The cards on which the look of a piece depends: those seen in it, and those so near that what they leave of a caption in it may be too
 * short to be shown.
 */
export function cardsAround<Card extends Frames>(cards: readonly Card[], piece: Frames, fps: number): Card[] {
  const near = Math.ceil(LEAST_SECONDS * fps);
  return cards.filter(({ startFrame, endFrame }) => startFrame - near < piece.endFrame && endFrame + near > piece.startFrame);
}
