import type { Canvas } from '@napi-rs/canvas';
import { between, type Random } from '../random.js';
import type { Palette } from '../scene/palettes.js';
import type { ParticleKind } from '../scene/scene.js';
import { fade, glowAt, mix, surface, type Pen } from './surface.js';

interface Particle {
  readonly sprite: Canvas;
  readonly x: number;
  readonly y: number;
  readonly sizePx: number;
  /** 0.4 far to 1.4 near. */
  readonly depth: number;
  readonly phase: number;
  readonly alpha: number;
  readonly spin: number;
}

interface Flow {
  readonly count: number;
  /** Share of the short side. */
  readonly size: readonly [number, number];
  /** Short sides per second, downwards positive. */
  readonly fall: number;
  readonly sway: number;
  readonly spin: number;
  readonly twinkle: boolean;
  /** Sideways for each step down; what falls fast leans as well. Default: 0. */
  readonly lean?: number;
}

const RAIN_LEAN = -0.16;

const FLOWS: Readonly<Record<Exclude<ParticleKind, 'none'>, Flow>> = {
  dust: { count: 26, size: [0.008, 0.026], fall: -0.018, sway: 0.03, spin: 0, twinkle: true },
  bubbles: { count: 24, size: [0.014, 0.05], fall: -0.1, sway: 0.02, spin: 0, twinkle: false },
  snow: { count: 46, size: [0.01, 0.03], fall: 0.09, sway: 0.04, spin: 0, twinkle: false },
  rain: { count: 110, size: [0.05, 0.12], fall: 1.5, sway: 0, spin: 0, twinkle: false, lean: RAIN_LEAN },
  stars: { count: 18, size: [0.02, 0.055], fall: -0.006, sway: 0.004, spin: 0, twinkle: true },
  sparks: { count: 30, size: [0.008, 0.024], fall: -0.16, sway: 0.05, spin: 0, twinkle: true },
  leaves: { count: 14, size: [0.03, 0.055], fall: 0.07, sway: 0.07, spin: 0.9, twinkle: false },
  confetti: { count: 26, size: [0.018, 0.034], fall: 0.085, sway: 0.05, spin: 1.6, twinkle: false },
  hearts: { count: 14, size: [0.025, 0.05], fall: -0.07, sway: 0.04, spin: 0.15, twinkle: false },
  notes: { count: 14, size: [0.03, 0.05], fall: -0.07, sway: 0.04, spin: 0.2, twinkle: false },
};

const SPRITE_PX = 96;

function dot(color: string, core: number): Canvas {
  const { canvas, pen } = surface(SPRITE_PX, SPRITE_PX);
  glowAt(pen, 48, 48, 46, color, 0.75);
  glowAt(pen, 48, 48, core, '#ffffff', 0.95);
  return canvas;
}

function shape(color: string, path: (pen: Pen) => void, edge?: string): Canvas {
  const { canvas, pen } = surface(SPRITE_PX, SPRITE_PX);
  const fill = pen.createLinearGradient(20, 10, 76, 86);
  fill.addColorStop(0, mix(color, '#ffffff', 0.35));
  fill.addColorStop(1, color);
  pen.fillStyle = fill;
  pen.beginPath();
  path(pen);
  pen.fill();
  if (edge) {
    pen.strokeStyle = edge;
    pen.lineWidth = 3;
    pen.stroke();
  }
  return canvas;
}

/** A drop as an eye sees it fall: a line that is brightest at its lower end. */
function streak(color: string): Canvas {
  const { canvas, pen } = surface(SPRITE_PX, SPRITE_PX);
  const [top, bottom] = [48 - RAIN_LEAN * -44, 48 - RAIN_LEAN * 44];
  const fill = pen.createLinearGradient(top, 4, bottom, 92);
  fill.addColorStop(0, fade(color, 0));
  fill.addColorStop(1, fade(color, 0.75));
  pen.strokeStyle = fill;
  pen.lineWidth = 2.4;
  pen.lineCap = 'round';
  pen.beginPath();
  pen.moveTo(top, 4);
  pen.lineTo(bottom, 92);
  pen.stroke();
  return canvas;
}

function bubble(color: string): Canvas {
  const { canvas, pen } = surface(SPRITE_PX, SPRITE_PX);
  const fill = pen.createRadialGradient(48, 48, 20, 48, 48, 44);
  fill.addColorStop(0, fade('#ffffff', 0.02));
  fill.addColorStop(0.8, fade(color, 0.16));
  fill.addColorStop(1, fade('#ffffff', 0.7));
  pen.fillStyle = fill;
  pen.beginPath();
  pen.arc(48, 48, 44, 0, 6.2832);
  pen.fill();
  pen.fillStyle = fade('#ffffff', 0.85);
  pen.beginPath();
  pen.ellipse(33, 30, 9, 5, -0.7, 0, 6.2832);
  pen.fill();
  return canvas;
}

