import { between } from '../random.js';
import { backdrop, splitAt } from './backdrop.js';
import { bleedOf, type Kit, type Plate } from './plate.js';
import { blurred, fade, glowAt, lightness, mix, surface, type Pen, type Surface } from './surface.js';

/** A photographer's set: a wall with an arch, a podium, soft light from the left. */
export function studio(kit: Kit): Plate[] {
  const { palette, u, w, h, focus, random } = kit;
  const bleed = bleedOf(kit);
  const light = lightness(palette.sky[1]) > 0.55;
  const floorY = focus.baseY - u * 0.05;
  const arch = random() < 0.5;
  const back = backdrop(kit, ({ pen }) => {
    glowAt(pen, w * 0.15, h * 0.05, u * 1.1, palette.glow, 0.55);
    for (const [scale, alpha] of [
      [1.34, 0.32],
      [1, 0.62],
    ] as const) {
      pen.save();
      pen.shadowColor = fade(palette.shade, 0.28);
      pen.shadowBlur = u * 0.05;
      pen.shadowOffsetY = u * 0.015;
      const half = focus.size * 0.62 * scale;
      const top = focus.y - focus.size * 0.08;
      const fill = pen.createLinearGradient(focus.x - half, top - half, focus.x + half, floorY);
      fill.addColorStop(0, fade(mix(palette.layers[0], palette.glow, light ? 0.55 : 0.3), alpha));
      fill.addColorStop(1, fade(mix(palette.layers[0], palette.sky[1], 0.25), alpha));
      pen.fillStyle = fill;
      pen.beginPath();
      if (arch) pen.roundRect(focus.x - half, top - half, half * 2, floorY - top + half + u * 0.2, [half, half, 0, 0]);
      else pen.arc(focus.x, top, half, 0, 6.2832);
      pen.fill();
      pen.restore();
    }
    glowAt(pen, focus.x, focus.y, focus.size * 0.9, palette.glow, light ? 0.6 : 0.4);
    const floor = pen.createLinearGradient(0, floorY, 0, h + bleed);
    floor.addColorStop(0, mix(palette.sky[2], palette.glow, 0.22));
    floor.addColorStop(0.35, mix(palette.sky[2], palette.layers[1], 0.3));
    floor.addColorStop(1, mix(palette.layers[1], palette.layers[2], 0.7));
    pen.fillStyle = floor;
    pen.fillRect(-bleed, floorY, w + bleed * 2, h);
    glowAt(pen, focus.x, floorY, u * 0.9, palette.glow, 0.3, 0.12);
  });
  return [back, podium(kit)];
}

function podium(kit: Kit): Plate {
  const { palette, u, focus } = kit;
  const half = focus.size * 0.62;
  const lid = half * 0.2;
  const height = u * 0.075;
  const target = surface(half * 3, lid * 2 + height * 2 + u * 0.3);
  const { pen } = target;
  const cx = half * 1.5;
  const top = lid * 1.2;
  glowAt(pen, cx + half * 0.1, top + height * 2.1, half * 1.45, palette.shade, 0.7, 0.24);
  const tier = (y: number, r: number, tall: number, tint: string): void => {
    const e = r * 0.2;
    const side = pen.createLinearGradient(cx - r, 0, cx + r, 0);
    side.addColorStop(0, mix(tint, palette.glow, 0.42));
    side.addColorStop(0.35, tint);
    side.addColorStop(1, mix(tint, palette.shade, 0.45));
    pen.fillStyle = side;
    pen.beginPath();
    pen.ellipse(cx, y + tall, r, e, 0, 0, Math.PI);
    pen.lineTo(cx - r, y);
    pen.ellipse(cx, y, r, e, 0, Math.PI, 0, true);
    pen.fill();
    const lidFill = pen.createLinearGradient(cx - r, y - e, cx + r, y + e);
    lidFill.addColorStop(0, mix(tint, palette.glow, 0.75));
    lidFill.addColorStop(1, mix(tint, palette.glow, 0.12));
    pen.fillStyle = lidFill;
    pen.beginPath();
    pen.ellipse(cx, y, r, e, 0, 0, 6.2832);
    pen.fill();
  };
  tier(top + height, half * 1.2, height * 0.85, mix(palette.layers[0], palette.layers[1], 0.6));
  tier(top, half * 0.92, height, palette.layers[0]);
  glowAt(pen, cx, top, half * 0.72, palette.shade, 0.6, 0.17);
  return { canvas: target.canvas, x: focus.x - cx, y: focus.baseY - u * 0.028 - top, depth: 1, sharp: true };
}

