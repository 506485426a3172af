import { createCanvas } from '@napi-rs/canvas';
import { writeFile } from 'node:fs/promises';
import { framesBetween } from './between-frames.js';
import { buildCardStage } from './card-stage.js';
import { convertPicture } from './convert.js';
import { encodeFrames, feedFrames, type DrawFrame } from './encode.js';
import type { FilmFormat } from '../../contracts.js';
import type { CameraMove, SceneDescription } from '../scene/scene.js';
import type { Drawing, DrawingJob, DrawnLayer } from './job.js';
import type { Pen } from '../paint/surface.js';
import { opaquePng } from './png.js';
import { compositionOf, type Stage } from './stage.js';
import { stageOf } from './stages.js';

/** A still shows the moment when everything has come in: seconds, and share of the camera move. */
const STILL_SECONDS = 3;
const STILL_SHARE = 0.55;
const ENTERED_SECONDS = 4;

/** Carries out a job and writes its file. Blocks the thread for most of its time: run it in a process of its own. */
export async function draw(job: DrawingJob): Promise<void> {
  switch (job.kind) {
    case 'still': {
      const stage = await stageOf(job.scene, job.format, 6);
      return writeStill((pen) => stage.draw(pen, STILL_SECONDS, STILL_SHARE), job.format, job.outPath);
    }
    case 'convert':
      return convertPicture(job.fromPath, job.outPath);
    case 'frame': {
      const frames = await drawnFrames({ drawing: job.drawing, firstFrame: job.frame }, 1);
      return writeStill((pen) => frames(pen, 0), job.drawing.format, job.outPath);
    }
    case 'clip':
    case 'card': {
      const frames = await drawnFrames({ drawing: job, firstFrame: 0 }, job.frames);
      return encodeFrames(frames, job.frames, job.format, job.outPath, job.encoder);
    }
    case 'piece': {
      const layers = await Promise.all(job.layers.map((layer) => drawnFrames(layer, job.frames)));
      return feedFrames(job.command, job.cwd, layers, job.frames, job.format);
    }
    case 'between': {
      const frames = await framesBetween(job.firstFramePath, job.lastFramePath, job.frames, job.format, job.seed);
      return encodeFrames(frames, job.frames, job.format, job.outPath, job.encoder);
    }
  }
}

function writeStill(drawOn: (pen: Pen) => void, { widthPx, heightPx }: FilmFormat, outPath: string): Promise<void> {
  const canvas = createCanvas(widthPx, heightPx);
  drawOn(canvas.getContext('2d'));
  return writeFile(outPath, opaquePng(canvas.data(), widthPx, heightPx));
}

/** @param count how many of its frames are wanted: only what is seen in them is rasterised */
async function drawnFrames({ drawing, firstFrame }: DrawnLayer, count: number): Promise<DrawFrame> {
  const lastFrame = drawing.frames - 1;
  const drawFrame = await framesOfDrawing(drawing, Math.min(firstFrame, lastFrame), Math.min(firstFrame + count - 1, lastFrame));
  return (pen, frame) => drawFrame(pen, Math.min(firstFrame + frame, lastFrame));
}

async function framesOfDrawing(drawing: Drawing, firstFrame: number, lastFrame: number): Promise<DrawFrame> {
  if (drawing.kind === 'clip') return shotsOf(drawing, firstFrame, lastFrame);
  const { scene, words, format, frames } = drawing;
  return framesOf(await buildCardStage(scene, words, format, frames / format.fps), frames, format.fps);
}

function framesOf(stage: Stage, frames: number, fps: number): DrawFrame {
  return (pen, frame) => stage.draw(pen, frame / fps, frames <= 1 ? 0.5 : frame / (frames - 1));
}

/** A detail is so much nearer. */
const DETAIL_ZOOM = 1.38;
const DETAIL_MOVES: readonly CameraMove[] = ['pull-out', 'pan-right', 'rise', 'push-in', 'pan-left'];

/**
 * Looks at a scene in turn as a whole, then at its hero from near by, then at another side of it, whose things come in anew; without a hero
 * there is only the whole. The near look is into the same stage: it costs nothing to build.
 */
async function shotsOf(drawing: Extract<Drawing, { kind: 'clip' }>, firstFrame: number, lastFrame: number): Promise<DrawFrame> {
  const { shots, frames } = drawing;
  const drawn: { readonly from: number; readonly draw: DrawFrame }[] = [];
  for (const [index, from] of shots.entries()) {
    const length = (shots[index + 1] ?? frames) - from;
    if (from <= lastFrame && from + length > firstFrame) drawn.push({ from, draw: await shotOf(drawing, index, length) });
  }
  return (pen, frame) => {
    const shot = drawn.findLast(({ from }) => from <= frame);
    shot?.draw(pen, frame - shot.from);
  };
}

async function shotOf(
  { scene, shots, frames, format }: Extract<Drawing, { kind: 'clip' }>,
  index: number,
  length: number,
): Promise<DrawFrame> {
  const isDetail = index % 2 === 1 && scene.heroIcon !== null;
  const seen = isDetail ? index - 1 : index;
  // The first look is paced as if the near one were part of it.
  const seconds = ((shots[seen === 0 ? 2 : seen + 1] ?? frames) - (shots[seen] ?? 0)) / format.fps;
  const stage = await stageOf(seen === 0 ? scene : otherSide(scene, seen), format, seconds);
  return isDetail ? detailOf(stage, scene, index, length, format) : framesOf(stage, length, format.fps);
}

/** The same world with its things in other places, without the title that was read already; type that is all there is stays. */
function otherSide(scene: SceneDescription, index: number): SceneDescription {
  const turn = index % Math.max(1, scene.companionIcons.length);
  const companionIcons = [...scene.companionIcons.slice(turn), ...scene.companionIcons.slice(0, turn)];
  const layout = scene.layout === 'cascade' ? 'arc' : 'cascade';
  const camera = DETAIL_MOVES[(scene.seed + index) % DETAIL_MOVES.length] ?? 'push-in';
  return {
    ...scene,
    companionIcons,
    layout,
    camera,
    headline: scene.heroIcon === null ? scene.headline : null,
    seed: (scene.seed + index * 7919) % 2 ** 31,
  };
}

function detailOf(stage: Stage, scene: SceneDescription, index: number, length: number, { widthPx, heightPx, fps }: FilmFormat): DrawFrame {
  const { focus } = compositionOf(scene, { widthPx, heightPx, fps });
  return (pen, frame) => {
    const share = length <= 1 ? 0.5 : frame / (length - 1);
    const zoom = DETAIL_ZOOM + 0.1 * share;
    pen.save();
    pen.translate(focus.x, focus.y);
    pen.scale(zoom, zoom);
    pen.translate(-focus.x, -focus.y);
    // Everything has come in by now.
    stage.draw(pen, ENTERED_SECONDS + frame / fps, share, true);
    pen.restore();
  };
}
