import type { FilmFormat } from '../../contracts.js';
import { particleField } from '../paint/particles.js';
import { foreground } from '../paint/foreground.js';
import { bleedOf, type Kit } from '../paint/plate.js';
import { artwork, litSprite, setOf, type Sprite } from '../paint/sprites.js';
import { lightness, mix, type Pen } from '../paint/surface.js';
import { fitSize, HEAVY_FONT, lineOf, loadFonts, widthAt } from '../paint/type.js';
import { WORLDS } from '../paint/worlds.js';
import { seededRandom } from '../random.js';
import { paletteNamed } from '../scene/palettes.js';
import type { SceneDescription } from '../scene/scene.js';
import { cameraAt, easeOutBack } from './motion.js';
import { composition } from './placement.js';
import { drawPlate, type Stage } from './stage.js';

interface SetWord {
  readonly canvas: ReturnType<typeof lineOf>['canvas'];
  readonly x: number;
  readonly y: number;
  readonly enterSeconds: number;
}

/** A card of large moving type: the words come in one after the other on a designed surface, with the hero as a small emblem above. */
export async function buildCardStage(
  scene: SceneDescription,
  words: readonly string[],
  format: FilmFormat,
  durationSeconds: number,
): Promise<Stage> {
  loadFonts();
  const [w, h] = [format.widthPx, format.heightPx];
  const palette = paletteNamed(scene.palette);
  const base = composition(w, h, false);
  const box = { w: w * 0.84, h: h * (base.shape === 'tall' ? 0.34 : 0.36), x: w * 0.5, y: h * (base.shape === 'tall' ? 0.45 : 0.46) };
  const kit: Kit = {
    w,
    h,
    u: base.u,
    palette,
    look: scene.look,
    isOvercast: scene.particles === 'rain',
    random: seededRandom('paint', scene.seed),
    focus: { x: box.x, y: box.y, size: base.u * 0.8, baseY: box.y + base.u * 0.5 },
  };
  const world = WORLDS[scene.world];
  const plates = [...world.paint(kit), ...(world.framing && scene.look !== 'minimal' ? foreground(kit, world.framing) : [])];
  const field = particleField(scene.particles, palette, seededRandom('air', scene.seed), w, h);
  const emblemPx = base.u * (base.shape === 'tall' ? 0.3 : 0.2);
  const emblem =
    scene.heroIcon &&
    litSprite(await artwork(scene.heroIcon, emblemPx, setOf(scene.treatment)), { palette, treatment: scene.treatment, standing: false });
  const set = setWords(words, box, base.u, scene, durationSeconds);
  const top = Math.min(box.y - box.h / 2, ...set.map((word) => word.y));
  const emblemY = Math.max(emblemPx * 0.62 + h * 0.03, top - emblemPx * 0.42);
  return {
    draw(pen: Pen, seconds: number, share: number): void {
      const camera = cameraAt(scene.camera, share, w, h);
      const composed = { ...base, focus: kit.focus };
      const bleed = bleedOf(kit);
      for (const plate of plates) drawPlate(pen, plate, camera, seconds, composed, bleed);
      field.draw(pen, seconds, camera.x, camera.y);
      if (emblem) drawEmblem(pen, emblem, seconds, { x: box.x + camera.x, y: emblemY, u: base.u });
      for (const word of set) drawWord(pen, word, seconds);
    },
  };
}

function drawEmblem(pen: Pen, emblem: Sprite, seconds: number, { x, y, u }: { x: number; y: number; u: number }): void {
  pen.save();
  const pop = 0.7 + 0.3 * easeOutBack((seconds + 0.1) / 0.6);
  pen.translate(x, y + Math.sin(seconds * 1.7) * u * 0.008);
  pen.rotate(Math.sin(seconds * 1.1) * 0.05);
  pen.scale(pop, pop);
  pen.drawImage(emblem.canvas, -emblem.anchorX, -emblem.anchorY);
  pen.restore();
}

