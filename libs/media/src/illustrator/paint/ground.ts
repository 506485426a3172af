import { ridge, splitAt } from './backdrop.js';
import { bleedOf, type Kit, type Plate } from './plate.js';
import { fade, glowAt, mix, waveLine, type Pen } from './surface.js';

/** The land the hero stands on: passes under its feet, whatever its shape. */
export function groundLine(kit: Kit, amplitude: number, bumps: number): (x: number) => number {
  const wave = waveLine(kit.random, bumps);
  const { x: hx, baseY } = kit.focus;
  return (x) => baseY - kit.u * 0.045 + amplitude * (wave(x / kit.w) - wave(hx / kit.w)) + ((x - hx) / kit.w) ** 2 * kit.u * 0.05;
}

/** Ground that darkens to the foot of the frame in two more waves, with a pool of light and a shadow under the hero. */
export function ground(
  kit: Kit,
  lineAt: (x: number) => number,
  extra: { inside?: (pen: Pen) => void; behind?: (pen: Pen) => void; headroom?: number } = {},
): Plate[] {
  const { palette, focus, u } = kit;
  const plate = ridge(kit, {
    ...{ lineAt, depth: 1, rim: palette.glow, headroom: extra.headroom ?? 0 },
    top: mix(palette.layers[1], palette.layers[0], 0.15),
    bottom: mix(palette.layers[2], palette.shade, 0.3),
    ...(extra.behind ? { behind: extra.behind } : {}),
    inside: (pen) => {
      glowAt(pen, focus.x, focus.baseY, focus.size * 0.95, palette.glow, 0.45, 0.3);
      extra.inside?.(pen);
      fold(kit, pen, 0.17, mix(palette.layers[1], palette.layers[2], 0.45), mix(palette.layers[2], palette.shade, 0.2));
      fold(kit, pen, 0.42, mix(palette.layers[2], palette.layers[1], 0.12), mix(palette.layers[2], palette.shade, 0.5));
      glowAt(pen, focus.x, focus.baseY - u * 0.005, focus.size * 0.5, palette.shade, 0.6, 0.16);
    },
  });
  return splitAt(plate, focus.baseY + u * 0.14);
}

/** A nearer swell of the same ground. */
export function fold(kit: Kit, pen: Pen, below: number, top: string, bottom: string): void {
  const { w, h, u, focus, random, palette } = kit;
  const bleed = bleedOf(kit);
  const wave = waveLine(random, 0.7);
  const yAt = (x: number): number => focus.baseY + u * (below + 0.05 * wave(x / w));
  const gradient = pen.createLinearGradient(0, focus.baseY + u * below, 0, focus.baseY + u * (below + 0.35));
  gradient.addColorStop(0, top);
  gradient.addColorStop(1, bottom);
  pen.save();
  pen.shadowColor = fade(palette.shade, 0.3);
  pen.shadowBlur = u * 0.04;
  pen.fillStyle = gradient;
  pen.beginPath();
  pen.moveTo(-bleed, h + bleed * 2);
  for (let x = -bleed; x <= w + bleed; x += 4) pen.lineTo(x, yAt(x));
  pen.lineTo(w + bleed, h + bleed * 2);
  pen.fill();
  pen.restore();
}
