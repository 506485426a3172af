import { beatsOf, type Beat } from './beats.js';
import { composeScene, type IllustrationRequest } from './compose.js';
import type { SceneDescription } from './scene.js';

export interface BeatScene {
  readonly beat: Beat;
  /** Null: the scene before is looked at from near by, for nothing of this beat can be shown. */
  readonly scene: SceneDescription | null;
}

/**
 * The pictures of a segment, one for each of its beats: every beat shows what it says itself, in a place of its own. Pure.
 * @param request `avoidIcons` has the heroes of all beats before
 */
export function scenesOfBeats(request: IllustrationRequest): BeatScene[] {
  const first = Math.max(request.segmentIndex, request.avoidIcons.length);
  const heroes = [...request.avoidIcons];
  const beats = beatsOf(request.text, request.language);
  return beats.map((beat, index): BeatScene => {
    const scene = composeScene({
      ...request,
      text: beat.text,
      segmentIndex: first + index,
      section: index === 0 ? request.section : 'main',
      avoidIcons: heroes,
      narrations: request.narrations ?? [request.text],
    });
    const isEmpty = scene.look !== 'photo' && scene.heroIcon === null && scene.headline === null;
    const shown = index > 0 && isEmpty ? null : scene;
    heroes.push(shown === null ? (heroes.at(-1) ?? '') : (shown.heroIcon ?? ''));
    return { beat, scene: shown };
  });
}

/** Heroes of the beats, in order: '' for one without. What the segments behind must avoid. */
export function heroesOf(request: IllustrationRequest): string[] {
  const heroes: string[] = [];
  for (const { scene } of scenesOfBeats(request)) heroes.push(scene === null ? (heroes.at(-1) ?? '') : (scene.heroIcon ?? ''));
  return heroes;
}
