import { GlobalFonts, type Canvas } from '@napi-rs/canvas';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Palette } from '../scene/palettes.js';
import type { Headline } from '../scene/scene.js';
import { fade, lightness, surface } from './surface.js';

export const DISPLAY_FONT = 'Kadr Display';
export const HEAVY_FONT = 'Kadr Heavy';

/** Montserrat ships as npm package; registering twice is harmless. */
export function loadFonts(): void {
  const folder = path.dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/montserrat/package.json'));
  if (!GlobalFonts.has(DISPLAY_FONT))
    GlobalFonts.registerFromPath(path.join(folder, '800ExtraBold', 'Montserrat_800ExtraBold.ttf'), DISPLAY_FONT);
  if (!GlobalFonts.has(HEAVY_FONT)) GlobalFonts.registerFromPath(path.join(folder, '900Black', 'Montserrat_900Black.ttf'), HEAVY_FONT);
}

/** A line of large type as a picture, and where its top left lies when its block is centred on (0, 0). */
export interface TypeLine {
  readonly canvas: Canvas;
  readonly x: number;
  readonly y: number;
  readonly widthPx: number;
}

const probe = surface(8, 8);

export function widthAt(text: string, font: string, sizePx: number): number {
  probe.pen.font = `${sizePx}px "${font}"`;
  return probe.pen.measureText(text).width;
}

/** The largest size up to `maxPx` at which the text is at most `widthPx` wide. */
export function fitSize(text: string, font: string, widthPx: number, maxPx: number): number {
  return Math.min(maxPx, (100 * widthPx) / Math.max(1, widthAt(text, font, 100)));
}

export function lineOf(
  text: string,
  font: string,
  sizePx: number,
  color: string,
  shade: string,
  pill: string | null,
  insetShare = 0.42,
): { canvas: Canvas; widthPx: number; heightPx: number; pad: number } {
  const widthPx = widthAt(text, font, sizePx);
  const inset = pill ? sizePx * insetShare : 0;
  const pad = Math.ceil(sizePx * 0.45);
  const heightPx = pill ? sizePx * 1.42 : sizePx * 1.0;
  const { canvas, pen } = surface(widthPx + (pad + inset) * 2, heightPx + pad * 2);
  const light = lightness(color) > 0.5;
  pen.shadowColor = fade(light ? shade : '#ffffff', light ? 0.5 : 0.35);
  pen.shadowBlur = sizePx * 0.2;
  pen.shadowOffsetY = light ? sizePx * 0.05 : 0;
  if (pill) {
    pen.fillStyle = pill;
    pen.beginPath();
    pen.roundRect(pad, pad, widthPx + inset * 2, heightPx, heightPx * 0.5);
    pen.fill();
    pen.shadowColor = 'rgba(0,0,0,0)';
  }
  pen.font = `${sizePx}px "${font}"`;
  pen.fillStyle = color;
  pen.textBaseline = 'alphabetic';
  // Capitals of Montserrat are 0.7 em high: centred on that.
  pen.fillText(text, pad + inset, pad + heightPx / 2 + sizePx * 0.35);
  return { canvas, widthPx: widthPx + inset * 2, heightPx, pad };
}

/** Of the short side. A key word is all that its picture shows. */
const typeSize = (kind: Headline['kind'], lines: number): number => (kind === 'key' ? 0.17 : kind === 'title' && lines > 2 ? 0.088 : 0.125);

/** Sets a headline into a box; the block is centred on (0, 0), or starts there when `align` is left. */
export function headlineLines(
  headline: Headline,
  palette: Palette,
  boxWidthPx: number,
  unitPx: number,
  align: 'center' | 'left',
): TypeLine[] {
  loadFonts();
  const onAccent = lightness(palette.accent) > 0.6 ? palette.shade : '#ffffff';
  const texts = headline.lines.slice(0, 3);
  const common =
    headline.kind === 'number'
      ? 0
      : Math.min(...texts.map((text) => fitSize(text, HEAVY_FONT, boxWidthPx, unitPx * typeSize(headline.kind, texts.length))));
  const set = texts.map((text, i) => {
    if (headline.kind === 'number' && i === 0)
      return lineOf(text, HEAVY_FONT, fitSize(text, HEAVY_FONT, boxWidthPx, unitPx * 0.2), palette.ink, palette.shade, null);
    if (headline.kind === 'number')
      return lineOf(
        text,
        DISPLAY_FONT,
        fitSize(text, DISPLAY_FONT, boxWidthPx * 0.7, unitPx * 0.05),
        onAccent,
        palette.shade,
        palette.accent,
      );
    if (headline.kind === 'word')
      return lineOf(text, DISPLAY_FONT, Math.min(common, unitPx * 0.085), onAccent, palette.shade, palette.accent);
    return lineOf(text, HEAVY_FONT, common, palette.ink, palette.shade, null);
  });
  const gap = unitPx * (headline.kind === 'number' ? 0.02 : 0.006);
  const total = set.reduce((sum, line) => sum + line.heightPx, 0) + gap * (set.length - 1);
  let y = -total / 2;
  return set.map((line) => {
    const placed = {
      canvas: line.canvas,
      x: (align === 'center' ? -line.widthPx / 2 : 0) - line.pad,
      y: y - line.pad,
      widthPx: line.widthPx,
    };
    y += line.heightPx + gap;
    return placed;
  });
}
