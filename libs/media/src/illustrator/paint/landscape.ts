import { between, type Random } from '../random.js';
import { backdrop, ridge, splitAt } from './backdrop.js';
import { ground, groundLine } from './ground.js';
import type { Kit, Plate } from './plate.js';
import { fade, glowAt, mix, waveLine, type Pen } from './surface.js';

function farLine(kit: Kit, above: number, amplitude: number, bumps: number): (x: number) => number {
  const wave = waveLine(kit.random, bumps);
  return (x) => kit.focus.baseY - above + amplitude * wave(x / kit.w);
}

function sun(pen: Pen, x: number, y: number, radius: number, color: string): void {
  glowAt(pen, x, y, radius * 3.4, color, 0.75);
  pen.fillStyle = fade(color, 0.92);
  pen.beginPath();
  pen.arc(x, y, radius, 0, 6.2832);
  pen.fill();
}

/** A low cloud of round puffs, flat at its foot. */
export function cloud(pen: Pen, random: Random, x: number, y: number, size: number, color: string, alpha: number): void {
  pen.fillStyle = fade(color, alpha);
  pen.beginPath();
  const puffs = 5 + Math.floor(random() * 3);
  for (let i = 0; i < puffs; i += 1) {
    const at = i / (puffs - 1) - 0.5;
    const radius = size * (0.13 + 0.13 * Math.cos(at * 2.7) + random() * 0.05);
    pen.moveTo(x + at * size + radius, y - radius * 0.6);
    pen.arc(x + at * size, y - radius * 0.6, radius, 0, 6.2832);
  }
  pen.roundRect(x - size * 0.62, y - size * 0.13, size * 1.24, size * 0.16, size * 0.08);
  pen.fill();
}

export function hills(kit: Kit): Plate[] {
  const { palette, u, w, random } = kit;
  const sunX = w * (random() < 0.5 ? 0.2 : 0.8);
  const back = backdrop(kit, ({ pen }) => {
    sun(pen, sunX, kit.h * 0.16, u * 0.085, palette.glow);
    for (let i = 0; i < 4; i += 1)
      cloud(pen, random, random() * w, between(random, 0.07, 0.3) * kit.h, u * between(random, 0.2, 0.42), '#ffffff', 0.5);
  });
  const far = ridge(kit, {
    lineAt: farLine(kit, u * 0.2, u * 0.06, 1.1),
    top: mix(palette.layers[0], palette.sky[2], 0.35),
    bottom: palette.layers[0],
    depth: 0.35,
    sharp: false,
  });
  const midLine = farLine(kit, u * 0.1, u * 0.05, 1.6);
  const mid = ridge(kit, {
    lineAt: midLine,
    top: palette.layers[0],
    bottom: palette.layers[1],
    depth: 0.6,
    headroom: u * 0.2,
    behind: (pen) => roundTrees(kit, pen, midLine, 9, 0.075, mix(palette.layers[1], palette.layers[0], 0.3)),
  });
  return [back, far, mid, ...ground(kit, groundLine(kit, u * 0.03, 0.9))];
}

function roundTrees(kit: Kit, pen: Pen, lineAt: (x: number) => number, count: number, size: number, color: string): void {
  for (let i = 0; i < count; i += 1) {
    const x = ((i + kit.random()) / count) * kit.w * 1.1 - kit.w * 0.05;
    const s = kit.u * size * between(kit.random, 0.6, 1.3);
    const y = lineAt(x);
    pen.fillStyle = mix(color, kit.palette.shade, 0.25);
    pen.fillRect(x - s * 0.06, y - s * 0.6, s * 0.12, s * 0.8);
    pen.fillStyle = mix(color, kit.palette.glow, kit.random() * 0.2);
    pen.beginPath();
    pen.ellipse(x, y - s * 0.95, s * 0.42, s * 0.58, 0, 0, 6.2832);
    pen.fill();
  }
}

