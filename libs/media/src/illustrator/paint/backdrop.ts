import { addGrain, addVignette, fade, fillVertical, glowAt, mix, surface, type Surface } from './surface.js';
import { bleedOf, type Kit, type Plate } from './plate.js';

/** The farthest plate: sky, light behind the hero, then whatever `paint` adds; vignette and grain last. */
export function backdrop(
  kit: Kit,
  paint: (target: Surface, bleed: number) => void,
  options: { vignette?: number; halo?: number } = {},
): Plate {
  const bleed = bleedOf(kit);
  const target = surface(kit.w + bleed * 2, kit.h + bleed * 2);
  const [top, middle, bottom] = kit.palette.sky;
  fillVertical(target.pen, target.canvas.width, target.canvas.height, [
    [0, top],
    [0.3, mix(top, middle, 0.75)],
    [0.48, middle],
    [0.72, mix(middle, bottom, 0.8)],
    [1, bottom],
  ]);
  target.pen.save();
  target.pen.translate(bleed, bleed);
  const halo = options.halo ?? 0.6;
  glowAt(target.pen, kit.focus.x, kit.focus.y, kit.focus.size * 1.45, kit.palette.glow, halo);
  paint(target, bleed);
  target.pen.restore();
  addVignette(target, kit.palette.shade, options.vignette ?? (kit.look === 'minimal' ? 0.16 : kit.look === 'cinematic' ? 0.62 : 0.36));
  addGrain(target, kit.random, kit.look === 'retro' ? 14 : kit.look === 'documentary' ? 9 : 5);
  return { canvas: target.canvas, x: -bleed, y: -bleed, depth: 0.12, sharp: false };
}

export interface RidgeOptions {
  /** Height of the line at x (frame pixels). */
  readonly lineAt: (x: number) => number;
  readonly top: string;
  readonly bottom: string;
  readonly depth: number;
  readonly sharp?: boolean;
  /** Adds to the strip, in frame coordinates, under the same clip. */
  readonly inside?: (pen: Surface['pen']) => void;
  /** Adds behind the strip: trees, houses on the ridge. */
  readonly behind?: (pen: Surface['pen']) => void;
  /** Space above the line for what stands on it. */
  readonly headroom?: number;
  /** A bright edge, as light from behind gives it. */
  readonly rim?: string;
  readonly front?: boolean;
  /** Below this line (frame pixels) something nearer covers it: not painted. Default for all but the nearest: just under the hero's feet. */
  readonly untilY?: number;
}

/** Rows that both halves of a split plate have, so that no gap opens between them. */
const OVERLAP_PX = 3;

/**
 * Cuts a plate that reaches to the foot of the frame at `seamY`: the line above stays sharp, the soft ground below moves by whole
 * pixels. The lower half is drawn first.
 */
export function splitAt(plate: Plate, seamY: number): Plate[] {
  const cut = Math.round(seamY - plate.y);
  const { width, height } = plate.canvas;
  if (cut < 8 || cut > height - 8) return [plate];
  const upper = surface(width, cut);
  upper.pen.drawImage(plate.canvas, 0, 0);
  const lower = surface(width, height - cut + OVERLAP_PX);
  lower.pen.drawImage(plate.canvas, 0, OVERLAP_PX - cut);
  return [
    { ...plate, canvas: lower.canvas, y: plate.y + cut - OVERLAP_PX, sharp: false, hangs: true },
    { ...plate, canvas: upper.canvas },
  ];
}

/** A strip of land from its line down to below the frame. */
export function ridge(kit: Kit, options: RidgeOptions): Plate {
  const bleed = bleedOf(kit);
  let highest = kit.h;
  for (let x = -bleed; x <= kit.w + bleed; x += 4) highest = Math.min(highest, options.lineAt(x));
  const y0 = Math.floor(highest - (options.headroom ?? 0) - 4);
  const untilY = Math.min(
    kit.h + bleed,
    Math.ceil(options.untilY ?? (options.depth < 0.9 ? kit.focus.baseY + kit.u * 0.12 : kit.h + bleed)),
  );
  const target = surface(kit.w + bleed * 2, Math.max(8, untilY - y0));
  const { pen } = target;
  pen.translate(bleed, -y0);
  options.behind?.(pen);
  pen.beginPath();
  pen.moveTo(-bleed, kit.h + bleed);
  for (let x = -bleed; x <= kit.w + bleed; x += 3) pen.lineTo(x, options.lineAt(x));
  pen.lineTo(kit.w + bleed, kit.h + bleed);
  pen.closePath();
  const gradient = pen.createLinearGradient(0, highest, 0, Math.min(kit.h, highest + kit.h * 0.5));
  gradient.addColorStop(0, options.top);
  gradient.addColorStop(1, options.bottom);
  pen.fillStyle = gradient;
  pen.fill();
  pen.save();
  pen.clip();
  options.inside?.(pen);
  if (options.rim) {
    pen.lineWidth = kit.u * 0.014;
    pen.strokeStyle = fade(options.rim, 0.35);
    pen.beginPath();
    for (let x = -bleed; x <= kit.w + bleed; x += 3) pen.lineTo(x, options.lineAt(x));
    pen.stroke();
  }
  pen.restore();
  return { canvas: target.canvas, x: -bleed, y: y0, depth: options.depth, sharp: options.sharp ?? true, front: options.front ?? false };
}
