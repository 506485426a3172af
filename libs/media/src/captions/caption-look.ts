import type { CaptionPosition, CaptionStyle, CaptionTheme, FilmFormat } from '../contracts.js';
import type { CaptionFontName } from './caption-fonts.js';

/** How captions of one style are set in one format. Lengths are pixels of the film. */
export interface CaptionLook {
  readonly font: CaptionFontName;
  /** For scripts that `font` lacks. */
  readonly broadFont: CaptionFontName;
  /** BCP 47: whose way of writing signs that languages share. */
  readonly language: string;
  readonly emPx: number;
  readonly maxWidthPx: number;
  /** Middle of the text block. */
  readonly centreYPx: number;
  readonly outlinePx: number;
  readonly shadowPx: number;
  /** Rounded box behind the text, or null. */
  readonly box: { readonly padXPx: number; readonly padYPx: number; readonly radiusPx: number } | null;
}

type Shape = 'tall' | 'square' | 'wide';

/**
 * Em as a share of the width (tall, square) or height (wide): about 75 px for karaoke at 1080 px, the size short videos use.
 * `minimal` has the thinnest letters and no box behind them: set smaller, nobody reads it on a phone.
 */
const EM: Record<Shape, Record<CaptionStyle, number>> = {
  tall: { karaoke: 0.07, block: 0.052, minimal: 0.062 },
  square: { karaoke: 0.06, block: 0.048, minimal: 0.056 },
  wide: { karaoke: 0.062, block: 0.05, minimal: 0.058 },
};

/**
 * Height of the block's middle as a share of the picture. In tall videos the players' own text and buttons cover the lowest fifth,
 * so captions stand above it, and the highest eighth is theirs as well: the middle leaves room for three lines on either side.
 */
const CENTRE: Record<Shape, Record<CaptionPosition, number>> = {
  tall: { top: 0.215, center: 0.5, bottom: 0.685 },
  square: { top: 0.14, center: 0.5, bottom: 0.82 },
  wide: { top: 0.13, center: 0.5, bottom: 0.86 },
};

const FONTS: Record<CaptionStyle, [CaptionFontName, CaptionFontName]> = {
  karaoke: ['Montserrat ExtraBold', 'DejaVu Sans Bold'],
  block: ['Inter SemiBold', 'DejaVu Sans Bold'],
  minimal: ['Inter Medium', 'DejaVu Sans'],
};

/** Free at either side, box and all: players cut or cover what is nearer to the edge. */
const FREE_SIDE = 0.05;

/** Of the width, box and all. To the right of a tall film players show their buttons: 12 % stay free. */
const WIDEST: Record<Shape, number> = { tall: 0.76, square: 0.86, wide: 0.8 };

export function captionLook(
  format: FilmFormat,
  style: CaptionStyle,
  position: CaptionPosition,
  language: string,
  font: CaptionTheme['font'] = null,
): CaptionLook {
  const { widthPx, heightPx } = format;
  const shape: Shape = widthPx > heightPx ? 'wide' : heightPx / widthPx > 1.5 ? 'tall' : 'square';
  const emPx = EM[shape][style] * Math.min(widthPx, heightPx);
  const padXPx = style === 'block' ? emPx * 0.6 : 0;
  const outlinePx = emPx * { karaoke: 0.09, block: 0, minimal: 0.045 }[style];
  const [usualFont, broadFont] = FONTS[style];
  return {
    font: font ?? usualFont,
    broadFont,
    language,
    emPx,
    maxWidthPx: Math.min(widthPx * WIDEST[shape], widthPx * (1 - 2 * FREE_SIDE)) - 2 * (padXPx + outlinePx),
    centreYPx: heightPx * CENTRE[shape][position],
    outlinePx,
    shadowPx: emPx * { karaoke: 0.05, block: 0, minimal: 0.03 }[style],
    box: style === 'block' ? { padXPx, padYPx: emPx * 0.26, radiusPx: emPx * 0.42 } : null,
  };
}
