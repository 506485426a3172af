import { between } from '../random.js';
import { bleedOf, type Kit, type Plate } from './plate.js';
import { fade, glowAt, mix, surface, type Pen, type Surface } from './surface.js';

/** A sheet of the whole frame and its bleed, in frame coordinates. */
function sheet({ w, h }: Kit, bleed: number): Surface {
  const target = surface(w + bleed * 2, h + bleed * 2);
  target.pen.translate(bleed, bleed);
  return target;
}

/** A drawing office's sheet: fine and coarse grid, the hero's axes and circles, a frame with marks. */
export function blueprint(kit: Kit): Plate[] {
  const { w, h, u, palette, focus, random } = kit;
  const bleed = bleedOf(kit);
  const target = sheet(kit, bleed);
  const { pen } = target;
  pen.fillStyle = palette.sky[1];
  pen.fillRect(-bleed, -bleed, w + bleed * 2, h + bleed * 2);
  glowAt(pen, w * 0.5, h * 0.4, Math.max(w, h) * 0.7, palette.sky[2], 0.35);
  const step = u / 27;
  for (const [every, alpha] of [
    [1, 0.1],
    [5, 0.2],
  ] as const) {
    pen.strokeStyle = fade(palette.ink, alpha);
    pen.lineWidth = u * 0.0016;
    pen.beginPath();
    for (let x = (focus.x % (step * every)) - step * every * 3; x < w + bleed; x += step * every) line(pen, x, -bleed, x, h + bleed);
    for (let y = (focus.y % (step * every)) - step * every * 3; y < h + bleed; y += step * every) line(pen, -bleed, y, w + bleed, y);
    pen.stroke();
  }
  return [{ canvas: target.canvas, x: -bleed, y: -bleed, depth: 0.25, sharp: false }, measures(kit, random() < 0.5)];
}

/** Construction lines around the hero: they lie nearer than the sheet, so that a camera move shows depth. */
function measures({ u, palette, focus }: Kit, isRound: boolean): Plate {
  const reach = focus.size * 1.5;
  const target = surface(reach, reach);
  const { pen } = target;
  const c = reach / 2;
  const half = focus.size * 0.6;
  pen.strokeStyle = fade(palette.ink, 0.5);
  pen.lineWidth = u * 0.0022;
  pen.setLineDash([u * 0.012, u * 0.008, u * 0.003, u * 0.008]);
  pen.beginPath();
  line(pen, 0, c, reach, c);
  line(pen, c, 0, c, reach);
  pen.stroke();
  pen.setLineDash([]);
  pen.beginPath();
  if (isRound) pen.arc(c, c, half, 0, 6.2832);
  else pen.rect(c - half, c - half, half * 2, half * 2);
  pen.stroke();
  const y = c + half + u * 0.035;
  pen.beginPath();
  line(pen, c - half, y, c + half, y);
  for (const x of [c - half, c + half]) line(pen, x, y - u * 0.014, x, y + u * 0.014);
  pen.stroke();
  return { canvas: target.canvas, x: focus.x - c, y: focus.y - c, depth: 0.7, sharp: true };
}

/** A school's board: wiped unevenly, with a chalk ring and strokes behind the hero. */
export function chalkboard(kit: Kit): Plate[] {
  const { w, h, u, palette, random } = kit;
  const bleed = bleedOf(kit);
  const target = sheet(kit, bleed);
  const { pen } = target;
  pen.fillStyle = palette.sky[1];
  pen.fillRect(-bleed, -bleed, w + bleed * 2, h + bleed * 2);
  for (let i = 0; i < 16; i += 1)
    glowAt(pen, w * random(), h * random(), u * between(random, 0.25, 0.6), i % 3 === 0 ? palette.sky[0] : palette.sky[2], 0.3, 0.5);
  // Where the sponge went.
  pen.lineCap = 'round';
  for (let i = 0; i < 26; i += 1) {
    pen.strokeStyle = fade(palette.ink, between(random, 0.012, 0.03));
    pen.lineWidth = u * between(random, 0.05, 0.14);
    const [x, y] = [w * between(random, -0.2, 1), h * random()];
    pen.beginPath();
    pen.moveTo(x, y);
    pen.quadraticCurveTo(x + u * 0.3, y - u * 0.08, x + u * between(random, 0.5, 0.9), y + u * between(random, -0.1, 0.1));
    pen.stroke();
  }
  return [{ canvas: target.canvas, x: -bleed, y: -bleed, depth: 0.25, sharp: false }, chalkRing(kit)];
}

function chalkRing(kit: Kit): Plate {
  const { u, palette, focus, random } = kit;
  const reach = focus.size * 1.5;
  const target = surface(reach, reach);
  const { pen } = target;
  const c = reach / 2;
  pen.lineCap = 'round';
  // A hand does not close a circle where it began, and goes round more than once.
  for (let round = 0; round < 2; round += 1) {
    const [from, r] = [random() * 6.28, focus.size * (0.62 + round * 0.02)];
    pen.beginPath();
    for (let i = 0; i <= 90; i += 1) {
      const a = from + (i / 90) * 6.4;
      const wobble = 1 + 0.018 * Math.sin(a * 2 + round) + 0.012 * Math.sin(a * 5);
      pen.lineTo(c + Math.cos(a) * r * wobble, c + Math.sin(a) * r * wobble);
    }
    pen.strokeStyle = fade(round === 0 ? palette.accent : palette.ink, round === 0 ? 0.75 : 0.3);
    pen.lineWidth = u * (round === 0 ? 0.008 : 0.004);
    pen.stroke();
  }
  roughen(pen, reach, reach, random);
  return { canvas: target.canvas, x: focus.x - c, y: focus.y - c, depth: 0.7, sharp: true };
}

