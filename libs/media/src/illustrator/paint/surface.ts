import { createCanvas, type Canvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { Random } from '../random.js';

export type Pen = SKRSContext2D;

export interface Surface {
  readonly canvas: Canvas;
  readonly pen: Pen;
}

export function surface(widthPx: number, heightPx: number): Surface {
  const canvas = createCanvas(Math.max(1, Math.ceil(widthPx)), Math.max(1, Math.ceil(heightPx)));
  return { canvas, pen: canvas.getContext('2d') };
}

function channels(color: string): [number, number, number] {
  const value = Number.parseInt(color.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** `#rrggbb` with an opacity. */
export function fade(color: string, alpha: number): string {
  return `rgba(${channels(color).join(',')},${Math.max(0, Math.min(1, alpha)).toFixed(4)})`;
}

/** From `a` (share 0) to `b` (share 1). */
export function mix(a: string, b: string, share: number): string {
  const [from, to] = [channels(a), channels(b)];
  return `#${from
    .map((v, i) =>
      Math.round(v + ((to[i] ?? v) - v) * share)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

/** Perceived lightness of `#rrggbb`, 0 to 1. */
export function lightness(color: string): number {
  const [r, g, b] = channels(color);
  return (0.299 * r + 0.587 * g + 0.114 * b) / 255;
}

/** Fills the whole surface from top to bottom. */
export function fillVertical(pen: Pen, widthPx: number, heightPx: number, stops: readonly (readonly [number, string])[]): void {
  const gradient = pen.createLinearGradient(0, 0, 0, heightPx);
  for (const [at, color] of stops) gradient.addColorStop(at, color);
  pen.fillStyle = gradient;
  pen.fillRect(0, 0, widthPx, heightPx);
}

/** A soft round light; falls off like a bell, so that no edge shows. */
export function glowAt(pen: Pen, x: number, y: number, radius: number, color: string, alpha: number, squash = 1): void {
  pen.save();
  pen.translate(x, y);
  pen.scale(1, squash);
  const gradient = pen.createRadialGradient(0, 0, 0, 0, 0, radius);
  for (let i = 0; i <= 8; i += 1)
    gradient.addColorStop(i / 8, fade(color, alpha * (Math.exp(-3.2 * (i / 8) ** 2) - Math.exp(-3.2)) * 1.042));
  pen.fillStyle = gradient;
  pen.fillRect(-radius, -radius, radius * 2, radius * 2);
  pen.restore();
}

/** Film grain and dithering in one: without it the gradients band after 8-bit encoding. `strength` in levels of 255. */
export function addGrain(target: Surface, random: Random, strength: number): void {
  const size = 192;
  const tile = surface(size, size);
  const image = tile.pen.createImageData(size, size);
  for (let i = 0; i < image.data.length; i += 4) {
    const light = random() + random() - 1;
    image.data[i] = image.data[i + 1] = image.data[i + 2] = light > 0 ? 255 : 0;
    image.data[i + 3] = Math.abs(light) * strength;
  }
  tile.pen.putImageData(image, 0, 0);
  const { width, height } = target.canvas;
  for (let y = 0; y < height; y += size) for (let x = 0; x < width; x += size) target.pen.drawImage(tile.canvas, x, y);
}

/** Darker corners and foot: the eye stays in the middle, captions get a calm ground. */
export function addVignette(target: Surface, shade: string, strength: number): void {
  const { width: w, height: h } = target.canvas;
  const { pen } = target;
  const gradient = pen.createRadialGradient(w / 2, h * 0.42, Math.min(w, h) * 0.35, w / 2, h * 0.5, Math.hypot(w, h) * 0.62);
  gradient.addColorStop(0, fade(shade, 0));
  gradient.addColorStop(1, fade(shade, strength));
  pen.fillStyle = gradient;
  pen.fillRect(0, 0, w, h);
}

/** A copy drawn through a blur of `radiusPx`, on a surface that is larger by that much on each side (`pad`). */
export function blurred(source: Canvas, radiusPx: number): { readonly canvas: Canvas; readonly pad: number } {
  const pad = Math.ceil(radiusPx * 2.4);
  const target = surface(source.width + pad * 2, source.height + pad * 2);
  target.pen.filter = `blur(${radiusPx.toFixed(2)}px)`;
  target.pen.drawImage(source, pad, pad);
  target.pen.filter = 'none';
  return { canvas: target.canvas, pad };
}

/** Smooth random line in [-1, 1] over x in [0, 1]; `bumps` sets how busy it is. */
export function waveLine(random: Random, bumps: number): (x: number) => number {
  const parts = [1, 2.3, 4.1].map((factor, i) => ({
    f: bumps * factor * (0.8 + random() * 0.4),
    p: random() * 6.283,
    a: [0.62, 0.27, 0.11][i] ?? 0,
  }));
  return (x) => parts.reduce((sum, { f, p, a }) => sum + a * Math.sin(x * f * 6.283 + p), 0);
}
