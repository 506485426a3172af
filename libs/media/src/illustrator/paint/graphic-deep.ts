import { between } from '../random.js';
import { backdrop } from './backdrop.js';
import { sphere } from './foreground.js';
import { bleedOf, type Kit, type Plate } from './plate.js';
import { addGrain, fade, glowAt, lightness, mix, surface, type Pen } from './surface.js';

/** Synthwave: a striped sun over an endless lit grid. */
export function grid(kit: Kit): Plate[] {
  const { palette, u, w, h, focus } = kit;
  const bleed = bleedOf(kit);
  const horizon = focus.baseY - u * 0.06;
  const back = backdrop(
    kit,
    ({ pen }) => {
      const r = focus.size * 0.68;
      const cy = focus.y - focus.size * 0.02;
      glowAt(pen, focus.x, cy, r * 2.2, palette.glow, 0.7);
      const fill = pen.createLinearGradient(0, cy - r, 0, cy + r);
      fill.addColorStop(0, mix(palette.glow, '#ffffff', 0.55));
      fill.addColorStop(0.5, palette.glow);
      fill.addColorStop(1, mix(palette.glow, palette.sky[1], 0.55));
      pen.save();
      pen.beginPath();
      for (let i = 0; i < 9; i += 1) {
        const top = i === 0 ? cy - r : cy - r * 0.12 + (i - 1) * r * 0.15;
        pen.rect(focus.x - r, top, r * 2, i === 0 ? r * 0.86 : r * (0.12 - i * 0.009));
      }
      pen.clip();
      pen.fillStyle = fill;
      pen.beginPath();
      pen.arc(focus.x, cy, r, 0, 6.2832);
      pen.fill();
      pen.restore();
      const floor = pen.createLinearGradient(0, horizon, 0, h + bleed);
      floor.addColorStop(0, mix(palette.sky[2], palette.layers[1], 0.5));
      floor.addColorStop(0.25, palette.layers[1]);
      floor.addColorStop(1, palette.layers[2]);
      pen.fillStyle = floor;
      pen.fillRect(-bleed, horizon, w + bleed * 2, h);
      glowAt(pen, focus.x, horizon, w * 0.9, palette.accent, 0.55, 0.05);
      pen.strokeStyle = fade(palette.accent, 0.5);
      for (const [width, alpha] of [
        [u * 0.009, 0.14],
        [u * 0.0026, 0.75],
      ] as const) {
        pen.lineWidth = width;
        pen.strokeStyle = fade(palette.accent, alpha);
        pen.beginPath();
        for (let i = -16; i <= 16; i += 1) {
          pen.moveTo(focus.x + i * u * 0.045, horizon);
          pen.lineTo(focus.x + i * u * 0.4, h + bleed);
        }
        for (let i = 1; i < 14; i += 1) {
          const y = horizon + (h + bleed - horizon) * (i / 14) ** 2.1;
          pen.moveTo(-bleed, y);
          pen.lineTo(w + bleed, y);
        }
        pen.stroke();
      }
      const calm = pen.createLinearGradient(0, horizon, 0, h);
      calm.addColorStop(0.1, fade(palette.layers[2], 0));
      calm.addColorStop(0.55, fade(palette.layers[2], 0.72));
      calm.addColorStop(1, fade(palette.layers[2], 0.9));
      pen.fillStyle = calm;
      pen.fillRect(-bleed, horizon, w + bleed * 2, h);
    },
    { vignette: 0.4 },
  );
  return [back];
}

