import type { Canvas } from '@napi-rs/canvas';
import { seededRandom } from '../random.js';
import type { Palette } from '../scene/palettes.js';
import type { Treatment } from '../scene/scene.js';
import { roughen } from './boards.js';
import { fade, mix, surface } from './surface.js';

/** How a drawing is set where a style draws in its own way; null where it is lit as an object in a scene. */
export function styledSprite(
  art: Canvas,
  treatment: Treatment,
  palette: Palette,
): { readonly canvas: Canvas; readonly pad: number } | null {
  const pad = Math.ceil(Math.max(art.width, art.height) * 0.1);
  const target = surface(art.width + pad * 2, art.height + pad * 2);
  const { pen } = target;
  switch (treatment) {
    case 'flat':
      pen.drawImage(art, pad, pad);
      break;
    case 'paper': {
      const size = Math.max(art.width, art.height);
      const border = inOneColour(art, mix('#ffffff', palette.glow, 0.2));
      const r = size * 0.03;
      const sheet = surface(target.canvas.width, target.canvas.height);
      for (let i = 0; i < 24; i += 1)
        sheet.pen.drawImage(border, pad + Math.cos((i / 24) * 6.2832) * r, pad + Math.sin((i / 24) * 6.2832) * r);
      pen.shadowColor = fade(palette.shade, 0.5);
      pen.shadowBlur = size * 0.035;
      pen.shadowOffsetX = size * 0.012;
      pen.shadowOffsetY = size * 0.022;
      pen.drawImage(sheet.canvas, 0, 0);
      pen.shadowColor = 'rgba(0,0,0,0)';
      pen.drawImage(art, pad, pad);
      break;
    }
    case 'ink':
      pen.drawImage(inOneColour(art, palette.ink), pad, pad);
      break;
    case 'chalk':
      pen.drawImage(inOneColour(art, palette.ink), pad, pad);
      roughen(pen, target.canvas.width, target.canvas.height, seededRandom('chalk', art.width, art.height));
      break;
    case 'lit':
    case 'sticker':
    case 'glow':
      return null;
  }
  return { canvas: target.canvas, pad };
}

function inOneColour(source: Canvas, color: string): Canvas {
  const target = surface(source.width, source.height);
  target.pen.drawImage(source, 0, 0);
  target.pen.globalCompositeOperation = 'source-in';
  target.pen.fillStyle = color;
  target.pen.fillRect(0, 0, source.width, source.height);
  return target.canvas;
}
