import { loadImage, type Canvas } from '@napi-rs/canvas';
import { iconSvg, type IconSet } from '../catalogue/icon-svg.js';
import { iconsByName } from '../catalogue/icons.js';
import type { Palette } from '../scene/palettes.js';
import type { Treatment } from '../scene/scene.js';
import { styledSprite } from './styled-sprite.js';
import { blurred, fade, glowAt, mix, surface } from './surface.js';

/** A drawing cut out of its square, with what the stage needs to place and light it. */
export interface Artwork {
  readonly canvas: Canvas;
  /** Mean lightness of its pixels, 0 to 1. */
  readonly lightness: number;
  /** Share of its bounding box that is painted: 1 is a box. */
  readonly coverage: number;
}

/** Something that is drawn around its middle (or its foot); shadow and glow are in the pixels. */
export interface Sprite {
  readonly canvas: Canvas;
  /** The point of the canvas that is put at the actor's place. */
  readonly anchorX: number;
  readonly anchorY: number;
  /** Height of the drawing itself, without shadow and glow. */
  readonly heightPx: number;
  readonly widthPx: number;
}

const PROBE_PX = 72;
/** Drawn larger and scaled down: the filters inside the drawings have no anti-aliasing of their own. */
const SUPERSAMPLING = 2;

/** Which set a treatment is drawn from. */
export const setOf = (treatment: Treatment): IconSet =>
  treatment === 'ink' || treatment === 'chalk' ? 'contrast' : treatment === 'flat' || treatment === 'paper' ? 'flat' : 'fluent';

/** Rasterises a drawing so that its longer visible side is `sizePx`. */
export async function artwork(name: string, sizePx: number, drawn: IconSet = 'fluent'): Promise<Artwork> {
  const probe = surface(PROBE_PX, PROBE_PX);
  probe.pen.drawImage(await loadImage(Buffer.from(iconSvg(name, PROBE_PX, drawn))), 0, 0, PROBE_PX, PROBE_PX);
  const { data } = probe.pen.getImageData(0, 0, PROBE_PX, PROBE_PX);
  let [left, right, top, bottom, light, weight] = [PROBE_PX, 0, PROBE_PX, 0, 0, 0];
  for (let i = 0; i < PROBE_PX * PROBE_PX; i += 1) {
    const alpha = data[i * 4 + 3] ?? 0;
    if (alpha < 24) continue;
    const [x, y] = [i % PROBE_PX, Math.floor(i / PROBE_PX)];
    [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x + 1), Math.min(top, y), Math.max(bottom, y + 1)];
    light += alpha * (0.299 * (data[i * 4] ?? 0) + 0.587 * (data[i * 4 + 1] ?? 0) + 0.114 * (data[i * 4 + 2] ?? 0));
    weight += alpha;
  }
  if (right <= left || bottom <= top) [left, right, top, bottom] = [0, PROBE_PX, 0, PROBE_PX];
  const scale = sizePx / Math.max(right - left, bottom - top);
  const full = Math.ceil(PROBE_PX * scale * SUPERSAMPLING);
  const image = await loadImage(Buffer.from(iconSvg(name, full, drawn)));
  const target = surface((right - left) * scale + 2, (bottom - top) * scale + 2);
  target.pen.imageSmoothingQuality = 'high';
  target.pen.drawImage(image, 1 - left * scale, 1 - top * scale, PROBE_PX * scale, PROBE_PX * scale);
  return {
    canvas: target.canvas,
    lightness: weight > 0 ? light / weight / 255 : 0.5,
    coverage: weight / 255 / ((right - left) * (bottom - top)),
  };
}

/** The same outline in one colour. */
export function silhouette(source: Canvas, color: string): Canvas {
  const target = surface(source.width, source.height);
  target.pen.drawImage(source, 0, 0);
  target.pen.globalCompositeOperation = 'source-in';
  target.pen.fillStyle = color;
  target.pen.fillRect(0, 0, source.width, source.height);
  return target.canvas;
}

/** Of these another side may be seen: they carry no letters, no hands of a clock, and are of no country's traffic. */
const TURNS = /^(animal-|plant-|food-|transport-(air|water)$|place-(geographic|building|other)$)/;
export const mayTurn = (name: string): boolean => TURNS.test(iconsByName().get(name)?.subgroup ?? '');