function spritesOf(kind: Exclude<ParticleKind, 'none'>, palette: Palette): Canvas[] {
  switch (kind) {
    case 'dust':
      return [dot(palette.glow, 14)];
    case 'stars':
      return [starburst(palette.glow), dot('#ffffff', 12)];
    case 'sparks':
      return [dot(palette.accent, 20), dot(palette.glow, 18)];
    case 'snow':
      return [dot('#ffffff', 34)];
    case 'rain':
      return [streak(mix(palette.glow, '#ffffff', 0.7))];
    case 'bubbles':
      return [bubble(palette.glow)];
    case 'leaves':
      return [palette.accent, mix(palette.layers[0], '#ffffff', 0.2), mix(palette.accent, palette.layers[1], 0.4)].map((color) =>
        shape(color, (pen) => {
          pen.moveTo(48, 4);
          pen.bezierCurveTo(92, 26, 80, 74, 48, 94);
          pen.bezierCurveTo(16, 74, 4, 26, 48, 4);
        }),
      );
    case 'confetti':
      return [palette.accent, palette.glow, palette.layers[1], mix(palette.accent, '#ffffff', 0.5)].map((color, i) =>
        shape(color, (pen) => (i === 1 ? pen.arc(48, 48, 30, 0, 6.2832) : pen.roundRect(14, 32, 68, 32, 8))),
      );
    case 'hearts':
      return [palette.accent, '#ff6b8b', '#ffffff'].map((color) =>
        shape(color, (pen) => {
          pen.moveTo(48, 88);
          pen.bezierCurveTo(-12, 46, 14, -4, 48, 24);
          pen.bezierCurveTo(82, -4, 108, 46, 48, 88);
        }),
      );
    case 'notes':
      return [palette.ink, palette.accent].map((color) =>
        shape(color, (pen) => {
          pen.ellipse(34, 76, 18, 13, -0.4, 0, 6.2832);
          pen.rect(46, 14, 7, 62);
          pen.roundRect(46, 14, 32, 12, 5);
        }),
      );
  }
}

function starburst(color: string): Canvas {
  const { canvas, pen } = surface(SPRITE_PX, SPRITE_PX);
  glowAt(pen, 48, 48, 30, color, 0.8);
  pen.fillStyle = '#ffffff';
  pen.beginPath();
  for (let i = 0; i < 8; i += 1) {
    const [a, r] = [(i / 8) * 6.2832, i % 2 === 0 ? 44 : 5];
    pen.lineTo(48 + Math.sin(a) * r, 48 - Math.cos(a) * r);
  }
  pen.fill();
  return canvas;
}

/** A cloud of particles; `draw` puts them where they are at a time, the same for every call with the same time. */
export function particleField(
  kind: ParticleKind,
  palette: Palette,
  random: Random,
  w: number,
  h: number,
): { draw(pen: Pen, seconds: number, panX: number, panY: number): void } {
  if (kind === 'none') return { draw: () => undefined };
  const flow = FLOWS[kind];
  const u = Math.min(w, h);
  const sprites = spritesOf(kind, palette);
  const count = Math.round(flow.count * Math.min(1.5, Math.max(w, h) / u / 1.4));
  const list = Array.from({ length: count }, (_, i): Particle => {
    const depth = between(random, 0.4, 1.4);
    const sizePx = u * between(random, flow.size[0], flow.size[1]) * (0.45 + depth * 0.55);
    const sprite = sprites[i % sprites.length] ?? sprites[0];
    if (!sprite) throw new Error('A particle needs a sprite');
    return {
      sprite,
      x: random(),
      y: random(),
      sizePx,
      depth,
      phase: random() * 6.2832,
      alpha: between(random, 0.45, 0.95),
      spin: between(random, -1, 1) * flow.spin,
    };
  });
  return {
    draw(pen, seconds, panX, panY) {
      for (const p of list) {
        const margin = p.sizePx;
        const [spanX, spanY] = [w + margin * 2, h + margin * 2];
        const fallen = seconds * flow.fall * u * (0.5 + p.depth * 0.6);
        const rawX = p.x * spanX + Math.sin(seconds * 0.9 + p.phase) * flow.sway * u + fallen * (flow.lean ?? 0) + panX * p.depth;
        const rawY = p.y * spanY + fallen + panY * p.depth;
        const x = (((rawX % spanX) + spanX) % spanX) - margin;
        const y = (((rawY % spanY) + spanY) % spanY) - margin;
        // Fades towards the upper and lower edge, so that nothing pops where the field wraps round.
        const edge = Math.min(1, Math.max(0, Math.min(y + margin, h + margin - y) / (h * 0.1)));
        pen.globalAlpha = p.alpha * edge * (flow.twinkle ? 0.55 + 0.45 * Math.sin(seconds * 2.2 + p.phase * 3) : 1);
        if (p.spin === 0) {
          pen.drawImage(p.sprite, x - p.sizePx / 2, y - p.sizePx / 2, p.sizePx, p.sizePx);
        } else {
          pen.save();
          pen.translate(x, y);
          pen.rotate(p.phase + seconds * p.spin);
          pen.scale(1, flow.spin > 0.5 ? 0.35 + 0.65 * Math.abs(Math.cos(seconds * p.spin * 1.7 + p.phase)) : 1);
          pen.drawImage(p.sprite, -p.sizePx / 2, -p.sizePx / 2, p.sizePx, p.sizePx);
          pen.restore();
        }
      }
      pen.globalAlpha = 1;
    },
  };
}
