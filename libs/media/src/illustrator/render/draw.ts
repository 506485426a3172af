import { type Canvas, createCanvas } from '@napi-rs/canvas';
import { writeFile } from 'node:fs/promises';
import { framesBetween } from './between-frames.js';
import { buildCardStage } from './card-stage.js';
import { clipFrames, wholeFrames } from './clip-frames.js';
import { convertAnimation } from './animation.js';
import { convertPicture } from './convert.js';
import { encodeFrames, feedFrames, type DrawFrame } from './encode.js';
import type { FilmFormat } from '../../contracts.js';
import type { Drawing, DrawingJob, DrawnLayer } from './job.js';
import type { Pen } from '../paint/surface.js';
import { listPicture } from './list-picture.js';
import { opaquePng } from './png.js';
import { stageOf } from './stages.js';

/** A still shows the moment when everything has come in: seconds, and share of the camera move. */
const STILL_SECONDS = 3;
const STILL_SHARE = 0.55;

/** Carries out a job and writes its file. Blocks the thread for most of its time: run it in a process of its own. */
export async function draw(job: DrawingJob): Promise<void> {
  switch (job.kind) {
    case 'still': {
      const stage = await stageOf(job.scene, job.format, 6);
      await writeStill((pen) => stage.draw(pen, STILL_SECONDS, STILL_SHARE), job.format, job.outPath);
      return;
    }
    case 'convert':
      return convertPicture(job.fromPath, job.outPath);
    case 'animation':
      return convertAnimation(job);
    case 'frame': {
      const frames = await drawnFrames({ drawing: job.drawing, firstFrame: job.frame }, 1);
      const canvas = await writeStill((pen) => frames(pen, 0), job.drawing.format, job.outPath);
      const small = job.thumbnailPath === undefined ? null : listPicture(canvas);
      if (job.thumbnailPath !== undefined && small) await writeFile(job.thumbnailPath, small);
      return;
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

async function writeStill(drawOn: (pen: Pen) => void, { widthPx, heightPx }: FilmFormat, outPath: string): Promise<Canvas> {
  const canvas = createCanvas(widthPx, heightPx);
  drawOn(canvas.getContext('2d'));
  await writeFile(outPath, opaquePng(canvas.data(), widthPx, heightPx));
  return canvas;
}

/** @param count how many of its frames are wanted: only what is seen in them is rasterised */
async function drawnFrames({ drawing, firstFrame }: DrawnLayer, count: number): Promise<DrawFrame> {
  const lastFrame = drawing.frames - 1;
  const drawFrame = await framesOfDrawing(drawing, Math.min(firstFrame, lastFrame), Math.min(firstFrame + count - 1, lastFrame));
  return (pen, frame) => drawFrame(pen, Math.min(firstFrame + frame, lastFrame));
}

async function framesOfDrawing(drawing: Drawing, firstFrame: number, lastFrame: number): Promise<DrawFrame> {
  if (drawing.kind === 'clip') return clipFrames(drawing, firstFrame, lastFrame);
  const { scene, words, format, frames } = drawing;
  return wholeFrames(await buildCardStage(scene, words, format, frames / format.fps), frames, format.fps);
}
