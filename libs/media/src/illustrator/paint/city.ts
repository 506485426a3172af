import { between } from '../random.js';
import { backdrop, ridge, splitAt } from './backdrop.js';
import { groundLine } from './ground.js';
import { bleedOf, type Kit, type Plate } from './plate.js';
import { fade, glowAt, lightness, mix, type Pen } from './surface.js';

/** Skylines in the haze behind each other, lit windows, a wet street that mirrors the light. */
export function city(kit: Kit): Plate[] {
  const { palette, u, w, h, focus, random, isOvercast } = kit;
  const dark = lightness(palette.sky[1]) < 0.45;
  const back = backdrop(
    kit,
    ({ pen }) => {
      glowAt(pen, focus.x, focus.baseY, u * 0.8, palette.sky[2], 0.9, 0.6);
      if (isOvercast) return;
      const r = u * 0.1;
      glowAt(pen, w * 0.8, h * 0.14, r * 3, palette.glow, 0.6);
      pen.fillStyle = fade(palette.glow, 0.95);
      pen.beginPath();
      pen.arc(w * 0.8, h * 0.14, r * 0.62, 0, 6.2832);
      pen.fill();
    },
    { halo: 0.5 },
  );
  const line = (above: number) => (): number => focus.baseY - above;
  const skyline = (
    above: number,
    low: number,
    high: number,
    color: string,
    foot: string,
    depth: number,
    lit: number,
    sharp: boolean,
  ): Plate =>
    ridge(kit, {
      ...{ lineAt: line(above), top: color, bottom: foot, depth, headroom: u * high + 8, sharp },
      behind: (pen) => houses(kit, pen, focus.baseY - above, low, high, color, foot, lit),
    });
  const haze = (i: 0 | 1 | 2, share: number): string => mix(palette.layers[i], palette.sky[2], share);
  const street = ridge(kit, {
    lineAt: groundLine(kit, 0, 1),
    top: mix(palette.layers[2], palette.layers[1], 0.35),
    bottom: mix(palette.layers[2], palette.shade, 0.7),
    depth: 1,
    rim: palette.glow,
    inside: (pen) => {
      glowAt(pen, focus.x, focus.baseY, focus.size * 1.05, palette.glow, 0.42, 0.26);
      for (let i = 0; i < 12; i += 1) {
        const [x, y] = [random() * w, focus.baseY + u * between(random, 0, 0.3)];
        glowAt(pen, x, y, u * between(random, 0.02, 0.06), random() < 0.3 ? palette.accent : palette.glow, 0.35, 2.6);
      }
      glowAt(pen, focus.x, focus.baseY, focus.size * 0.52, palette.shade, 0.65, 0.15);
    },
  });
  return [
    back,
    skyline(u * 0.02, 0.3, 0.78, haze(0, 0.62), haze(0, 0.7), 0.25, 0, false),
    skyline(0, 0.22, 0.56, haze(1, 0.3), haze(1, 0.5), 0.45, dark ? 0.3 : 0.16, true),
    skyline(-u * 0.02, 0.08, 0.34, haze(2, 0.04), haze(2, 0.2), 0.7, dark ? 0.42 : 0.24, true),
    ...splitAt(street, focus.baseY + u * 0.08),
  ];
}

function houses(kit: Kit, pen: Pen, baseY: number, low: number, high: number, color: string, foot: string, lit: number): void {
  const { u, w, random, palette, focus } = kit;
  const bleed = bleedOf(kit);
  for (let x = -bleed; x < w + bleed;) {
    const width = u * between(random, 0.09, 0.19);
    // Lower in the middle, so that the hero has air around it.
    const far = Math.min(1, Math.abs(x + width / 2 - focus.x) / (w * 0.5));
    const height = u * (low + (high - low) * random() * (0.25 + 0.75 * far));
    const gradient = pen.createLinearGradient(0, baseY - height, 0, baseY);
    gradient.addColorStop(0, color);
    gradient.addColorStop(1, foot);
    pen.fillStyle = gradient;
    pen.fillRect(x, baseY - height, width + 1, height + u * 0.06);
    if (random() < 0.35) pen.fillRect(x + width * 0.3, baseY - height - u * 0.03, width * 0.4, u * 0.04);
    if (random() < 0.25) pen.fillRect(x + width * 0.48, baseY - height - u * 0.09, u * 0.007, u * 0.1);
    if (lit > 0) windows(kit, pen, x, baseY - height, width, height, lit);
    x += width + (random() < 0.3 ? u * 0.02 : 0);
  }
  pen.fillStyle = fade(palette.sky[2], 0);
}

function windows({ u, random, palette }: Kit, pen: Pen, x: number, y: number, width: number, height: number, lit: number): void {
  const step = u * 0.03;
  const columns = Math.max(1, Math.floor(width / step) - 1);
  const left = x + (width - columns * step) / 2;
  for (let c = 0; c < columns; c += 1) {
    for (let r = 1; r < height / (step * 1.25); r += 1) {
      if (random() > lit) continue;
      pen.fillStyle = fade(random() < 0.12 ? palette.accent : palette.glow, between(random, 0.35, 0.9));
      pen.fillRect(left + c * step + step * 0.22, y + r * step * 1.25 - step * 0.35, step * 0.5, step * 0.72);
    }
  }
}
