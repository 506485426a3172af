import { loadImage, type Canvas } from '@napi-rs/canvas';
import { readFileSync } from 'node:fs';
import type { FilmFormat } from '../../contracts.js';
import { MEDIA_LIMITS } from '../../ffmpeg/limits.js';
import { surface, type Pen } from '../paint/surface.js';
import { seededRandom } from '../random.js';
import type { DrawFrame } from './encode.js';
import { easeInOut } from './motion.js';

/** How two pictures are joined: dive from one into the other, or let a soft-edged circle of the second grow while both move. */
type Join = 'dive' | 'open';

/**
 * A camera move from one picture to the other. Frame 0 is the first picture and the last frame the second, each scaled to cover the
 * format and otherwise untouched. @throws Error for anything but PNG, JPEG and WebP, and for more pixels than MEDIA_LIMITS allows
 */
export async function framesBetween(
  firstPath: string,
  lastPath: string,
  frames: number,
  format: FilmFormat,
  seed: number,
): Promise<DrawFrame> {
  const [first, last] = [await covering(firstPath, format), await covering(lastPath, format)];
  const random = seededRandom('between', seed);
  const join: Join = random() < 0.6 ? 'dive' : 'open';
  const [w, h] = [format.widthPx, format.heightPx];
  const focus = { x: w * (0.4 + random() * 0.2), y: h * (0.35 + random() * 0.15) };
  const lens = surface(w, h);
  return (pen, frame) => {
    const t = frames <= 1 ? 1 : frame / (frames - 1);
    if (t === 0 || t === 1) {
      pen.drawImage(t === 0 ? first : last, 0, 0);
      return;
    }
    const e = easeInOut(t);
    zoomed(pen, first, focus, 1 + 0.4 * e, 1, w, h);
    if (join === 'dive') {
      zoomed(pen, last, focus, 1 + 0.4 * (1 - e), easeInOut((t - 0.28) / 0.44), w, h);
    } else {
      openLens(lens.pen, last, focus, 1 + 0.25 * (1 - e), easeInOut((t - 0.12) / 0.76), w, h);
      pen.drawImage(lens.canvas, 0, 0);
    }
  };
}

function zoomed(pen: Pen, image: Canvas, focus: { x: number; y: number }, scale: number, alpha: number, w: number, h: number): void {
  if (alpha <= 0) return;
  pen.globalAlpha = alpha;
  pen.drawImage(image, focus.x - focus.x * scale, focus.y - focus.y * scale, w * scale, h * scale);
  pen.globalAlpha = 1;
}

function openLens(pen: Pen, image: Canvas, focus: { x: number; y: number }, scale: number, share: number, w: number, h: number): void {
  const reach = Math.hypot(Math.max(focus.x, w - focus.x), Math.max(focus.y, h - focus.y));
  const feather = reach * 0.3;
  const radius = share * (reach + feather);
  pen.globalCompositeOperation = 'copy';
  const mask = pen.createRadialGradient(focus.x, focus.y, Math.max(0, radius - feather), focus.x, focus.y, Math.max(1, radius));
  mask.addColorStop(0, 'rgba(0,0,0,1)');
  mask.addColorStop(1, 'rgba(0,0,0,0)');
  pen.fillStyle = mask;
  pen.fillRect(0, 0, w, h);
  pen.globalCompositeOperation = 'source-in';
  pen.drawImage(image, focus.x - focus.x * scale, focus.y - focus.y * scale, w * scale, h * scale);
  pen.globalCompositeOperation = 'source-over';
}

async function covering(path: string, { widthPx, heightPx }: FilmFormat): Promise<Canvas> {
  const bytes = readFileSync(path);
  if (!isPicture(bytes)) throw new Error('picture_unsupported: only PNG, JPEG and WebP pictures are read');
  const image = await loadImage(bytes);
  if (image.width * image.height > MEDIA_LIMITS.pixels) throw new Error(`picture_unsupported: more than ${MEDIA_LIMITS.pixels} pixels`);
  const scale = Math.max(widthPx / image.width, heightPx / image.height);
  const target = surface(widthPx, heightPx);
  target.pen.fillStyle = '#000000';
  target.pen.fillRect(0, 0, widthPx, heightPx);
  target.pen.imageSmoothingQuality = 'high';
  target.pen.drawImage(
    image,
    (widthPx - image.width * scale) / 2,
    (heightPx - image.height * scale) / 2,
    image.width * scale,
    image.height * scale,
  );
  return target.canvas;
}

/** By content, not by name; an SVG could refer to other files. */
function isPicture(bytes: Buffer): boolean {
  const start = bytes.toString('latin1', 0, 12);
  return start.startsWith('\x89PNG\r\n\x1a\n') || start.startsWith('\xff\xd8\xff') || /^RIFF[\s\S]{4}WEBP$/.test(start);
}
