import { describe, expect, it } from '@jest/globals';
import { WORLDS } from '../paint/worlds.js';
import { composeScene } from '../scene/compose.js';
import type { SceneDescription, World } from '../scene/scene.js';
import { otherSide } from './clip-frames.js';

const scene = (over: Partial<SceneDescription>): SceneDescription => ({
  ...composeScene({
    ...{ text: 'The lighthouse stands alone.', topic: 'Lighthouse', language: 'en', style: '', tone: '', segmentIndex: 0, segmentCount: 1 },
    ...{ section: 'main', seed: 3, format: { widthPx: 640, heightPx: 360, fps: 24 }, avoidIcons: [] },
  }),
  ...over,
});

describe('a picture that stays longer than a shot and its near look', () => {
  it('shows its hero from another side, and by turns in another place', () => {
    const first = scene({ world: 'studio', framing: 'far-right' });
    expect(first.heroIcon).toBe('lighthouse');
    const [second, third] = [otherSide(first, 2), otherSide(first, 4)];
    expect([second.framing, third.framing]).toEqual(['far-left', 'far-left']);
    expect(otherSide(scene({ framing: 'near-left' }), 2).framing).toBe('far-right');
    expect([second.world === first.world, third.world === first.world]).toEqual([false, true]);
    expect(second.heroIcon).toBe(first.heroIcon);
  });

  it('keeps the hero on its feet, or in the air', () => {
    for (const world of Object.keys(WORLDS) as World[])
      expect([world, WORLDS[otherSide(scene({ world }), 2).world].grounded]).toEqual([world, WORLDS[world].grounded]);
  });

  it('has no side without a hero', () => {
    expect(otherSide(scene({ heroIcon: null, world: 'rays' }), 1)).not.toHaveProperty('framing', 'far-left');
    expect(otherSide(scene({ heroIcon: null, world: 'rays' }), 1).world).toBe('blobs');
  });
});
