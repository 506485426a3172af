import { createCanvas } from '@napi-rs/canvas';
import { writeFile } from 'node:fs/promises';
import { framesBetween } from './between-frames.js';
import { buildCardStage } from './card-stage.js';
import { encodeFrames, type DrawFrame } from './encode.js';
import type { DrawingJob } from './job.js';
import { buildStage, type Stage } from './stage.js';

/** A still shows the moment when everything has come in: seconds, and share of the camera move. */
const STILL_SECONDS = 3;
const STILL_SHARE = 0.55;

/** Carries out a job and writes its file. Blocks the thread for most of its time: run it in a process of its own. */
export async function draw(job: DrawingJob): Promise<void> {
  switch (job.kind) {
    case 'still': {
      const stage = await buildStage(job.scene, job.format, 6);
      const canvas = createCanvas(job.format.widthPx, job.format.heightPx);
      stage.draw(canvas.getContext('2d'), STILL_SECONDS, STILL_SHARE);
      return writeFile(job.outPath, await canvas.encode('png'));
    }
    case 'clip': {
      const stage = await buildStage(job.scene, job.format, job.frames / job.format.fps);
      return encodeFrames(framesOf(stage, job.frames, job.format.fps), job.frames, job.format, job.outPath, job.encoder);
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