/** As in a mirror. */
export function mirrored(source: Canvas): Canvas {
  const target = surface(source.width, source.height);
  target.pen.translate(source.width, 0);
  target.pen.scale(-1, 1);
  target.pen.drawImage(source, 0, 0);
  return target.canvas;
}

export interface SpriteOptions {
  readonly palette: Palette;
  readonly treatment: Treatment;
  /** Anchor at the foot instead of the middle, and a shadow for something that stands. */
  readonly standing: boolean;
  /** A soft light (or shade) behind, where the backdrop is as light as the drawing. */
  readonly behind?: string | null;
}

/** Sets a drawing into the light of the scene. */
export function litSprite({ canvas: art }: Artwork, { palette, treatment, standing, behind }: SpriteOptions): Sprite {
  const [w, h] = [art.width, art.height];
  const styled = styledSprite(art, treatment, palette);
  if (styled) {
    const { canvas, pad } = styled;
    return { canvas, anchorX: pad + w / 2, anchorY: standing ? pad + h : pad + h / 2, heightPx: h, widthPx: w };
  }
  const size = Math.max(w, h);
  const pad = Math.ceil(size * (treatment === 'glow' || behind ? 0.34 : 0.13));
  const target = surface(w + pad * 2, h + pad * 2);
  const { pen } = target;
  if (behind) glowAt(pen, w / 2 + pad, h / 2 + pad, size * 0.8, behind, 0.8);
  const stamp = (source: Canvas, color: string, blur: number, dx: number, dy: number): void => {
    pen.save();
    pen.filter = `blur(${blur.toFixed(2)}px)`;
    pen.drawImage(silhouette(source, color), pad + dx, pad + dy);
    pen.restore();
  };
  if (treatment === 'glow') {
    stamp(art, fade(palette.glow, 0.85), size * 0.085, 0, 0);
    stamp(art, fade(palette.accent, 0.9), size * 0.028, 0, 0);
  } else {
    stamp(art, fade(palette.shade, standing ? 0.34 : 0.42), size * 0.045, size * 0.012, size * (standing ? 0.012 : 0.05));
  }
  if (treatment === 'sticker') {
    const border = silhouette(art, mix('#ffffff', palette.glow, 0.35));
    const r = size * 0.026;
    for (let i = 0; i < 28; i += 1) pen.drawImage(border, pad + Math.cos((i / 28) * 6.2832) * r, pad + Math.sin((i / 28) * 6.2832) * r);
  }
  pen.drawImage(inSceneLight(art, palette, treatment), pad, pad);
  return { canvas: target.canvas, anchorX: pad + w / 2, anchorY: standing ? pad + h : pad + h / 2, heightPx: h, widthPx: w };
}

/** Key light from the upper left in the colour of the scene's light, its shade at the lower right. */
function inSceneLight(art: Canvas, palette: Palette, treatment: Treatment): Canvas {
  const target = surface(art.width, art.height);
  const { pen } = target;
  pen.drawImage(art, 0, 0);
  pen.globalCompositeOperation = 'source-atop';
  const [w, h] = [art.width, art.height];
  const light = pen.createLinearGradient(0, 0, w * 0.8, h);
  const tint = treatment === 'glow' ? palette.accent : palette.glow;
  light.addColorStop(0, fade(tint, 0.26));
  light.addColorStop(0.42, fade(tint, 0));
  light.addColorStop(0.6, fade(palette.shade, 0));
  light.addColorStop(1, fade(palette.shade, 0.3));
  pen.fillStyle = light;
  pen.fillRect(0, 0, w, h);
  return target.canvas;
}

/** Out of focus, in front of or behind the scene: blurred, and darkened towards the shade by `dim`. */
export function defocused({ canvas: art }: Artwork, palette: Palette, radiusPx: number, dim: number): Sprite {
  const tinted = surface(art.width, art.height);
  tinted.pen.drawImage(art, 0, 0);
  tinted.pen.globalCompositeOperation = 'source-atop';
  tinted.pen.fillStyle = fade(palette.shade, dim);
  tinted.pen.fillRect(0, 0, art.width, art.height);
  const soft = blurred(tinted.canvas, radiusPx);
  return { canvas: soft.canvas, anchorX: soft.canvas.width / 2, anchorY: soft.canvas.height / 2, heightPx: art.height, widthPx: art.width };
}