/** Organic shapes in soft light, one crisp blob that carries the hero, dots and rings as spice. */
export function blobs(kit: Kit): Plate[] {
  const { palette, u, w, h, random, focus } = kit;
  const back = backdrop(kit, ({ pen }) => {
    const colors = [palette.glow, palette.accent, palette.layers[0], palette.sky[2], palette.glow, palette.layers[0]];
    colors.forEach((color, i) => {
      glowAt(
        pen,
        w * between(random, -0.1, 1.1),
        h * (i / 5) * between(random, 0.7, 1.1),
        u * between(random, 0.4, 0.75),
        color,
        i === 1 ? 0.28 : 0.5,
      );
    });
  });
  const shape = (radius: number, fill: (pen: Pen, c: number) => void, wobble: number, shadow: number): Surface => {
    const size = radius * 2.55;
    const target = surface(size, size);
    const phases = [random() * 6.28, random() * 6.28];
    const { pen } = target;
    pen.beginPath();
    for (let i = 0; i <= 120; i += 1) {
      const a = (i / 120) * 6.2832;
      const r = radius * (1 + wobble * Math.sin(a * 2 + (phases[0] ?? 0)) + wobble * 0.6 * Math.sin(a * 3 + (phases[1] ?? 0)));
      pen.lineTo(size / 2 + Math.cos(a) * r, size / 2 + Math.sin(a) * r);
    }
    pen.closePath();
    pen.shadowColor = fade(palette.shade, shadow);
    pen.shadowBlur = radius * 0.22;
    pen.shadowOffsetY = radius * 0.09;
    fill(pen, size);
    return target;
  };
  const gradientFill =
    (a: string, b: string) =>
    (pen: Pen, size: number): void => {
      const gradient = pen.createLinearGradient(size * 0.2, size * 0.15, size * 0.8, size * 0.85);
      gradient.addColorStop(0, a);
      gradient.addColorStop(1, b);
      pen.fillStyle = gradient;
      pen.fill();
    };
  const plate = (s: Surface, x: number, y: number, depth: number, turn: number): Plate => ({
    ...{ canvas: s.canvas, x: x - s.canvas.width / 2, y: y - s.canvas.height / 2, depth, sharp: true, turnPerSecond: turn },
  });
  const main = shape(
    focus.size * 0.66,
    gradientFill(mix(palette.glow, palette.sky[0], 0.2), mix(palette.layers[0], palette.sky[2], 0.3)),
    0.075,
    0.3,
  );
  const corner = shape(u * 0.24, gradientFill(mix(palette.accent, palette.glow, 0.25), palette.accent), 0.1, 0.25);
  const foot = shape(u * 0.3, gradientFill(palette.layers[0], palette.layers[1]), 0.1, 0.25);
  const left = random() < 0.5;
  return [
    back,
    plate(corner, left ? -u * 0.05 : w + u * 0.05, Math.min(focus.y - focus.size * 0.5, h * 0.16), 0.35, 0.05),
    plate(foot, left ? w + u * 0.04 : -u * 0.04, Math.max(focus.baseY + u * 0.2, h * 0.86), 0.55, -0.04),
    plate(main, focus.x, focus.y, 0.8, 0),
    ...spice(kit),
  ];
}

/** Small outlined circles, crosses and dots, sharp against the soft ground; each a plate of its own, which costs less than one large one. */
function spice(kit: Kit): Plate[] {
  const { palette, u, w, random, focus } = kit;
  return Array.from({ length: 14 }, (_, i): Plate | null => {
    const [x, y] = [random() * w, random() * (focus.baseY + u * 0.1)];
    const s = u * between(random, 0.008, 0.02);
    if (Math.hypot(x - focus.x, y - focus.y) < focus.size * 0.66) return null;
    const box = s * 2 + u * 0.02;
    const { canvas, pen } = surface(box, box);
    pen.lineCap = 'round';
    pen.strokeStyle = pen.fillStyle = fade(i % 3 === 0 ? palette.accent : palette.layers[2], i % 3 === 0 ? 0.9 : 0.45);
    pen.lineWidth = u * 0.0055;
    pen.translate(box / 2, box / 2);
    pen.beginPath();
    if (i % 3 === 1) {
      pen.moveTo(-s, 0);
      pen.lineTo(s, 0);
      pen.moveTo(0, -s);
      pen.lineTo(0, s);
      pen.stroke();
    } else {
      pen.arc(0, 0, i % 3 === 0 ? s * 0.5 : s, 0, 6.2832);
      if (i % 3 === 0) pen.fill();
      else pen.stroke();
    }
    return { canvas, x: x - box / 2, y: y - box / 2, depth: between(random, 0.6, 1.35), sharp: true, turnPerSecond: i % 3 === 1 ? 0.5 : 0 };
  }).filter((plate) => plate !== null);
}

