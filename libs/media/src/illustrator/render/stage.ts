import { paletteNamed } from '../scene/palettes.js';
import type { FilmFormat } from '../../contracts.js';
import type { SceneDescription } from '../scene/scene.js';
import { seededRandom } from '../random.js';
import { foreground } from '../paint/foreground.js';
import { particleField } from '../paint/particles.js';
import { bleedOf, type Kit, type Plate } from '../paint/plate.js';
import { drawOutlined } from '../paint/outline.js';
import { artwork, defocused, litSprite, mayTurn, mirrored, setOf, type Sprite } from '../paint/sprites.js';
import { lightness, mix, type Pen } from '../paint/surface.js';
import { headlineLines, type TypeLine } from '../paint/type.js';
import { WORLDS } from '../paint/worlds.js';
import { cameraAt, clamp01, easeOut, easeOutBack, type CameraPose } from './motion.js';
import { composition, framed, type Place, placeCompanions, typeInTheMiddle, type Composition } from './placement.js';
import { isHeavy } from '../scene/worlds.js';

/** Something with a drawing that comes in and lives. */
interface Actor {
  readonly sprite: Sprite;
  readonly x: number;
  readonly y: number;
  readonly depth: number;
  readonly enterSeconds: number;
  /** Scale at which it comes in; the hero is there from the first frame. */
  readonly enterScale: number;
  readonly bobPx: number;
  readonly swayRadians: number;
  readonly periodSeconds: number;
  readonly phase: number;
}

/** A scene ready to be drawn at any moment. `share` runs from 0 (first frame) to 1 (last frame). */
export interface Stage {
  /** @param type when the title is seen: null not now; absent: from the beginning on */
  draw(pen: Pen, seconds: number, share: number, type?: TypeMoment | null): void;
}

/** How long a title has been there, and how long it will be: it is not seen while one of them is negative. */
export interface TypeMoment {
  readonly sinceSeconds: number;
  readonly leftSeconds: number;
}

/** Rasterises everything once; afterwards a frame is only images moved about. */
export async function buildStage(scene: SceneDescription, format: FilmFormat, durationSeconds: number): Promise<Stage> {
  const [w, h] = [format.widthPx, format.heightPx];
  const palette = paletteNamed(scene.palette);
  const c = compositionOf(scene, format);
  const kit: Kit = {
    w,
    h,
    u: c.u,
    palette,
    look: scene.look,
    isOvercast: scene.particles === 'rain',
    random: seededRandom('paint', scene.seed),
    focus: c.focus,
  };
  const world = WORLDS[scene.world];
  const plates = [...world.paint(kit), ...(world.framing && scene.look !== 'minimal' ? foreground(kit, world.framing) : [])];
  const pace = Math.min(1, durationSeconds / 3.2);
  const behind = plates.filter((plate) => !plate.front);
  const front = plates.filter((plate) => plate.front);
  const actors = await castOf(scene, c, world.grounded, pace);
  const lens = await foregroundOf(scene, c);
  const field = particleField(scene.particles, palette, seededRandom('air', scene.seed), w, h);
  const type = scene.headline ? headlineLines(scene.headline, palette, c.type.widthPx, c.type.unitPx, c.type.align) : [];
  return {
    draw(pen, seconds, share, moment = { sinceSeconds: seconds / pace, leftSeconds: Infinity }) {
      const camera = cameraAt(scene.camera, share, w, h);
      const drawPlates = (list: readonly Plate[]): void => list.forEach((plate) => drawPlate(pen, plate, camera, seconds, c, bleedOf(kit)));
      drawPlates(behind);
      for (const actor of actors) drawActor(pen, actor, camera, seconds, c);
      drawPlates(front);
      for (const actor of lens) drawActor(pen, actor, camera, seconds, c);
      field.draw(pen, seconds, camera.x, camera.y);
      if (moment) drawType(pen, type, moment, c);
    },
  };
}

/** Where things of a scene stand. */
export function compositionOf({ heroIcon, headline, framing }: SceneDescription, { widthPx, heightPx }: FilmFormat): Composition {
  if (heroIcon === null) return typeInTheMiddle(composition(widthPx, heightPx, false));
  const c = composition(widthPx, heightPx, headline !== null);
  return headline === null ? framed(c, framing) : c;
}

