import { between } from '../random.js';
import { backdrop, ridge, splitAt } from './backdrop.js';
import { fold } from './ground.js';
import { bleedOf, type Kit, type Plate } from './plate.js';
import { blurred, fade, glowAt, mix, surface, waveLine, type Pen } from './surface.js';

/** Under water: light falling in from above, rock and weed at the sides, sand at the foot. */
export function sea(kit: Kit): Plate[] {
  const { palette, u, w, h, random, focus } = kit;
  const back = backdrop(
    kit,
    ({ pen }) => {
      glowAt(pen, w * 0.5, -h * 0.04, Math.max(w, h * 0.5), palette.glow, 0.75, 0.6);
      for (let i = 0; i < 6; i += 1) glowAt(pen, random() * w, random() * h * 0.6, u * between(random, 0.15, 0.4), palette.glow, 0.1, 0.3);
    },
    { halo: 0.5, vignette: 0.5 },
  );
  const bed = (above: number, bumps: number, amplitude: number): ((x: number) => number) => {
    const wave = waveLine(random, bumps);
    const sides = u * 0.2;
    return (x) =>
      focus.baseY - above - sides * Math.min(1.6, (Math.abs(x - w / 2) / (w * 0.5)) ** 2.2) + amplitude * wave(x / w) + u * 0.16;
  };
  const farL = bed(u * 0.1, 1.7, u * 0.07);
  const far = ridge(kit, {
    ...{
      lineAt: farL,
      top: mix(palette.layers[0], palette.sky[1], 0.55),
      bottom: mix(palette.layers[0], palette.sky[2], 0.4),
      depth: 0.3,
      sharp: false,
      headroom: u * 0.45,
      untilY: focus.baseY + u * 0.5,
    },
    behind: (pen) => weeds(kit, pen, farL, 9, 0.3, mix(palette.layers[0], palette.sky[1], 0.5)),
  });
  const midL = bed(0, 1.3, u * 0.06);
  const mid = ridge(kit, {
    ...{ lineAt: midL, top: palette.layers[0], bottom: palette.layers[1], depth: 0.6, headroom: u * 0.5, untilY: focus.baseY + u * 0.5 },
    behind: (pen) => weeds(kit, pen, midL, 8, 0.36, mix(palette.layers[1], palette.layers[0], 0.5)),
  });
  const nearL = bed(-u * 0.14, 1, u * 0.04);
  const near = ridge(kit, {
    ...{
      lineAt: nearL,
      top: mix(palette.layers[1], palette.glow, 0.1),
      bottom: mix(palette.layers[2], palette.shade, 0.5),
      depth: 1.05,
      headroom: u * 0.5,
      front: true,
    },
    behind: (pen) => weeds(kit, pen, nearL, 6, 0.34, palette.layers[2], focus.size * 0.62),
    inside: (pen) => {
      fold(kit, pen, 0.44, mix(palette.layers[1], palette.layers[2], 0.35), mix(palette.layers[2], palette.shade, 0.3));
      fold(kit, pen, 0.62, mix(palette.layers[2], palette.layers[1], 0.25), mix(palette.layers[2], palette.shade, 0.6));
    },
  });
  return [back, ...lightRays(kit), far, mid, ...splitAt(near, focus.baseY + u * 0.36)];
}

function weeds(kit: Kit, pen: Pen, lineAt: (x: number) => number, count: number, size: number, color: string, clear = 0): void {
  const { random, u, w } = kit;
  pen.lineCap = 'round';
  for (let i = 0; i < count; i += 1) {
    const x = ((i + random()) / count) * w * 1.1 - w * 0.05;
    if (Math.abs(x - kit.focus.x) < clear) continue;
    const y = lineAt(x) + u * 0.02;
    const s = u * size * between(random, 0.4, 1);
    pen.fillStyle = pen.strokeStyle = color;
    if (random() < 0.45) {
      branch(pen, random, x, y, s * 0.42, -Math.PI / 2, s * 0.1, 4);
      continue;
    }
    for (let k = 0; k < 4; k += 1) {
      const lean = between(random, -0.35, 0.35) * s;
      const foot = x + (k - 1.5) * s * 0.09;
      const half = s * 0.035;
      pen.beginPath();
      pen.moveTo(foot - half, y);
      pen.bezierCurveTo(foot - half + lean, y - s * 0.4, foot - lean, y - s * 0.7, foot + lean * 0.7, y - s * between(random, 0.7, 1));
      pen.bezierCurveTo(foot - lean + half * 2, y - s * 0.65, foot + half * 2 + lean, y - s * 0.4, foot + half, y);
      pen.fill();
    }
  }
}

/** A coral: forks that get thinner. */
function branch(pen: Pen, random: () => number, x: number, y: number, length: number, angle: number, width: number, levels: number): void {
  const [x2, y2] = [x + Math.cos(angle) * length, y + Math.sin(angle) * length];
  pen.lineWidth = width;
  pen.beginPath();
  pen.moveTo(x, y);
  pen.lineTo(x2, y2);
  pen.stroke();
  if (levels <= 1) return;
  for (const side of [-1, 1])
    branch(pen, random, x2, y2, length * between(random, 0.55, 0.8), angle + side * between(random, 0.25, 0.6), width * 0.68, levels - 1);
}

function lightRays(kit: Kit): Plate[] {
  const { w, h, u, random, palette } = kit;
  const bleed = bleedOf(kit);
  return [0, 1].map((side): Plate => {
    // Painted small and blurred: two thirds of the frame high, fading out to its foot.
    const target = surface(w * 0.62, h * 0.66);
    for (let i = 0; i < 4; i += 1) {
      const x = target.canvas.width * between(random, 0.1, 0.8);
      const gradient = target.pen.createLinearGradient(0, 0, 0, h * 0.62);
      gradient.addColorStop(0, fade(palette.glow, 0.34));
      gradient.addColorStop(1, fade(palette.glow, 0));
      target.pen.fillStyle = gradient;
      const lean = (side === 0 ? 1 : -1) * u * between(random, 0.02, 0.14);
      target.pen.beginPath();
      target.pen.moveTo(x, 0);
      target.pen.lineTo(x + u * between(random, 0.03, 0.09), 0);
      target.pen.lineTo(x + u * between(random, 0.14, 0.24) + lean, h * 0.66);
      target.pen.lineTo(x - u * 0.04 + lean, h * 0.66);
      target.pen.fill();
    }
    const soft = blurred(target.canvas, u * 0.012);
    const pulse = { depth: 0.7, periodSeconds: 4.5 + side, phase: side * 0.5 };
    return {
      canvas: soft.canvas,
      x: (side === 0 ? 0 : w * 0.42) - bleed * 0.3,
      y: -bleed - soft.pad,
      depth: 0.2,
      sharp: false,
      pulse,
      driftPxPerSecond: (side === 0 ? 1 : -1) * u * 0.008,
    };
  });
}
