import type { CaptionPosition, FilmFormat, TitleCard } from '../contracts.js';
import { assAlpha, assColour, dialogue, floorCentiseconds, px } from './ass-syntax.js';
import { textOf } from './ass-text.js';
import { isDrawn } from './beside-cards.js';
import type { CaptionLook } from './caption-look.js';
import { layOutCue } from './caption-layout.js';
import { shownText } from './caption-text.js';

/** Captions that stand in the middle leave the upper part to the title. */
const CENTRE: Record<CaptionPosition, number> = { top: 0.56, center: 0.26, bottom: 0.42 };
/** Of the short side. */
const EM = 0.1;
const ACCENT_WIDTH = 0.16;
const ACCENT_HEIGHT = 0.011;
const WHITE = '&HFFFFFF&';

/** The film it stands in: its captions' place and its language. */
export interface CardPlace {
  readonly format: FilmFormat;
  readonly position: CaptionPosition;
  readonly language: string;
}

/**
 * A card as ASS events: a sheet over the whole picture, the title, a line under it, on the layers 0 to 2.
 * Times are cut to whole hundredths from below: a frame is never early by as much as its own length, and none too many is covered.
 */
export function cardEvents(card: TitleCard, { format, position, language }: CardPlace): string[] {
  const { widthPx, heightPx, fps } = format;
  const words = shownText(card.text)
    .split(' ')
    .filter((word) => word !== '');
  if (!isDrawn(card)) return [];
  const short = Math.min(widthPx, heightPx);
  const look: CaptionLook = {
    font: card.font,
    broadFont: 'DejaVu Sans Bold',
    language,
    emPx: short * EM,
    maxWidthPx: widthPx * (widthPx > heightPx ? 0.7 : 0.76),
    centreYPx: heightPx * CENTRE[position],
    outlinePx: 0,
    shadowPx: 0,
    box: null,
  };
  const cue = { startSeconds: 0, endSeconds: 0, words: words.map((text) => ({ text, startSeconds: 0, endSeconds: 0 })) };
  const layout = layOutCue(cue, look);
  const [start, end] = [floorCentiseconds(card.startFrame, fps), floorCentiseconds(card.endFrame, fps)];
  const fade = `\\fad(${Math.round(card.fadeInSeconds * 1000)},${Math.round(card.fadeOutSeconds * 1000)})`;
  const sheet = `{\\an7\\pos(0,0)${fade}\\c&H${assColour(card.background)}&\\1a&H${assAlpha(card.backgroundOpacity)}&\\bord0\\shad0\\p1}`;
  const [barWidth, barHeight] = [short * ACCENT_WIDTH, Math.max(2, short * ACCENT_HEIGHT)];
  const [barLeft, barTop] = [(widthPx - barWidth) / 2, look.centreYPx + layout.heightPx / 2 + short * 0.04];
  const bar = `{\\an7\\pos(${px(barLeft)},${px(barTop)})${fade}\\c&H${assColour(card.accent)}&\\1a&H00&\\bord0\\shad0\\p1}`;
  const place = `{\\an5\\pos(${px(widthPx / 2)},${px(look.centreYPx)})${fade}\\c&H${assColour(card.color)}&\\bord0\\shad0}`;
  return [
    dialogue(0, start, end, 'Box', `${sheet}${rectangle(widthPx, heightPx)}{\\p0}`),
    dialogue(1, start, end, 'Box', `${bar}${rectangle(barWidth, barHeight)}{\\p0}`),
    dialogue(2, start, end, 'Text', `${place}${textOf(layout, null, { plain: WHITE, spoken: WHITE })}`),
  ];
}

function rectangle(width: number, height: number): string {
  const [w, h] = [px(width), px(height)];
  return `m 0 0 l ${w} 0 l ${w} ${h} l 0 ${h}`;
}
