import type { FilmFormat } from '../../contracts.js';
import type { CameraMove, SceneDescription, World } from '../scene/scene.js';
import { type FrameSpan, overlapOf } from '../scene/spoken-figure.js';
import type { DrawFrame } from './encode.js';
import type { Drawing } from './job.js';
import { liftOfDetail, zoomOfDetail } from './placement.js';
import { compositionOf, type Stage, type TypeMoment } from './stage.js';
import { stageOf } from './stages.js';

type Clip = Extract<Drawing, { kind: 'clip' }>;

/** A near look shows the moment when everything has come in. */
const ENTERED_SECONDS = 4;
/** A detail is so much nearer. */
const DETAIL_ZOOM = 1.48;
/** And comes so much nearer on the way. */
const DETAIL_TRAVEL = 0.1;
const DETAIL_MOVES: readonly CameraMove[] = ['pull-out', 'pan-right', 'rise', 'push-in', 'pan-left'];

/**
 * Looks at each scene in turn as a whole, then at its hero from near by, then at another side of it, whose things come in anew; without a hero
 * there is only the whole, before one surface and another. The near look is into the same stage: it costs nothing to build. A figure is seen in the shots in which it is
 * spoken, which are of the whole.
 */
export async function clipFrames(clip: Clip, firstFrame: number, lastFrame: number): Promise<DrawFrame> {
  const { shots, frames } = clip;
  const drawn: { readonly from: number; readonly draw: DrawFrame }[] = [];
  for (const [index, from] of shots.entries()) {
    const length = (shots[index + 1] ?? frames) - from;
    if (from <= lastFrame && from + length > firstFrame) drawn.push({ from, draw: await shotOf(clip, index, from, length) });
  }
  return (pen, frame) => {
    const shot = drawn.findLast(({ from }) => from <= frame);
    shot?.draw(pen, frame - shot.from);
  };
}

/** All of a stage, from its first moment to its last. @param type when the title is seen; absent: it enters with everything else */
export function wholeFrames(stage: Stage, frames: number, fps: number, type?: (frame: number) => TypeMoment): DrawFrame {
  return (pen, frame) => stage.draw(pen, frame / fps, frames <= 1 ? 0.5 : frame / (frames - 1), type?.(frame));
}

async function shotOf(clip: Clip, index: number, from: number, length: number): Promise<DrawFrame> {
  const { shots, frames, format } = clip;
  const begins = beginOf(clip, index);
  const { scene, figureFrames } = clip.looks?.[begins] ?? clip;
  const isNew = (shot: number): boolean => shot >= shots.length || beginOf(clip, shot) !== begins;
  const isSpoken = figureFrames !== undefined && isSeenIn(clip, figureFrames, index, begins);
  // What is close already is seen from afar next.
  const isDetail = (index - begins) % 2 === 1 && scene.heroIcon !== null && !isSpoken && !scene.framing?.startsWith('close');
  const seen = isDetail ? index - 1 : index;
  const isTyped = figureFrames === undefined ? seen === begins || scene.heroIcon === null : isSeenIn(clip, figureFrames, seen, begins);
  // The first look is paced as if the near one were part of it.
  const next = seen === begins && !isNew(begins + 1) ? begins + 2 : seen + 1;
  const seconds = ((shots[next] ?? frames) - (shots[seen] ?? 0)) / format.fps;
  const headline = isTyped ? scene.headline : null;
  const shown = seen === begins ? { ...scene, headline } : otherSide({ ...scene, headline }, seen - begins);
  const stage = await stageOf(shown, format, seconds);
  if (isDetail) return detailOf(stage, shown, index - begins, length, format);
  return wholeFrames(stage, length, format.fps, figureFrames && ((frame) => momentOf(figureFrames, from + frame, format.fps)));
}

/** The shot with which the scene of a shot begins. */
function beginOf({ looks }: Clip, index: number): number {
  let begins = index;
  while (begins > 0 && !looks?.[begins]) begins -= 1;
  return begins;
}

/** Seen in a shot that has at least so much of it, and in the one that has most. */
const LEAST_SEEN_SECONDS = 0.8;

function isSeenIn(clip: Clip, figure: FrameSpan, index: number, begins: number): boolean {
  const { shots, frames, format } = clip;
  const seen = shots.map((from, shot) => (beginOf(clip, shot) === begins ? overlapOf(figure, { from, to: shots[shot + 1] ?? frames }) : 0));
  const own = seen[index] ?? 0;
  return own > 0 && (own >= LEAST_SEEN_SECONDS * format.fps || own === Math.max(...seen));
}

const momentOf = ({ from, to }: FrameSpan, frame: number, fps: number): TypeMoment => ({
  sinceSeconds: (frame - from) / fps,
  leftSeconds: (to - frame) / fps,
});

/** A word alone would stand for the whole segment before one and the same surface. Each is as quiet as the one it takes turns with. */
const TURNS: Partial<Record<World, World>> = { rays: 'blobs', blobs: 'rays', rings: 'bokeh', bokeh: 'rings' };

/** With a hero in it, another place of the same kind: the hero stands on the ground of both, or of neither. */
const OTHER_PLACES: Partial<Record<World, World>> = {
  studio: 'bokeh',
  bokeh: 'studio',
  rings: 'cutout',
  cutout: 'rings',
  hills: 'ridges',
  ridges: 'hills',
};

/**
 * The hero from farther away and from the other side, its things in other places; every other look is at another place of the kind.
 * @param index of the shot, counted from the one the scene begins with
 */
export function otherSide(scene: SceneDescription, index: number): SceneDescription {
  const turn = index % Math.max(1, scene.companionIcons.length);
  const companionIcons = [...scene.companionIcons.slice(turn), ...scene.companionIcons.slice(0, turn)];
  const layout = scene.layout === 'cascade' ? 'arc' : 'cascade';
  const camera = DETAIL_MOVES[(scene.seed + index) % DETAIL_MOVES.length] ?? 'push-in';
  const isTurned = scene.heroIcon === null ? index % 2 === 1 : index % 4 === 2;
  const world = isTurned ? ((scene.heroIcon === null ? TURNS : OTHER_PLACES)[scene.world] ?? scene.world) : scene.world;
  const framing = scene.heroIcon === null ? null : scene.framing?.endsWith('right') ? 'far-left' : 'far-right';
  return { ...scene, world, ...(framing && { framing }), companionIcons, layout, camera, seed: (scene.seed + index * 7919) % 2 ** 31 };
}

function detailOf(stage: Stage, scene: SceneDescription, index: number, length: number, { widthPx, heightPx, fps }: FilmFormat): DrawFrame {
  const composed = compositionOf(scene, { widthPx, heightPx, fps });
  const { focus } = composed;
  const nearest = zoomOfDetail(composed, DETAIL_ZOOM);
  return (pen, frame) => {
    const share = length <= 1 ? 0.5 : frame / (length - 1);
    const zoom = nearest - DETAIL_TRAVEL * (1 - share);
    pen.save();
    pen.translate(focus.x, focus.y - liftOfDetail(composed, zoom));
    pen.scale(zoom, zoom);
    pen.translate(-focus.x, -focus.y);
    // From near by the title would be cut off.
    stage.draw(pen, ENTERED_SECONDS + frame / fps, share, null);
    pen.restore();
  };
}
