/** Montage templates: how segments go over into each other and where captions stand. */
import { type PlannedTransition } from '../contracts/video-job.events.js';

export interface MontageTemplate {
  readonly transition: PlannedTransition['kind'];
  /** Length of a transition, in seconds; 0 for a cut. */
  readonly transitionSeconds: number;
  readonly captionPosition: 'top' | 'center' | 'bottom';
}

export const TEMPLATES: Readonly<Record<string, MontageTemplate>> = {
  classic: { transition: 'crossfade', transitionSeconds: 0.5, captionPosition: 'bottom' },
  documentary: { transition: 'fade', transitionSeconds: 0.8, captionPosition: 'bottom' },
  energetic: { transition: 'wipe', transitionSeconds: 0.3, captionPosition: 'center' },
  minimal: { transition: 'cut', transitionSeconds: 0, captionPosition: 'bottom' },
};

/** @returns the template's joint in frames, an even number of them so that it can lie centred on the boundary. */
export function transitionOf(template: MontageTemplate, fps: number): PlannedTransition {
  const frames = 2 * Math.round((template.transitionSeconds * fps) / 2);
  return template.transition === 'cut' || frames === 0 ? { kind: 'cut', frames: 0 } : { kind: template.transition, frames };
}