/** Paper cut: sheets with ever smaller openings around a lit stage, each with its shadow on the one below. */
export function cutout(kit: Kit): Plate[] {
  const { palette, u, w, h, focus, random } = kit;
  const bleed = bleedOf(kit);
  const back = backdrop(kit, () => undefined, { halo: 0.95, vignette: 0.1 });
  const colors = [
    mix(palette.sky[2], palette.glow, 0.3),
    palette.layers[0],
    mix(palette.layers[0], palette.layers[1], 0.55),
    palette.layers[1],
    palette.layers[2],
  ];
  const opening = (pen: ReturnType<typeof surface>['pen'], rx: number, ry: number): void => {
    const phases = [random() * 6.28, random() * 6.28, random() * 6.28];
    pen.beginPath();
    pen.rect(-bleed * 2, -bleed * 2, w + bleed * 4, h + bleed * 4);
    for (let i = 0; i <= 160; i += 1) {
      const a = (-i / 160) * 6.2832;
      const k =
        1 +
        0.05 * Math.sin(a * 3 + (phases[0] ?? 0)) +
        0.035 * Math.sin(a * 5 + (phases[1] ?? 0)) +
        0.02 * Math.sin(a * 8 + (phases[2] ?? 0));
      const [x, y] = [focus.x + Math.cos(a) * rx * k, focus.y + Math.sin(a) * ry * k];
      if (i === 0) pen.moveTo(x, y);
      else pen.lineTo(x, y);
    }
    pen.closePath();
  };
  const sheet = (target: ReturnType<typeof surface>, i: number): void => {
    const { pen } = target;
    const grow = 0.62 + i * 0.2;
    const rx = Math.min(focus.size * grow, focus.x + bleed * 0.2 + i * u * 0.03);
    pen.save();
    pen.shadowColor = fade(palette.shade, 0.5);
    pen.shadowBlur = u * 0.055;
    pen.shadowOffsetY = u * 0.014;
    opening(pen, rx * (w > h * 1.2 ? 1.18 + i * 0.1 : 1), focus.size * grow * (h > w * 1.2 ? 1.05 + i * 0.03 : 0.98));
    pen.fillStyle = colors[i] ?? palette.layers[2];
    pen.fill('evenodd');
    pen.restore();
  };
  // The two deepest sheets hardly move against each other: baked into one.
  const base = surface(back.canvas.width, back.canvas.height);
  base.pen.drawImage(back.canvas, 0, 0);
  base.pen.translate(bleed, bleed);
  [0, 1, 2].forEach((i) => sheet(base, i));
  base.pen.resetTransform();
  addGrain(base, random, 12);
  const fronts = [3, 4].map((i): Plate => {
    const target = surface(w + bleed * 2, h + bleed * 2);
    target.pen.translate(bleed, bleed);
    sheet(target, i);
    return { canvas: target.canvas, x: -bleed, y: -bleed, depth: i === 3 ? 0.55 : 0.95, sharp: false };
  });
  return [{ ...back, canvas: base.canvas, depth: 0.2 }, ...fronts];
}

function orbits({ u, focus, palette, random }: Kit, pen: Pen, line: string): void {
  for (const [share, dashed, alpha] of [
    [0.74, false, 0.42],
    [0.98, true, 0.5],
    [1.26, false, 0.2],
    [1.6, true, 0.16],
  ] as const) {
    const radius = focus.size * share;
    pen.lineWidth = u * (dashed ? 0.005 : 0.0035);
    pen.strokeStyle = fade(line, alpha);
    pen.setLineDash(dashed ? [u * 0.012, u * 0.018] : []);
    pen.beginPath();
    pen.arc(focus.x, focus.y, radius, 0, 6.2832);
    pen.stroke();
    if (share > 1) continue;
    pen.setLineDash([]);
    pen.lineCap = 'round';
    pen.lineWidth = u * 0.011;
    pen.strokeStyle = fade(palette.accent, 0.9);
    pen.beginPath();
    const from = random() * 6.28;
    pen.arc(focus.x, focus.y, radius, from, from + between(random, 0.4, 0.9));
    pen.stroke();
  }
  pen.setLineDash([]);
}

