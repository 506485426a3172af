import { between } from '../random.js';
import { backdrop, ridge, splitAt } from './backdrop.js';
import { ground, groundLine } from './ground.js';
import { cloud } from './landscape.js';
import { bleedOf, type Kit, type Plate } from './plate.js';
import { blurred, fade, glowAt, mix, surface, waveLine, type Pen } from './surface.js';

function stars(kit: Kit, pen: Pen, count: number, toY: number): void {
  const bleed = bleedOf(kit);
  for (let i = 0; i < count; i += 1) {
    const x = between(kit.random, -bleed, kit.w + bleed);
    const y = between(kit.random, -bleed, toY);
    const r = kit.u * (kit.random() ** 3 * 0.0032 + 0.0008);
    pen.fillStyle = fade(kit.random() < 0.2 ? kit.palette.accent : '#ffffff', between(kit.random, 0.35, 0.95));
    pen.beginPath();
    pen.arc(x, y, r, 0, 6.2832);
    pen.fill();
  }
}

/** Above the clouds: banks of puffs at several depths, lit from above. */
export function clouds(kit: Kit): Plate[] {
  const { palette, u, w, h, random, focus } = kit;
  const bleed = bleedOf(kit);
  const back = backdrop(
    kit,
    ({ pen }) => {
      for (let i = 0; i < 7; i += 1)
        glowAt(pen, random() * w, between(random, 0.05, 0.5) * h, u * between(random, 0.2, 0.5), '#ffffff', 0.3, 0.22);
    },
    { halo: 0.85 },
  );
  const bank = (
    y: number,
    size: number,
    count: number,
    tint: string,
    foot: string,
    blur: number,
    depth: number,
    drift: number,
    front: boolean,
  ): Plate => {
    const wide = w + bleed * 4;
    const target = surface(wide, h + bleed - y + size);
    const { pen } = target;
    pen.translate(0, size);
    const gradient = pen.createLinearGradient(0, -size * 0.5, 0, size * 1.1);
    gradient.addColorStop(0, tint);
    gradient.addColorStop(1, foot);
    pen.fillStyle = gradient;
    pen.beginPath();
    for (let i = -1; i <= count * 1.7; i += 1) {
      const r = size * between(random, 0.26, 0.52);
      const x = ((i + random() * 0.5) / (count * 1.7)) * wide;
      pen.moveTo(x + r, size * 0.35);
      pen.arc(x, size * 0.35 - r * 0.2, r, 0, 6.2832);
    }
    pen.rect(0, size * 0.3, wide, h);
    pen.fill();
    const soft = blurred(target.canvas, blur);
    return { canvas: soft.canvas, x: -bleed * 2 - soft.pad, y: y - size - soft.pad, depth, sharp: false, driftPxPerSecond: drift, front };
  };
  const white = (share: number): string => mix(palette.sky[2], '#ffffff', share);
  return [
    back,
    bank(focus.baseY - u * 0.16, u * 0.3, 8, white(0.45), mix(palette.sky[2], palette.layers[0], 0.35), u * 0.012, 0.35, u * 0.008, false),
    bank(focus.baseY - u * 0.04, u * 0.32, 7, white(0.75), mix(palette.layers[0], palette.sky[2], 0.3), u * 0.006, 0.7, -u * 0.01, false),
    bank(focus.baseY + u * 0.07, u * 0.34, 6, white(0.9), mix(palette.layers[1], palette.layers[0], 0.5), u * 0.005, 1.15, u * 0.014, true),
  ];
}

