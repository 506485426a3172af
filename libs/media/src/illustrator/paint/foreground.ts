import { between } from '../random.js';
import { bleedOf, type Kit, type Plate } from './plate.js';
import { blurred, fade, mix, surface, type Pen } from './surface.js';

/** What frames the picture close to the lens. */
export type Framing = 'grass' | 'leaves' | 'pines' | 'rocks' | 'weeds' | 'spheres';

/**
 * A plate in front of everything, out of focus, at the foot and in one upper corner: it gives depth and closes the picture under the
 * captions without touching their zone.
 */
export function foreground(kit: Kit, framing: Framing): Plate[] {
  const { w, h, u } = kit;
  const bleed = Math.ceil(bleedOf(kit) * 1.6);
  const tall = h > w * 1.25;
  const reach = u * (tall ? 0.42 : 0.19);
  const y0 = h - reach;
  const target = surface(w + bleed * 2, reach + bleed);
  target.pen.translate(bleed, -y0);
  paintFoot(kit, target.pen, framing, tall, bleed);
  const soft = blurred(target.canvas, u * (framing === 'spheres' ? 0.011 : 0.0075));
  const foot: Plate = { canvas: soft.canvas, x: -bleed - soft.pad, y: y0 - soft.pad, depth: 1.5, sharp: false, front: true };
  return framing === 'leaves' ? [foot, hangingLeaves(kit, bleed)] : [foot];
}

function paintFoot(kit: Kit, pen: Pen, framing: Framing, tall: boolean, bleed: number): void {
  const { w, h, u, random, palette } = kit;
  const dark = mix(palette.layers[2], palette.shade, 0.35);
  const lean = random() < 0.5 ? 1 : -1;
  // Higher at the sides, low in the middle; one side higher than the other.
  const top = (x: number): number => {
    const s = (x / w) * 2 - 1;
    return h - u * (tall ? 0.09 + 0.22 * Math.abs(s) ** 1.8 * (1 + 0.35 * s * lean) : 0.02 + 0.1 * Math.abs(s) ** 3 * (1 + 0.3 * s * lean));
  };
  if (framing === 'spheres') {
    const spots = [
      [lean > 0 ? 0.97 : 0.03, 0.05, 0.2],
      [lean > 0 ? 0.08 : 0.92, 0.07, 0.1],
      [lean > 0 ? 0.68 : 0.32, 0.01, 0.06],
    ] as const;
    spots.forEach(([x, y, r], i) =>
      sphere(
        pen,
        w * x,
        h - u * (y + (tall ? 0.03 : -0.02)),
        u * r * (tall ? 1 : 0.72),
        [palette.accent, palette.layers[0], palette.glow][i] ?? palette.accent,
        palette.glow,
        palette.shade,
      ),
    );
    return;
  }
  const step = { grass: 0.018, leaves: 0.07, pines: 0.09, rocks: 0.15, weeds: 0.05 }[framing] * u;
  for (let x = -bleed; x < w + bleed; x += step * between(random, 0.6, 1.2)) {
    const y = top(x);
    const s = (h - y) * between(random, 0.75, 1.2);
    pen.fillStyle = mix(dark, palette.layers[1], random() * 0.6);
    pen.beginPath();
    switch (framing) {
      case 'grass': {
        const bend = u * between(random, -0.05, 0.05);
        pen.moveTo(x - u * 0.007, h + bleed);
        pen.quadraticCurveTo(x - u * 0.004, h - s * 0.4, x + bend, h - s);
        pen.quadraticCurveTo(x + u * 0.008, h - s * 0.4, x + u * 0.009, h + bleed);
        break;
      }
      case 'pines':
        for (let k = 0; k < 5; k += 1) {
          const [ty, half] = [h - s * 1.15 + s * k * 0.3, s * (0.13 + k * 0.1)];
          pen.moveTo(x, ty);
          pen.lineTo(x + half, ty + s * 0.45);
          pen.lineTo(x - half, ty + s * 0.45);
        }
        break;
      case 'rocks':
        pen.ellipse(x, h + u * 0.03, u * between(random, 0.1, 0.17), s * 0.95 + u * 0.03, 0, 0, 6.2832);
        break;
      case 'leaves':
        leaf(pen, x, h + u * 0.04, s + u * 0.06, -Math.PI / 2 + between(random, -0.5, 0.5));
        break;
      case 'weeds': {
        const bend = u * between(random, -0.06, 0.06);
        pen.moveTo(x - u * 0.016, h + bleed);
        pen.bezierCurveTo(x + bend, h - s * 0.35, x - bend, h - s * 0.7, x + bend * 0.6, h - s * 1.1);
        pen.bezierCurveTo(x - bend + u * 0.03, h - s * 0.6, x + bend + u * 0.03, h - s * 0.3, x + u * 0.016, h + bleed);
        break;
      }
    }
    pen.fill();
  }
  const close = pen.createLinearGradient(0, h - u * 0.07, 0, h);
  close.addColorStop(0, fade(dark, 0));
  close.addColorStop(1, fade(dark, 0.85));
  pen.fillStyle = close;
  pen.fillRect(-bleed, h - u * 0.07, w + bleed * 2, u * 0.07 + bleed);
}

function leaf(pen: Pen, x: number, y: number, length: number, angle: number): void {
  const [tipX, tipY] = [x + Math.cos(angle) * length, y + Math.sin(angle) * length];
  const [nx, ny] = [-Math.sin(angle) * length * 0.32, Math.cos(angle) * length * 0.32];
  pen.moveTo(x, y);
  pen.quadraticCurveTo((x + tipX) / 2 + nx, (y + tipY) / 2 + ny, tipX, tipY);
  pen.quadraticCurveTo((x + tipX) / 2 - nx, (y + tipY) / 2 - ny, x, y);
}

function hangingLeaves(kit: Kit, bleed: number): Plate {
  const { w, u, random, palette } = kit;
  const size = u * 0.42;
  const left = random() < 0.5;
  const target = surface(size + bleed, size);
  for (let i = 0; i < 11; i += 1) {
    const angle = (left ? 0.15 : Math.PI - 0.15) + (left ? 1 : -1) * (i / 11) * 1.45;
    target.pen.fillStyle = mix(mix(palette.layers[2], palette.shade, 0.45), palette.layers[1], random() * 0.45);
    target.pen.beginPath();
    leaf(target.pen, left ? bleed * 0.3 : target.canvas.width - bleed * 0.3, -u * 0.03, size * between(random, 0.5, 0.95), angle);
    target.pen.fill();
  }
  const soft = blurred(target.canvas, u * 0.01);
  return {
    canvas: soft.canvas,
    x: (left ? -bleed : w - size) - soft.pad,
    y: -bleed * 0.35 - soft.pad,
    depth: 1.6,
    sharp: false,
    front: true,
  };
}

/** A ball lit from the upper left. */
export function sphere(pen: Pen, x: number, y: number, r: number, color: string, glow: string, shade: string): void {
  const fill = pen.createRadialGradient(x - r * 0.38, y - r * 0.42, r * 0.05, x, y, r);
  fill.addColorStop(0, mix(color, mix(glow, '#ffffff', 0.5), 0.75));
  fill.addColorStop(0.45, color);
  fill.addColorStop(1, mix(color, shade, 0.5));
  pen.fillStyle = fill;
  pen.beginPath();
  pen.arc(x, y, r, 0, 6.2832);
  pen.fill();
}