export function ridges(kit: Kit): Plate[] {
  const { palette, u, w, random } = kit;
  const sunX = kit.focus.x + w * between(random, -0.16, 0.16);
  const back = backdrop(kit, ({ pen }) => {
    sun(pen, sunX, kit.focus.y + kit.focus.size * 0.05, kit.focus.size * 0.56, mix(palette.glow, palette.sky[2], 0.25));
    for (let i = 0; i < 5; i += 1) {
      const y = between(random, 0.1, 0.34) * kit.h;
      glowAt(pen, random() * w, y, u * between(random, 0.25, 0.5), palette.glow, 0.28, 0.09);
    }
  });
  const peaks = (above: number, amplitude: number, count: number): ((x: number) => number) => {
    const points = Array.from({ length: count * 2 + 3 }, (_, i) => (i % 2 === 0 ? between(random, 0.1, 0.45) : between(random, 0.65, 1)));
    const rough = waveLine(random, count * 3);
    return (x) => {
      const at = Math.max(0, Math.min(points.length - 1.001, (x / w + 0.12) * (count * 2 + 1)));
      const i = Math.floor(at);
      const level = (points[i] ?? 0) * (1 - (at - i)) + (points[i + 1] ?? 0) * (at - i);
      return kit.focus.baseY - above - amplitude * level + rough(x / w) * amplitude * 0.06;
    };
  };
  const haze = (share: number, i: 0 | 1 | 2): string => mix(palette.layers[i], palette.sky[2], share);
  const far = ridge(kit, { lineAt: peaks(u * 0.05, u * 0.36, 2), top: haze(0.35, 0), bottom: haze(0.7, 0), depth: 0.3, rim: palette.glow });
  const mid = ridge(kit, { lineAt: peaks(0, u * 0.2, 3), top: haze(0.12, 1), bottom: haze(0.5, 0), depth: 0.55, rim: palette.glow });
  return [back, far, mid, ...ground(kit, groundLine(kit, u * 0.03, 1))];
}

export function dunes(kit: Kit): Plate[] {
  const { palette, u, w, h, random } = kit;
  const back = backdrop(kit, ({ pen }) => sun(pen, w * between(random, 0.62, 0.85), h * between(random, 0.12, 0.2), u * 0.1, palette.glow));
  const dune = (lineAt: (x: number) => number, i: 0 | 1, depth: number): Plate =>
    ridge(kit, {
      lineAt,
      top: mix(palette.layers[i], palette.glow, 0.3),
      bottom: palette.layers[i],
      depth,
      inside: (pen) => {
        // The lee side: each dune is a light slope and a shaded one.
        pen.fillStyle = fade(palette.shade, 0.16);
        pen.beginPath();
        const crest = w * between(random, 0.25, 0.75);
        pen.moveTo(crest, lineAt(crest) - u * 0.03);
        pen.bezierCurveTo(
          crest - u * 0.05,
          lineAt(crest) + u * 0.1,
          crest + u * 0.22,
          lineAt(crest) + u * 0.2,
          crest - u * 0.08,
          lineAt(crest) + u * 0.5,
        );
        pen.lineTo(w * 1.2, lineAt(crest) + u * 0.6);
        pen.lineTo(w * 1.2, lineAt(crest) - u * 0.3);
        pen.fill();
      },
    });
  return [
    back,
    dune(farLine(kit, u * 0.15, u * 0.07, 0.9), 0, 0.35),
    dune(farLine(kit, u * 0.08, u * 0.06, 1.1), 1, 0.6),
    ...ground(kit, groundLine(kit, u * 0.035, 0.8)),
  ];
}

function pine(pen: Pen, x: number, y: number, s: number, color: string): void {
  pen.fillStyle = color;
  pen.beginPath();
  for (let k = 0; k < 4; k += 1) {
    const top = y - s + (s * k) / 5.2;
    const half = s * (0.09 + 0.055 * k);
    pen.moveTo(x, top);
    pen.quadraticCurveTo(x + half * 0.35, top + s * 0.2, x + half, top + s * 0.3);
    pen.lineTo(x - half, top + s * 0.3);
    pen.quadraticCurveTo(x - half * 0.35, top + s * 0.2, x, top);
  }
  pen.rect(x - s * 0.025, y - s * 0.25, s * 0.05, s * 0.32);
  pen.fill();
}