/** A large moon behind the hero, stars, dark hills. */
export function night(kit: Kit): Plate[] {
  const { palette, u, focus, random } = kit;
  const back = backdrop(kit, ({ pen }) => {
    stars(kit, pen, 160, kit.h * 0.6);
    const r = focus.size * 0.6;
    const [x, y] = [focus.x + u * between(random, -0.06, 0.06), focus.y - focus.size * 0.06];
    glowAt(pen, x, y, r * 2.3, palette.glow, 0.55);
    const gradient = pen.createRadialGradient(x - r * 0.35, y - r * 0.4, r * 0.1, x, y, r);
    gradient.addColorStop(0, mix(palette.glow, '#ffffff', 0.5));
    gradient.addColorStop(1, mix(palette.glow, palette.sky[2], 0.45));
    pen.fillStyle = gradient;
    pen.beginPath();
    pen.arc(x, y, r, 0, 6.2832);
    pen.fill();
    for (let i = 0; i < 7; i += 1) {
      const [a, d, s] = [random() * 6.283, r * Math.sqrt(random()) * 0.8, r * between(random, 0.05, 0.16)];
      pen.fillStyle = fade(palette.sky[2], 0.2);
      pen.beginPath();
      pen.arc(x + Math.cos(a) * d, y + Math.sin(a) * d, s, 0, 6.2832);
      pen.fill();
    }
    for (let i = 0; i < 3; i += 1)
      cloud(
        pen,
        random,
        random() * kit.w,
        focus.y + focus.size * between(random, -0.2, 0.4),
        u * between(random, 0.3, 0.5),
        palette.sky[1],
        0.45,
      );
  });
  const wave = waveLine(random, 1.2);
  const far = ridge(kit, {
    lineAt: (x) => focus.baseY - u * 0.1 + u * 0.06 * wave(x / kit.w),
    top: palette.layers[0],
    bottom: palette.layers[1],
    depth: 0.4,
    rim: palette.glow,
  });
  return [back, far, ...ground(kit, groundLine(kit, u * 0.03, 1))];
}

/** Nebula, stars and the lit limb of a planet under the captions. */
export function space(kit: Kit): Plate[] {
  const { palette, u, w, h, random, focus } = kit;
  const back = backdrop(
    kit,
    ({ pen }) => {
      const hues = [palette.glow, palette.accent, palette.sky[2], palette.glow];
      for (let i = 0; i < 9; i += 1) {
        const color = hues[i % hues.length] ?? palette.glow;
        glowAt(
          pen,
          w * random(),
          h * between(random, 0, 0.75),
          u * between(random, 0.25, 0.7),
          color,
          between(random, 0.12, 0.3),
          between(random, 0.4, 0.9),
        );
      }
      stars(kit, pen, 260, h);
    },
    { halo: 0.42 },
  );
  const nearStars = surface(w * 1.17, h * 0.8);
  for (let i = 0; i < 26; i += 1) {
    const [x, y, r] = [random() * w * 1.17, random() * h * 0.78, u * between(random, 0.002, 0.0045)];
    glowAt(nearStars.pen, x, y, r * 6, '#ffffff', 0.5);
    glowAt(nearStars.pen, x, y, r * 1.8, '#ffffff', 1);
  }
  const radius = Math.max(w, h * 0.6) * 0.95;
  const top = Math.max(focus.baseY + u * 0.1, h * 0.68);
  const bleed = bleedOf(kit);
  const planet = surface(w + bleed * 2, h + bleed - top + u * 0.2);
  const [cx, cy] = [w / 2 + bleed + u * between(random, -0.1, 0.1), u * 0.2 + radius];
  glowAt(planet.pen, cx, cy, radius * 1.25, palette.accent, 0.9);
  const gradient = planet.pen.createRadialGradient(cx, cy - radius * 0.12, radius * 0.75, cx, cy, radius);
  gradient.addColorStop(0, palette.layers[2]);
  gradient.addColorStop(0.6, palette.layers[1]);
  gradient.addColorStop(0.93, mix(palette.layers[0], palette.glow, 0.3));
  gradient.addColorStop(1, mix(palette.accent, '#ffffff', 0.45));
  planet.pen.fillStyle = gradient;
  planet.pen.beginPath();
  planet.pen.arc(cx, cy, radius, 0, 6.2832);
  planet.pen.fill();
  return [
    back,
    {
      canvas: nearStars.canvas,
      x: -w * 0.085,
      y: -h * 0.05,
      depth: 0.4,
      sharp: true,
      pulse: { depth: 0.35, periodSeconds: 3.2, phase: 0 },
    },
    ...splitAt({ canvas: planet.canvas, x: -bleed, y: top - u * 0.2, depth: 0.6, sharp: true }, top + u * 0.2),
  ];
}
