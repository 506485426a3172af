import type { CameraMove } from '../scene/scene.js';

export const clamp01 = (t: number): number => Math.max(0, Math.min(1, t));
export const easeInOut = (t: number): number => 0.5 - 0.5 * Math.cos(Math.PI * clamp01(t));
export const easeOut = (t: number): number => 1 - (1 - clamp01(t)) ** 3;
/** Overshoots a little before it rests. */
export const easeOutBack = (t: number): number => {
  const x = clamp01(t) - 1;
  return 1 + 2.3 * x ** 3 + 1.3 * x ** 2;
};

/** Where the camera is: a shift in pixels of the hero's plane, and a zoom around the hero. */
export interface CameraPose {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** The camera at `share` of the clip. It never quite stops: clips are joined, and a stop at the joint looks like a stutter. */
export function cameraAt(move: CameraMove, share: number, w: number, h: number): CameraPose {
  const t = clamp01(share);
  const e = 0.4 * t + 0.6 * easeInOut(t);
  const swing = e * 2 - 1;
  switch (move) {
    case 'push-in':
      return { x: 0, y: h * 0.006 * swing, zoom: 1 + 0.11 * e };
    case 'pull-out':
      return { x: 0, y: -h * 0.006 * swing, zoom: 1.11 - 0.11 * e };
    case 'pan-left':
      return { x: w * 0.034 * swing, y: 0, zoom: 1.03 + 0.02 * e };
    case 'pan-right':
      return { x: -w * 0.034 * swing, y: 0, zoom: 1.03 + 0.02 * e };
    case 'rise':
      return { x: w * 0.008 * swing, y: h * 0.018 * swing, zoom: 1.06 - 0.03 * e };
    case 'orbit':
      return { x: w * 0.03 * Math.sin((e - 0.5) * Math.PI), y: -h * 0.006 * Math.cos((e - 0.5) * Math.PI), zoom: 1.02 + 0.05 * e };
  }
}
