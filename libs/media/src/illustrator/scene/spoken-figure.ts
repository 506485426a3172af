import { SENTENCE_SIGNS } from '../../text/sentence-signs.js';
import type { Headline } from './scene.js';
import { spokenShare } from './spoken-share.js';

/** Frames from `from` up to, but not with, `to`. */
export interface FrameSpan {
  readonly from: number;
  readonly to: number;
}

/** A figure is seen at least so long, to be read. */
const LEAST_SECONDS = 1.6;
/** Enters a little before it is heard, as it takes time to come in. */
const LEAD_SECONDS = 0.3;
const READ_CHARACTERS = 4000;
/** "1.5" ends none. */
const SENTENCE_ENDS = new RegExp(`[${SENTENCE_SIGNS}](?!\\d)`, 'u');

/**
 * When a figure of the text is spoken, to the end of its sentence, as far as its letters tell when that is. Pure.
 * @param earliest frame before which it is not seen: under a title it would be a smudge
 * @returns undefined for a headline of another kind, or one that is not in the text
 */
export function spokenFigure(headline: Headline | null, text: string, frames: number, fps: number, earliest = 0): FrameSpan | undefined {
  if (headline?.kind !== 'number') return undefined;
  const read = text.slice(0, READ_CHARACTERS).replace(/[\u202f\u00a0]/g, ' ');
  const digits = (headline.lines[0] ?? '').replace(/(?<=\d)(?:%|°C?|[$€£₽])$/u, '');
  const place = new RegExp(`(?<![\\p{L}\\d.,])${digits.replace(/[$.]/g, '\\$&')}(?!\\d)`, 'u').exec(read)?.index;
  if (digits === '' || place === undefined) return undefined;
  const ends = SENTENCE_ENDS.exec(read.slice(place))?.index;
  const share = spokenShare(read);
  const at = (character: number): number => Math.round(share(character) * frames);
  const least = Math.min(frames, Math.round(LEAST_SECONDS * fps));
  const from = Math.max(0, Math.min(Math.max(earliest, at(place) - Math.round(LEAD_SECONDS * fps)), frames - least));
  const to = Math.max(from + least, ends === undefined ? frames : at(place + ends));
  return { from, to };
}

/** How many frames two spans have in common. */
export const overlapOf = (one: FrameSpan, other: FrameSpan): number =>
  Math.max(0, Math.min(one.to, other.to) - Math.max(one.from, other.from));