/** A slowly turning sunburst behind a disc. */
export function rays(kit: Kit): Plate[] {
  const { palette, u, w, h, focus } = kit;
  const back = backdrop(kit, () => undefined, { halo: 0.3 });
  const reach = Math.hypot(w, h) * 0.64;
  const burst = surface(reach * 2, reach * 2);
  const count = 14;
  const fill = burst.pen.createRadialGradient(reach, reach, focus.size * 0.2, reach, reach, reach);
  fill.addColorStop(0, fade(palette.glow, 0.85));
  fill.addColorStop(0.55, fade(palette.glow, 0.32));
  fill.addColorStop(1, fade(palette.glow, 0.12));
  const beams = surface(reach * 2, reach * 2);
  beams.pen.fillStyle = fill;
  beams.pen.beginPath();
  for (let i = 0; i < count; i += 1) {
    const a = (i / count) * 6.2832;
    beams.pen.moveTo(reach, reach);
    beams.pen.arc(reach, reach, reach, a, a + 3.1416 / count);
  }
  beams.pen.fill();
  // Soft edges let the turning plate do without interpolation.
  burst.pen.filter = `blur(${(u * 0.0035).toFixed(2)}px)`;
  burst.pen.drawImage(beams.canvas, 0, 0);
  burst.pen.filter = 'none';
  const r = focus.size * 0.62;
  const disc = surface(r * 2.8, r * 2.8);
  disc.pen.shadowColor = fade(palette.shade, 0.4);
  disc.pen.shadowBlur = r * 0.16;
  disc.pen.shadowOffsetY = r * 0.07;
  for (const [scale, color] of [
    [1.1, mix(palette.glow, '#ffffff', 0.3)],
    [1, palette.layers[0]],
    [0.86, mix(palette.layers[0], palette.glow, 0.28)],
  ] as const) {
    disc.pen.fillStyle = color;
    disc.pen.beginPath();
    disc.pen.arc(r * 1.4, r * 1.4, r * scale, 0, 6.2832);
    disc.pen.fill();
    disc.pen.shadowColor = 'rgba(0,0,0,0)';
  }
  return [
    back,
    { canvas: burst.canvas, x: focus.x - reach, y: focus.y - reach, depth: 0.3, sharp: false, turnPerSecond: 0.07 },
    { canvas: disc.canvas, x: focus.x - r * 1.4, y: focus.y - r * 1.4, depth: 0.75, sharp: true },
    ...wavesAtFoot(kit, u),
  ];
}

function wavesAtFoot(kit: Kit, u: number): Plate[] {
  const { palette, w, h, focus, random } = kit;
  const bleed = bleedOf(kit);
  const y0 = focus.baseY + u * 0.06;
  const target = surface(w + bleed * 2, h + bleed - y0 + u * 0.1);
  [palette.layers[0], palette.layers[1], palette.layers[2]].forEach((color, i) => {
    const phase = random() * 6.28;
    target.pen.fillStyle = color;
    target.pen.shadowColor = fade(palette.shade, 0.35);
    target.pen.shadowBlur = u * 0.03;
    target.pen.beginPath();
    target.pen.moveTo(0, target.canvas.height + 10);
    for (let x = 0; x <= target.canvas.width; x += 4)
      target.pen.lineTo(x, u * (0.06 + 0.1 * i) + u * 0.028 * Math.sin((x / w) * 6.28 * 1.2 + phase));
    target.pen.lineTo(target.canvas.width, target.canvas.height + 10);
    target.pen.fill();
  });
  const soft = blurred(target.canvas, 0.6);
  return splitAt({ canvas: soft.canvas, x: -bleed - soft.pad, y: y0 - soft.pad, depth: 1.1, sharp: true }, y0 + u * 0.12);
}