/** Orbits around the hero on a fine technical ground. */
export function rings(kit: Kit): Plate[] {
  const { palette, u, w, h, focus, random } = kit;
  const bleed = bleedOf(kit);
  const line = lightness(palette.sky[1]) > 0.6 ? palette.layers[2] : mix(palette.glow, '#ffffff', 0.4);
  const back = backdrop(
    kit,
    ({ pen }) => {
      glowAt(pen, w * 0.1, h * 0.9, u * 0.8, palette.accent, 0.26);
      glowAt(pen, w * 0.95, h * 0.06, u * 0.7, palette.glow, 0.4);
      pen.fillStyle = fade(line, 0.16);
      const step = u / 18;
      for (let y = -bleed; y < h + bleed; y += step)
        for (let x = -bleed; x < w + bleed; x += step) pen.fillRect(x, y, u * 0.004, u * 0.004);
      const r = focus.size * 0.6;
      pen.fillStyle = fade(mix(palette.glow, palette.sky[0], 0.1), 0.3);
      for (const k of [1, 0.84]) {
        pen.beginPath();
        pen.arc(focus.x, focus.y, r * k, 0, 6.2832);
        pen.fill();
      }
      orbits(kit, pen, line);
    },
    { halo: 0.75 },
  );
  const dot = (radius: number, turn: number, depth: number): Plate => {
    const [angle, r] = [random() * 6.2832, u * between(random, 0.01, 0.019)];
    const box = r * 6;
    const { canvas, pen } = surface(box, box);
    glowAt(pen, box / 2, box / 2, box / 2, palette.glow, 0.8);
    sphere(pen, box / 2, box / 2, r, random() < 0.5 ? palette.accent : line, palette.glow, palette.shade);
    const [x, y] = [focus.x + Math.cos(angle) * radius, focus.y + Math.sin(angle) * radius];
    return { canvas, x: x - box / 2, y: y - box / 2, depth, sharp: true, orbit: { x: focus.x, y: focus.y, perSecond: turn } };
  };
  return [
    back,
    ...[0.16, 0.13, 0.19].map((turn) => dot(focus.size * 0.98, turn, 0.15)),
    ...[-0.24, -0.2].map((turn) => dot(focus.size * 0.74, turn, 0.15)),
  ];
}

/** City lights or sun through leaves, far out of focus. */
export function bokeh(kit: Kit): Plate[] {
  const { palette, u, w, h, random, focus } = kit;
  const bleed = bleedOf(kit);
  const colors = [palette.glow, palette.accent, palette.glow, mix(palette.sky[2], '#ffffff', 0.3)];
  const disc = (pen: ReturnType<typeof surface>['pen'], x: number, y: number, r: number, color: string, alpha: number): void => {
    const fill = pen.createRadialGradient(x, y, r * 0.2, x, y, r);
    fill.addColorStop(0, fade(color, alpha * 0.55));
    fill.addColorStop(0.86, fade(color, alpha * 0.75));
    fill.addColorStop(0.94, fade(color, alpha));
    fill.addColorStop(1, fade(color, 0));
    pen.fillStyle = fill;
    pen.beginPath();
    pen.arc(x, y, r, 0, 6.2832);
    pen.fill();
  };
  const back = backdrop(
    kit,
    ({ pen }) => {
      for (let i = 0; i < 26; i += 1)
        disc(
          pen,
          random() * w,
          focus.y + u * between(random, -0.75, 0.55),
          u * between(random, 0.03, 0.085),
          colors[i % 4] ?? palette.glow,
          between(random, 0.08, 0.26),
        );
      const floor = pen.createLinearGradient(0, focus.baseY, 0, h + bleed);
      floor.addColorStop(0, fade(palette.shade, 0));
      floor.addColorStop(0.2, fade(mix(palette.layers[2], palette.shade, 0.3), 0.75));
      floor.addColorStop(1, fade(palette.shade, 0.95));
      pen.fillStyle = floor;
      pen.fillRect(-bleed, focus.baseY - u * 0.06, w + bleed * 2, h);
      glowAt(pen, focus.x, focus.baseY, focus.size * 1.1, palette.glow, 0.5, 0.14);
      glowAt(pen, focus.x, focus.baseY, focus.size * 0.5, palette.shade, 0.7, 0.13);
    },
    { halo: 0.75 },
  );
  const near = surface(w + bleed * 2, focus.baseY * 0.8);
  for (let i = 0; i < 7; i += 1) {
    const x = (random() < 0.5 ? between(random, 0, 0.24) : between(random, 0.76, 1)) * near.canvas.width;
    disc(
      near.pen,
      x,
      random() * near.canvas.height,
      u * between(random, 0.05, 0.12),
      colors[i % 4] ?? palette.glow,
      between(random, 0.12, 0.24),
    );
  }
  return [
    back,
    {
      canvas: near.canvas,
      x: -bleed,
      y: 0,
      depth: 0.6,
      sharp: false,
      driftPxPerSecond: u * 0.012,
      pulse: { depth: 0.4, periodSeconds: 3.6, phase: 0.2 },
    },
  ];
}
