import type { FilmFormat } from '../../contracts.js';
import type { SceneDescription } from '../scene/scene.js';
import { buildStage, type Stage } from './stage.js';

/**
 * A transition shows the scenes on both its sides, which are drawn right before and after it: with these at hand each scene of a film is
 * rasterised about once. One of 1080x1920 holds some 100 MB.
 */
const KEPT = 3;

/** The last ones built, the latest at the end. */
const kept = new Map<string, Promise<Stage>>();

/** As `buildStage`: a stage remembers nothing of what it has drawn, so the same one serves any number of jobs. */
export function stageOf(scene: SceneDescription, format: FilmFormat, durationSeconds: number): Promise<Stage> {
  const key = JSON.stringify([scene, format.widthPx, format.heightPx, durationSeconds]);
  const stage = kept.get(key) ?? buildStage(scene, format, durationSeconds);
  kept.delete(key);
  kept.set(key, stage);
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT) break;
    kept.delete(oldest);
  }
  // What cannot be built is tried again.
  stage.catch(() => kept.delete(key));
  return stage;
}