function drawWord(pen: Pen, word: SetWord, seconds: number): void {
  const t = (seconds - word.enterSeconds) / 0.45;
  if (t <= 0) return;
  const e = easeOutBack(t);
  pen.save();
  pen.globalAlpha = Math.min(1, t * 2.5);
  pen.translate(word.x + word.canvas.width / 2, word.y + word.canvas.height / 2 + (1 - e) * word.canvas.height * 0.3);
  pen.scale(0.8 + 0.2 * e, 0.8 + 0.2 * e);
  pen.drawImage(word.canvas, -word.canvas.width / 2, -word.canvas.height / 2);
  pen.restore();
}

/** Breaks the words into centred lines at the largest size that fits the box. The longest word gets the accent. */
function setWords(
  words: readonly string[],
  box: { w: number; h: number; x: number; y: number },
  u: number,
  scene: SceneDescription,
  durationSeconds: number,
): SetWord[] {
  const palette = paletteNamed(scene.palette);
  const longest = [...words].sort((a, b) => b.length - a.length)[0] ?? '';
  let sizePx = fitSize(longest, HEAVY_FONT, box.w * 0.9, u * 0.14);
  let lines = wrap(words, sizePx, box.w);
  while (lines.length * sizePx * 1.2 > box.h && sizePx > u * 0.035) {
    sizePx *= 0.94;
    lines = wrap(words, sizePx, box.w);
  }
  const key = words.length > 2 ? longest : '';
  const onAccent = lightness(palette.accent) > 0.6 ? palette.shade : '#ffffff';
  const ink = inkOn(scene);
  const step = Math.min(0.22, (durationSeconds * 0.55) / Math.max(1, words.length));
  const result: SetWord[] = [];
  const space = sizePx * 0.3;
  lines.forEach((line, row) => {
    const width = line.reduce((sum, word) => sum + widthAt(word, HEAVY_FONT, sizePx) + space, -space);
    let x = box.x - width / 2;
    const middle = box.y + (row - (lines.length - 1) / 2) * sizePx * 1.2;
    for (const word of line) {
      const isKey = word === key;
      const inked = lineOf(
        word,
        HEAVY_FONT,
        isKey ? sizePx * 0.86 : sizePx,
        isKey ? onAccent : ink,
        palette.shade,
        isKey ? palette.accent : null,
        0.18,
      );
      const slot = widthAt(word, HEAVY_FONT, sizePx);
      result.push({
        canvas: inked.canvas,
        x: x + slot / 2 - inked.canvas.width / 2,
        y: middle - inked.canvas.height / 2,
        enterSeconds: 0.12 + result.length * step,
      });
      x += slot + space;
    }
  });
  return result;
}

/** The palette's ink is chosen for its sky; the shapes that carry a card are often as light as it. */
function inkOn({ palette: name, world }: SceneDescription): string {
  const palette = paletteNamed(name);
  const surfaces: Partial<Record<SceneDescription['world'], string>> = {
    blobs: mix(palette.glow, palette.layers[0], 0.5),
    rays: mix(palette.layers[0], palette.glow, 0.28),
    rings: mix(palette.sky[1], palette.glow, 0.5),
  };
  const ground = lightness(surfaces[world] ?? palette.sky[1]);
  if (Math.abs(ground - lightness(palette.ink)) > 0.38) return palette.ink;
  return ground > 0.52 ? mix(palette.layers[2], palette.shade, 0.7) : '#ffffff';
}

function wrap(words: readonly string[], sizePx: number, widthPx: number): string[][] {
  const lines: string[][] = [];
  let used = Infinity;
  for (const word of words) {
    const width = widthAt(word, HEAVY_FONT, sizePx) + sizePx * 0.3;
    if (used + width > widthPx + sizePx * 0.3) {
      lines.push([]);
      used = 0;
    }
    lines.at(-1)?.push(word);
    used += width;
  }
  return lines;
}
