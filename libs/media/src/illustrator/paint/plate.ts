import type { Canvas } from '@napi-rs/canvas';
import type { Palette } from '../scene/palettes.js';
import type { Look } from '../scene/scene.js';
import type { Random } from '../random.js';

/** A painted layer of scenery and how it moves. Everything costly (blur, light, grain) is in its pixels already. */
export interface Plate {
  readonly canvas: Canvas;
  /** Top left corner at rest, in pixels of the frame. */
  readonly x: number;
  readonly y: number;
  /** 0 is infinitely far and does not move with the camera; 1 moves with the hero. */
  readonly depth: number;
  /**
   * Soft plates move by whole pixels and are not scaled, which nobody sees and which costs an eighth (measured, 720x1280: 0.6 ms
   * against 4.4 ms for a full frame); sharp ones need sub-pixel sampling and should be small.
   */
  readonly sharp: boolean;
  /** Own movement to the right, and the way after which it turns back. */
  readonly driftPxPerSecond?: number;
  /** Opacity swings between 1 - depth and 1. */
  readonly pulse?: { readonly depth: number; readonly periodSeconds: number; readonly phase: number };
  /** Turns around its own centre. */
  readonly turnPerSecond?: number;
  /** Circles around a point of the frame, starting at its place: radians per second. */
  readonly orbit?: { readonly x: number; readonly y: number; readonly perSecond: number };
  /** A soft plate whose upper edge joins a sharp one: scaled like it, but without interpolation, for half the cost. */
  readonly hangs?: boolean;
  /** Drawn over the hero. */
  readonly front?: boolean;
}

/** What a world is painted with. */
export interface Kit {
  readonly w: number;
  readonly h: number;
  /** The short side: sizes that must look alike in all aspect ratios are shares of it. */
  readonly u: number;
  readonly palette: Palette;
  readonly look: Look;
  readonly random: Random;
  /** Neither sun nor moon is seen. */
  readonly isOvercast: boolean;
  /** Where the hero is and how large; baseY is where it stands. */
  readonly focus: { readonly x: number; readonly y: number; readonly size: number; readonly baseY: number };
}

/** How far plates reach beyond the frame, so that no camera move shows their edge. */
export function bleedOf({ w, h }: { readonly w: number; readonly h: number }): number {
  return Math.ceil(Math.max(w * 0.085, h * 0.05));
}