function pineRow(kit: Kit, pen: Pen, lineAt: (x: number) => number, count: number, size: number, color: string, clear = 0): void {
  for (let i = 0; i < count; i += 1) {
    const x = ((i + kit.random()) / count) * kit.w * 1.2 - kit.w * 0.1;
    const s = kit.u * size * between(kit.random, 0.65, 1.25);
    if (Math.abs(x - kit.focus.x) > clear) pine(pen, x, lineAt(x) + s * 0.06, s, color);
  }
}

export function forest(kit: Kit): Plate[] {
  const { palette, u, random, w, h } = kit;
  const back = backdrop(
    kit,
    ({ pen }) => {
      // Light between the trees.
      for (let i = 0; i < 5; i += 1) {
        const x = w * between(random, 0, 1);
        pen.fillStyle = fade(palette.glow, 0.09);
        pen.beginPath();
        pen.moveTo(x, -h * 0.1);
        pen.lineTo(x + u * 0.16, -h * 0.1);
        pen.lineTo(x - u * 0.1, h * 0.7);
        pen.lineTo(x - u * 0.42, h * 0.7);
        pen.fill();
      }
    },
    { halo: 0.75 },
  );
  const [farL, midL] = [farLine(kit, u * 0.14, u * 0.03, 1.2), farLine(kit, u * 0.06, u * 0.03, 1.5)];
  const far = ridge(kit, {
    ...{
      lineAt: farL,
      top: mix(palette.layers[0], palette.sky[2], 0.45),
      bottom: mix(palette.layers[0], palette.sky[2], 0.55),
      depth: 0.3,
      sharp: false,
      headroom: u * 0.75,
    },
    behind: (pen) => pineRow(kit, pen, farL, 13, 0.42, mix(palette.layers[0], palette.sky[2], 0.42)),
  });
  const mid = ridge(kit, {
    ...{ lineAt: midL, top: mix(palette.layers[1], palette.sky[2], 0.2), bottom: palette.layers[1], depth: 0.6, headroom: u * 0.85 },
    behind: (pen) => pineRow(kit, pen, midL, 9, 0.52, mix(palette.layers[1], palette.sky[2], 0.16), kit.focus.size * 0.42),
  });
  const line = groundLine(kit, u * 0.025, 1);
  const near = ground(kit, line, {
    headroom: u * 1.1,
    behind: (pen) => pineRow(kit, pen, line, 7, 0.8, palette.layers[2], Math.max(kit.focus.size * 0.66, w * 0.34)),
  });
  return [back, far, mid, ...near];
}

export function snowfield(kit: Kit): Plate[] {
  const { palette, u } = kit;
  const back = backdrop(kit, ({ pen }) => glowAt(pen, kit.w * 0.78, kit.h * 0.14, u * 0.4, palette.glow, 0.8));
  const white = (share: number): string => mix(palette.layers[0], '#ffffff', share);
  const farL = farLine(kit, u * 0.2, u * 0.09, 1.3);
  const far = ridge(kit, {
    lineAt: farL,
    top: white(0.35),
    bottom: mix(palette.layers[0], palette.sky[2], 0.4),
    depth: 0.3,
    rim: '#ffffff',
  });
  const midL = farLine(kit, u * 0.08, u * 0.04, 1.4);
  const mid = ridge(kit, {
    ...{ lineAt: midL, top: white(0.55), bottom: palette.layers[0], depth: 0.6, headroom: u * 0.6, rim: '#ffffff' },
    behind: (pen) => pineRow(kit, pen, midL, 8, 0.34, mix(palette.layers[2], palette.layers[1], 0.45), kit.focus.size * 0.36),
  });
  const near = ridge(kit, {
    ...{
      lineAt: groundLine(kit, u * 0.03, 0.9),
      top: white(0.82),
      bottom: mix(palette.layers[2], palette.shade, 0.35),
      depth: 1,
      rim: '#ffffff',
    },
    inside: (pen) => glowAt(pen, kit.focus.x, kit.focus.baseY, kit.focus.size * 0.5, palette.shade, 0.5, 0.16),
  });
  return [back, far, mid, ...splitAt(near, kit.focus.baseY + u * 0.16)];
}