/** Companions that stand behind the hero come first, those before it last. */
async function castOf(scene: SceneDescription, c: Composition, grounded: boolean, pace: number): Promise<Actor[]> {
  const { heroIcon } = scene;
  if (heroIcon === null) return [];
  const palette = paletteNamed(scene.palette);
  const random = seededRandom('cast', scene.seed);
  const wanted = scene.look === 'minimal' ? 2 : scene.look === 'playful' ? 5 : 4;
  const places = placeCompanions(scene.layout, Math.min(wanted, scene.companionIcons.length), c, grounded, random);
  const drawn = await artwork(heroIcon, c.focus.size, setOf(scene.treatment));
  const art = scene.framing?.endsWith('left') && mayTurn(heroIcon) ? { ...drawn, canvas: mirrored(drawn.canvas) } : drawn;
  const ground = lightness(mix(palette.sky[1], palette.glow, 0.55));
  const close = Math.abs(ground - art.lightness) < 0.16;
  const hero: Actor = {
    sprite: litSprite(art, {
      palette,
      treatment: scene.treatment,
      standing: grounded,
      behind: close ? (ground > 0.55 ? mix(palette.layers[1], palette.shade, 0.3) : '#ffffff') : null,
    }),
    ...{ x: c.focus.x, y: grounded ? c.focus.baseY : c.focus.y, depth: 1, enterSeconds: -0.12, enterScale: 0.72 },
    ...{ bobPx: grounded ? 0 : c.u * 0.012, swayRadians: grounded ? 0.016 : 0.03, periodSeconds: 3.6, phase: random() },
  };
  const companions = await Promise.all(
    placed(scene.companionIcons, places).map(async ({ name, place }, i): Promise<Actor> => {
      const drawing = await artwork(name, place.size, setOf(scene.treatment));
      return {
        sprite: litSprite(drawing, { palette, treatment: scene.treatment, standing: place.standing }),
        ...{ x: place.x, y: place.y, depth: place.depth, enterSeconds: (0.18 + i * 0.16) * pace, enterScale: 0 },
        ...{
          bobPx: place.standing ? 0 : c.u * 0.011,
          swayRadians: place.standing ? 0.02 : 0.06,
          periodSeconds: 2.6 + random() * 1.6,
          phase: random(),
        },
      };
    }),
  );
  return [...companions.filter((actor) => actor.depth < 1), hero, ...companions.filter((actor) => actor.depth >= 1)];
}

/** Who gets which place: what stands on the ground gets none in the air. */
function placed(names: readonly string[], places: readonly Place[]): { name: string; place: Place }[] {
  const free = [...places];
  const inOrder = names.slice(0, places.length).sort((a, b) => Number(isHeavy(b)) - Number(isHeavy(a)));
  return inOrder.flatMap((name) => {
    const index = isHeavy(name) ? free.findIndex(({ standing }) => standing) : 0;
    const [place] = index < 0 ? [] : free.splice(index, 1);
    return place ? [{ name, place }] : [];
  });
}

/** A companion close to the lens, far out of focus, cut by the frame: depth. Only loose shapes: a blurred box is a smudge. */
async function foregroundOf(scene: SceneDescription, c: Composition): Promise<Actor[]> {
  if (scene.look === 'minimal' || scene.treatment === 'sticker' || !['space', 'grid'].includes(scene.world)) return [];
  const palette = paletteNamed(scene.palette);
  const random = seededRandom('lens', scene.seed);
  const right = random() < 0.5;
  const sizePx = c.u * (c.shape === 'tall' ? 0.42 : 0.34);
  for (const name of [...scene.companionIcons].reverse()) {
    const art = await artwork(name, sizePx);
    if (art.coverage > 0.8 || art.coverage < 0.45) continue;
    const sprite = defocused(art, palette, c.u * 0.02, 0.4);
    const place = { x: right ? c.w * 0.96 : c.w * 0.04, y: c.h * (c.shape === 'tall' ? 0.935 : 0.97), depth: 1.7 };
    return [
      { sprite, ...place, enterSeconds: -9, enterScale: 1, bobPx: c.u * 0.008, swayRadians: 0.05, periodSeconds: 5, phase: random() },
    ];
  }
  return [];
}

