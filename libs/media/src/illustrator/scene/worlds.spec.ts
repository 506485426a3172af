import { describe, expect, it } from '@jest/globals';
import { composeScene } from './compose.js';
import { isHeavy, particlesFor, SCENIC, whereItCanBe } from './worlds.js';

const scenesOf = (text: string, topic: string) =>
  Array.from({ length: 12 }, (_, segmentIndex) =>
    composeScene({
      ...{ text, topic, language: 'en', style: '', tone: '', segmentIndex, segmentCount: 12, section: 'main', seed: segmentIndex * 7 },
      ...{ format: { widthPx: 360, heightPx: 640, fps: 24 }, avoidIcons: [], narrations: [text] },
    }),
  );

describe('where things are', () => {
  it('a submarine is in the sea, and neither in the clouds nor over hills', () => {
    const worlds = scenesOf('A submarine dives in silence.', 'Submarines').filter(({ heroIcon }) => heroIcon === 'submarine');
    expect(worlds.length).toBeGreaterThan(0);
    expect(worlds.map(({ world }) => world)).toContain('sea');
    for (const { world } of worlds) expect(['clouds', 'hills', 'dunes', 'forest', 'city']).not.toContain(world);
  });

  it.each(['table', 'park-bench', 'fence', 'oven', 'houses'])('a %s floats in no air', (name) => expect(isHeavy(name)).toBe(true));

  it.each(['lighthouse', 'cliff', 'locomotive', 'houses', 'bridge'])('a %s is neither below the sea nor in the clouds', (hero) => {
    for (const worlds of Object.values(SCENIC)) {
      const possible = whereItCanBe(worlds, hero);
      expect(possible.length).toBeGreaterThan(0);
      expect(possible.filter((world) => ['sea', 'clouds', 'space'].includes(world))).toEqual([]);
    }
  });

  it('what swims may be below the sea, and what floats may not', () => {
    expect(whereItCanBe(['sea'], 'octopus')).toEqual(['sea']);
    expect(whereItCanBe(['sea'], 'sailboat')).not.toContain('sea');
  });

  it('bubbles rise around what swims, and not around what stands', () => {
    expect(particlesFor('sea', 'rings', 'modern', 'octopus')).toBe('bubbles');
    expect(particlesFor('sea', 'rings', 'modern', 'lighthouse')).toBe('dust');
  });

  it('no fish is in the air beside a lighthouse or a ship', () => {
    const scenes = scenesOf('The lighthouse shows the ship a safe way, and every fish of the reef.', 'The lighthouse');
    expect(scenes.some(({ heroIcon }) => heroIcon === 'lighthouse')).toBe(true);
    for (const { companionIcons, world } of scenes)
      if (world !== 'sea') expect(companionIcons.filter((name) => /fish/.test(name))).toEqual([]);
  });

  it('a hero that fills the frame stands alone', () => {
    const near = scenesOf('A cat and a mouse sat beside a red apple and a book.', 'The cat').filter(({ framing }) =>
      framing?.startsWith('near'),
    );
    expect(near.length).toBeGreaterThan(0);
    for (const { companionIcons } of near) expect(companionIcons).toEqual([]);
  });
});
