import { describe, expect, it } from '@jest/globals';
import { scenesOfBeats } from './scenes-of-beats.js';
import type { SceneDescription } from './scene.js';

function picturesOf(topic: string, narrations: readonly string[], style = '', language = 'en'): SceneDescription[] {
  const heroes: string[] = [];
  const shown: SceneDescription[] = [];
  for (const [segmentIndex, text] of narrations.entries()) {
    const request = {
      ...{ text, topic, language, narrations, style, tone: '', seed: 7, avoidIcons: [...heroes], segmentIndex },
      ...{ segmentCount: narrations.length, section: 'main' as const, format: { widthPx: 720, heightPx: 1280, fps: 30 } },
    };
    for (const { scene } of scenesOfBeats(request)) {
      heroes.push(scene?.heroIcon ?? heroes.at(-1) ?? '');
      if (scene) shown.push(scene);
    }
  }
  return shown;
}

const NIGHT = [
  'It was raining when the last bus left. A small dog stood under a lamp and waited for somebody to come.',
  'Anna opened her umbrella and ran across the street.',
  'At home she made hot tea and listened to the rain.',
];

describe('a picture in which it rains', () => {
  it.each(['', 'cinematic', 'playful', 'neon'])('has rain, no sun and no moon, in a dull light (%s)', (style) => {
    const rainy = picturesOf('A night in the rain', NIGHT, style).filter(({ particles }) => particles === 'rain');
    expect(rainy.length).toBeGreaterThanOrEqual(3);
    for (const { world, palette, companionIcons } of rainy) {
      expect(['city', 'forest', 'clouds', 'bokeh']).toContain(world);
      expect(['slate', 'midnight', 'noir']).toContain(palette);
      expect(companionIcons.filter((name) => /moon|(?:^|-)sun(?:-|$)/.test(name))).toEqual([]);
    }
  });

  it('shows what else its sentence names, as the rain is seen falling', () => {
    const heroes = picturesOf('A night in the rain', NIGHT).map(({ heroIcon }) => heroIcon);
    expect(heroes).toEqual(expect.arrayContaining(['bus', 'dog', 'umbrella', 'teapot']));
    const forecast = picturesOf("Tonight's weather", ['A cold front moves in.', 'Expect rain by midnight and snow in the hills.']);
    expect(forecast.map(({ heroIcon }) => heroIcon)).toContain('cloud-with-rain');
  });

  it('goes on behind what stands outside, and not in a kitchen', () => {
    const text = 'Rain falls on the whole village and on the hills around. Chop the onions and the carrots, and put them in a pot.';
    const shown = picturesOf('How to make soup', [text]);
    expect(shown.find(({ heroIcon }) => heroIcon === 'onion')).toMatchObject({ particles: expect.not.stringMatching('rain') });
    expect(picturesOf('A night in the rain', NIGHT).find(({ heroIcon }) => heroIcon === 'umbrella')).toMatchObject({ particles: 'rain' });
    expect(picturesOf('A dog', NIGHT).find(({ heroIcon }) => heroIcon === 'dog')).toMatchObject({ particles: 'rain' });
  });

  it('has no rain where a style has its own boards, on a whale or in space', () => {
    for (const style of ['blueprint', 'paper', 'chalkboard', 'flat'])
      for (const { particles } of picturesOf('A night in the rain', NIGHT, style)) expect(particles).toBe('none');
    const elsewhere = ['Rain falls on the sea, and a whale sings below.', 'On that planet it rains every day. A rocket lands.'];
    for (const { heroIcon, particles } of picturesOf('Far away', elsewhere))
      if (/whale|rocket|planet/.test(heroIcon ?? '')) expect(particles).not.toBe('rain');
  });

  it.each([
    ['ru', 'Вечер', 'За окном шёл дождь. Кошка спала на подоконнике и не слышала его.'],
    ['zh', '童话', '窗外下着雨，一只小猫睡在椅子上。'],
    ['de', 'Ein Abend', 'Draußen fällt Regen, und die Katze schläft auf dem Sofa.'],
  ])('is understood in %s', (language, topic, text) => {
    const shown = picturesOf(topic, [text], '', language);
    expect(shown).toContainEqual(expect.objectContaining({ heroIcon: 'cat', particles: 'rain' }));
  });
});

describe('a town with its own moon', () => {
  it('has no second one beside its hero', () => {
    const moons = picturesOf('The moon over the city', [
      'The moon rose over the city. A bus waited at the stop.',
      'A car passed under the moon, and a taxi turned into the street.',
      'The train left the station at night, and the moon followed it.',
    ]).filter(({ world }) => ['city', 'hills', 'ridges', 'dunes', 'night'].includes(world));
    expect(moons.length).toBeGreaterThan(0);
    for (const { heroIcon, companionIcons } of moons)
      expect([heroIcon, ...companionIcons].filter((name) => /moon|(?:^|-)sun(?:-|$)/.test(name ?? ''))).toEqual([]);
  });
});