export function drawPlate(pen: Pen, plate: Plate, camera: CameraPose, seconds: number, { focus }: Composition, bleed: number): void {
  const scale = 1 + (camera.zoom - 1) * plate.depth;
  const reach = bleed * 0.7;
  const drift = plate.driftPxPerSecond ? reach * Math.sin((plate.driftPxPerSecond * seconds) / reach) : 0;
  if (plate.pulse) {
    const { depth, periodSeconds, phase } = plate.pulse;
    pen.globalAlpha = 1 - depth * (0.5 + 0.5 * Math.sin(6.2832 * (seconds / periodSeconds + phase)));
  }
  const { width, height } = plate.canvas;
  let [x, y] = [plate.x + width / 2, plate.y + height / 2];
  if (plate.orbit) {
    const [dx, dy] = [x - plate.orbit.x, y - plate.orbit.y];
    const [cos, sin] = [Math.cos(plate.orbit.perSecond * seconds), Math.sin(plate.orbit.perSecond * seconds)];
    [x, y] = [plate.orbit.x + dx * cos - dy * sin, plate.orbit.y + dx * sin + dy * cos];
  }
  const cx = focus.x + (x - focus.x) * scale + camera.x * plate.depth + drift;
  const cy = focus.y + (y - focus.y) * scale + camera.y * plate.depth;
  if (plate.turnPerSecond) {
    pen.save();
    pen.translate(cx, cy);
    pen.rotate(plate.turnPerSecond * seconds);
    pen.imageSmoothingEnabled = plate.sharp;
    drawOutlined(pen, plate.canvas, (-width * scale) / 2, (-height * scale) / 2, width * scale, height * scale);
    pen.restore();
  } else if (plate.sharp || plate.hangs) {
    pen.imageSmoothingEnabled = plate.sharp;
    drawOutlined(pen, plate.canvas, cx - (width * scale) / 2, cy - (height * scale) / 2, width * scale, height * scale);
    pen.imageSmoothingEnabled = true;
  } else {
    drawOutlined(pen, plate.canvas, Math.round(cx - width / 2), Math.round(cy - height / 2));
  }
  pen.globalAlpha = 1;
}

const ENTER_SECONDS = 0.62;

function drawActor(pen: Pen, actor: Actor, camera: CameraPose, seconds: number, { focus }: Composition): void {
  const entered = easeOutBack((seconds - actor.enterSeconds) / ENTER_SECONDS);
  const size = actor.enterScale + (1 - actor.enterScale) * entered;
  if (size <= 0.01) return;
  const scale = 1 + (camera.zoom - 1) * actor.depth;
  const wave = 6.2832 * (seconds / actor.periodSeconds + actor.phase);
  pen.save();
  pen.translate(
    focus.x + (actor.x - focus.x) * scale + camera.x * actor.depth,
    focus.y + (actor.y - focus.y) * scale + camera.y * actor.depth + actor.bobPx * Math.sin(wave),
  );
  pen.rotate(actor.swayRadians * Math.sin(wave * 0.61 + 1));
  pen.scale(scale * size, scale * size);
  drawOutlined(pen, actor.sprite.canvas, -actor.sprite.anchorX, -actor.sprite.anchorY);
  pen.restore();
}

/** So long before its end a title begins to go. */
const LEAVE_SECONDS = 0.3;

function drawType(pen: Pen, lines: readonly TypeLine[], { sinceSeconds, leftSeconds }: TypeMoment, { type, u }: Composition): void {
  const stays = clamp01(leftSeconds / LEAVE_SECONDS);
  lines.forEach((line, i) => {
    const t = clamp01((sinceSeconds - 0.25 - i * 0.18) / 0.6);
    if (t <= 0) return;
    const e = easeOut(t);
    const scale = 1.14 - 0.14 * e;
    pen.save();
    pen.globalAlpha = e * stays;
    const middle = type.align === 'center' ? 0 : line.widthPx / 2;
    pen.translate(type.x + middle, type.y + u * 0.03 * (1 - e));
    pen.scale(scale, scale);
    pen.drawImage(line.canvas, line.x - middle, line.y);
    pen.restore();
  });
}
