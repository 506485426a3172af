import { type Canvas, createCanvas } from '@napi-rs/canvas';
import type { Surface } from './surface.js';

/** Rows below a frame that nobody sees. */
export const SCRATCH_ROWS = 128;

const heights = new WeakMap<Canvas, number>();

/** A canvas for one frame after the other, with rows below the frame to draw into in vain (`drawOutlined` says what for). */
export function frameSurface(widthPx: number, heightPx: number): Surface {
  const canvas = createCanvas(widthPx, heightPx + SCRATCH_ROWS);
  heights.set(canvas, heightPx);
  return { canvas, pen: canvas.getContext('2d') };
}

/** Where the frame of a canvas ends, and whether there are rows below it. */
export function frameOf(canvas: Canvas): { readonly width: number; readonly height: number; readonly hasScratch: boolean } {
  const height = heights.get(canvas);
  return { width: canvas.width, height: height ?? canvas.height, hasScratch: height !== undefined };
}
