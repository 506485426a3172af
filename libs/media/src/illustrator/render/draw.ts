import { createCanvas } from '@napi-rs/canvas';
import { writeFile } from 'node:fs/promises';
import { framesBetween } from './between-frames.js';
import { buildCardStage } from './card-stage.js';
import { convertPicture } from './convert.js';
import { encodeFrames, type DrawFrame } from './encode.js';
import type { FilmFormat } from '../../contracts.js';
import type { CameraMove, SceneDescription } from '../scene/scene.js';
import type { DrawingJob } from './job.js';
import { buildStage, compositionOf, type Stage } from './stage.js';

/** A still shows the moment when everything has come in: seconds, and share of the camera move. */
const STILL_SECONDS = 3;
const STILL_SHARE = 0.55;
const ENTERED_SECONDS = 4;

/** Carries out a job and writes its file. Blocks the thread for most of its time: run it in a process of its own. */
export async function draw(job: DrawingJob): Promise<void> {
  switch (job.kind) {
    case 'still': {
      const stage = await buildStage(job.scene, job.format, 6);
      const canvas = createCanvas(job.format.widthPx, job.format.heightPx);
      stage.draw(canvas.getContext('2d'), STILL_SECONDS, STILL_SHARE);
      return writeFile(job.outPath, await canvas.encode('png'));
    }
    case 'convert':
      return convertPicture(job.fromPath, job.outPath);
    case 'clip': {
      return encodeFrames(await shotsOf(job), job.frames, job.format, job.outPath, job.encoder);
    }
    case 'card': {
      const stage = await buildCardStage(job.scene, job.words, job.format, job.frames / job.format.fps);
      return encodeFrames(framesOf(stage, job.frames, job.format.fps), job.frames, job.format, job.outPath, job.encoder);
    }
    case 'between': {
      const frames = await framesBetween(job.firstFramePath, job.lastFramePath, job.frames, job.format, job.seed);
      return encodeFrames(frames, job.frames, job.format, job.outPath, job.encoder);
    }
  }
}

function framesOf(stage: Stage, frames: number, fps: number): DrawFrame {
  return (pen, frame) => stage.draw(pen, frame / fps, frames <= 1 ? 0.5 : frame / (frames - 1));
}

/** A detail is so much nearer. */
const DETAIL_ZOOM = 1.38;
const DETAIL_MOVES: readonly CameraMove[] = ['pull-out', 'pan-right', 'rise', 'push-in', 'pan-left'];

/**
 * Looks at a scene in turn as a whole, then at its hero from near by, then at another side of it, whose things come in anew; without a hero
 * there is only the whole. The near look
 * is into the same stage: it costs nothing to build.
 */
async function shotsOf({ scene, shots, frames, format }: Extract<DrawingJob, { kind: 'clip' }>): Promise<DrawFrame> {
  const drawn: { readonly from: number; readonly draw: DrawFrame }[] = [];
  let stage = await buildStage(scene, format, (shots[2] ?? frames) / format.fps);
  for (const [index, from] of shots.entries()) {
    const length = (shots[index + 1] ?? frames) - from;
    const isDetail = index % 2 === 1 && scene.heroIcon !== null;
    if (index > 0 && !isDetail) stage = await buildStage(otherSide(scene, index), format, length / format.fps);
    drawn.push({ from, draw: isDetail ? detailOf(stage, scene, index, length, format) : framesOf(stage, length, format.fps) });
  }
  return (pen, frame) => {
    const shot = drawn.findLast(({ from }) => from <= frame);
    shot?.draw(pen, frame - shot.from);
  };
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