/** Takes grains out of what is drawn, as the board's surface does. */
export function roughen(pen: Pen, widthPx: number, heightPx: number, random: () => number): void {
  const size = 160;
  const tile = surface(size, size);
  const image = tile.pen.createImageData(size, size);
  for (let i = 3; i < image.data.length; i += 4) image.data[i] = random() < 0.24 ? 60 + 110 * random() : 0;
  tile.pen.putImageData(image, 0, 0);
  pen.save();
  pen.globalCompositeOperation = 'destination-out';
  for (let y = 0; y < heightPx; y += size) for (let x = 0; x < widthPx; x += size) pen.drawImage(tile.canvas, x, y);
  pen.restore();
}

function line(pen: Pen, x0: number, y0: number, x1: number, y1: number): void {
  pen.moveTo(x0, y0);
  pen.lineTo(x1, y1);
}

/** Flat colours: one wall, one floor or none, a disc and a few shapes without light and shadow. */
export function plain(kit: Kit): Plate[] {
  const { w, h, u, palette, focus, random } = kit;
  const bleed = bleedOf(kit);
  const target = sheet(kit, bleed);
  const { pen } = target;
  pen.fillStyle = palette.sky[1];
  pen.fillRect(-bleed, -bleed, w + bleed * 2, h + bleed * 2);
  pen.fillStyle = mix(palette.sky[1], palette.sky[2], 0.55);
  pen.fillRect(-bleed, focus.baseY - u * 0.02, w + bleed * 2, h);
  const shapes = surface(w + bleed * 2, h + bleed * 2);
  shapes.pen.translate(bleed, bleed);
  shapes.pen.fillStyle = mix(palette.sky[0], palette.glow, 0.45);
  shapes.pen.beginPath();
  shapes.pen.arc(focus.x, focus.y, focus.size * 0.72, 0, 6.2832);
  shapes.pen.fill();
  for (let i = 0; i < 7; i += 1) {
    const [x, y] = [w * random(), (focus.baseY - u * 0.1) * random()];
    if (Math.hypot(x - focus.x, y - focus.y) < focus.size * 0.8) continue;
    shapes.pen.fillStyle = fade([palette.accent, palette.layers[0], palette.layers[1]][i % 3] ?? palette.accent, 0.85);
    const r = u * between(random, 0.012, 0.035);
    shapes.pen.beginPath();
    if (i % 2 === 0) shapes.pen.arc(x, y, r, 0, 6.2832);
    else shapes.pen.roundRect(x - r * 1.6, y - r * 0.4, r * 3.2, r * 0.8, r * 0.4);
    shapes.pen.fill();
  }
  return [
    { canvas: target.canvas, x: -bleed, y: -bleed, depth: 0.2, sharp: false },
    { canvas: shapes.canvas, x: -bleed, y: -bleed, depth: 0.6, sharp: false },
  ];
}

/** Sheets of coloured paper, one behind the other, each with the shadow of the one before it. */
export function paperHills(kit: Kit): Plate[] {
  const { w, h, u, palette, focus, random } = kit;
  const bleed = bleedOf(kit);
  const back = sheet(kit, bleed);
  back.pen.fillStyle = palette.sky[2];
  back.pen.fillRect(-bleed, -bleed, w + bleed * 2, h + bleed * 2);
  back.pen.save();
  back.pen.shadowColor = fade(palette.shade, 0.35);
  back.pen.shadowBlur = u * 0.03;
  back.pen.fillStyle = palette.glow;
  back.pen.beginPath();
  back.pen.arc(focus.x, focus.y, focus.size * 0.66, 0, 6.2832);
  back.pen.fill();
  back.pen.restore();
  const hills = palette.layers.map((color, i): Plate => {
    const top = focus.baseY - u * (0.12 - 0.1 * i);
    const target = surface(w + bleed * 2, h + bleed - top + u * 0.25);
    const phase = random() * 6.28;
    target.pen.shadowColor = fade(palette.shade, 0.45);
    target.pen.shadowBlur = u * 0.035;
    target.pen.shadowOffsetY = -u * 0.008;
    target.pen.fillStyle = color;
    target.pen.beginPath();
    target.pen.moveTo(0, target.canvas.height + u * 0.1);
    for (let x = 0; x <= target.canvas.width; x += 6)
      target.pen.lineTo(x, u * 0.14 + u * 0.04 * Math.sin((x / w) * 6.28 * (0.7 + 0.25 * i) + phase));
    target.pen.lineTo(target.canvas.width, target.canvas.height + u * 0.1);
    target.pen.fill();
    return { canvas: target.canvas, x: -bleed, y: top - u * 0.08, depth: 0.5 + 0.25 * i, sharp: false };
  });
  return [{ canvas: back.canvas, x: -bleed, y: -bleed, depth: 0.15, sharp: false }, ...hills];
}
