import { describe, expect, it } from '@jest/globals';
import { iconsByName } from '../catalogue/icons.js';
import { beatsOf, beatsOfShots } from './beats.js';
import type { IllustrationRequest } from './compose.js';
import { topicOf } from '../words/subjects.js';
import { heroesOf, scenesOfBeats } from './scenes-of-beats.js';

interface Film {
  readonly language: 'en' | 'ru';
  readonly narrations: readonly string[];
}

const FILMS: readonly Film[] = [
  {
    language: 'en',
    narrations: [
      'An octopus has three hearts, and that is only the beginning. Two of them push blood through the gills.',
      'Swimming stops the third heart, so an octopus prefers to crawl. Its blood is blue, because copper carries the oxygen.',
    ],
  },
  {
    language: 'en',
    narrations: [
      'A telescope is a bucket for light. The wider its mirror, the fainter the stars it can catch.',
      'The largest mirrors are made of many small ones, and each is moved by motors a thousand times a second.',
    ],
  },
  {
    language: 'ru',
    narrations: [
      'Байкал старше всех озёр на земле. В нём пятая часть пресной воды планеты.',
      'Зимой лёд становится прозрачным, и сквозь него видно камни на дне. Местные говорят, что озеро дышит.',
    ],
  },
  {
    language: 'ru',
    narrations: [
      'Кошка падает на лапы. За полсекунды кошка поворачивает голову, потом передние лапы, и только затем задние.',
      'Хвост кошки работает как балансир. Кошка видит в темноте, и мышь её не слышит.',
    ],
  },
];

/** Words that name nothing. */
const SO_ON = 'And so it goes on and on, and it always did, as it did before that. ';
const QUIET: Film = { language: 'en', narrations: [`The lighthouse. ${SO_ON.repeat(2)}`, SO_ON.repeat(3)] };

const request = ({ language, narrations }: Film, index: number, avoidIcons: readonly string[] = []): IllustrationRequest => ({
  ...{ text: narrations[index] ?? '', topic: narrations[0] ?? '', language, narrations, style: '', tone: '', seed: 7, avoidIcons },
  ...{ segmentIndex: index, segmentCount: narrations.length, section: 'main', format: { widthPx: 720, heightPx: 1280, fps: 30 } },
});

/** All pictures of a film, one after the other. */
const scenesOf = (film: Film) => {
  const heroes: string[] = [];
  return film.narrations.flatMap((_, index) => {
    const scenes = scenesOfBeats(request(film, index, heroes));
    heroes.push(...heroesOf(request(film, index, heroes)));
    return scenes;
  });
};

describe('the pictures of a film', () => {
  it.each(FILMS)('show another object in each beat, also across segments: $narrations.0', (film) => {
    const shown = scenesOf(film).map(({ scene }) => scene?.heroIcon ?? null);
    expect(shown.length).toBeGreaterThanOrEqual(4);
    shown.slice(1).forEach((hero, index) => expect(hero === null || hero !== shown[index]).toBe(true));
    expect(new Set(shown.filter((hero) => hero !== null)).size).toBeGreaterThanOrEqual(3);
  });

  it('show what is said in the beat itself', () => {
    const shown = scenesOf({
      language: 'en',
      narrations: ['The baker opens the oven long before the sun comes up. Then a train rolls slowly into the old and empty station.'],
    }).map(({ scene }) => scene?.heroIcon);
    expect(shown.at(-1)).toBe('train');
    expect(shown.slice(0, -1)).not.toContain('train');
  });

  it('stand in another world than the picture before', () => {
    for (const film of FILMS) {
      const worlds = scenesOf(film).flatMap(({ scene }) => (scene === null ? [] : [scene.world]));
      worlds.slice(1).forEach((world, index) => expect(world).not.toBe(worlds[index]));
    }
  });

  it.each([...FILMS, QUIET])('never stand empty, and stay as they are only where a film is about nothing: $narrations.0', (film) => {
    for (const { scene } of scenesOf(film)) expect(scene?.heroIcon ?? scene?.headline ?? null).not.toBeNull();
    const nothing = scenesOf({ language: 'en', narrations: [SO_ON.repeat(4)] }).map(({ scene }) => scene);
    expect(nothing.slice(1)).toContain(null);
    for (const scene of nothing.slice(1)) expect(scene === null || scene.heroIcon !== null || scene.headline !== null).toBe(true);
  });

  it('set no two drawings of one word beside each other', () => {
    const cats = scenesOf(FILMS[3] ?? { language: 'ru', narrations: [] });
    for (const { scene } of cats) {
      const seen = [scene?.heroIcon ?? '', ...(scene?.companionIcons ?? [])].filter((name) => /(^|-)cat(-|$)/.test(name));
      expect(seen.length).toBeLessThanOrEqual(1);
      expect(iconsByName().get(scene?.heroIcon ?? '')?.subgroup ?? '').not.toMatch(/face/);
    }
  });

  it('show an object again, rather than its name, once another was seen in between', () => {
    const shown = scenesOf({
      language: 'ru',
      narrations: [
        'Почему кошки всегда падают на лапы? Секрет в гибком позвоночнике и вестибулярном аппарате.',
        'За полсекунды кошка поворачивает сначала голову, потом передние лапы, и только затем задние. Хвост работает как балансир.',
      ],
    });
    expect(shown.filter(({ scene }) => scene !== null && scene.heroIcon === null)).toEqual([]);
  });

  it.each([
    [
      'en',
      'lighthouse',
      'A lighthouse is a promise. Nobody thanks a lighthouse, and yet every lighthouse goes on. Without the lighthouse there was only hope and fear.',
    ],
    [
      'ru',
      'lighthouse',
      'Маяк стоит один. Никто не благодарит маяк, но маяк не уходит никогда. Без него оставалась бы одна только надежда, и маяк это помнит.',
    ],
    [
      'en',
      'windmill',
      'The windmill is old. People forgot why the windmill was here, and the windmill went on. The windmill will be here long after them, and so it goes.',
    ],
  ] as const)('show one subject from another side, at another distance or elsewhere each time: %s %s', (language, subject, text) => {
    const film = { language, narrations: [text, text] };
    const heroes: string[] = [];
    const scenes = film.narrations.flatMap((_, index) => {
      const ofSegment = scenesOfBeats({
        ...request(film, index, [...heroes]),
        topic: subject === 'lighthouse' ? 'Lighthouse' : 'The windmill',
      });
      heroes.push(...ofSegment.map(({ scene }) => scene?.heroIcon ?? heroes.at(-1) ?? ''));
      return ofSegment.map(({ scene }) => scene);
    });
    expect(scenes).not.toContain(null);
    expect(scenes.filter((scene) => scene?.heroIcon === subject).length).toBeGreaterThanOrEqual(2);
    const views = scenes.map((scene) => [scene?.heroIcon, scene?.framing ?? 'middle', scene?.world, scene?.palette].join(' '));
    expect(new Set(views).size).toBe(views.length);
    scenes.slice(1).forEach((scene, index) => {
      const before = scenes[index];
      if (scene?.heroIcon === before?.heroIcon) expect(scene?.framing).not.toBe(before?.framing);
    });
  });

  it('know what a film is about also where it is one segment', () => {
    const narrations = ['The mirror was four metres wide. A mirror like that catches the light of a candle on the Moon.'];
    expect(topicOf('News', narrations, 'en').stems).toContain('mirror');
  });

  it('show no figure before it is said', () => {
    const scenes = scenesOf({
      language: 'ru',
      narrations: [
        'В XX веке уровень моря вырос на 20 см. В городе это заметили не сразу.',
        'В 1961 году, 12 апреля, на набережную потратили 1 млн рублей. Сегодня защита стоит $1,5 млрд, и она работает 24/7.',
      ],
    });
    const later: Film = { language: 'en', narrations: [`${SO_ON}The old road carries 5,000 cars an hour.`] };
    const opening = scenesOfBeats({ ...request(later, 0), topic: 'News' });
    expect(opening[0]?.scene?.heroIcon).toBe('automobile');
    for (const { beat, scene } of [...scenes, ...opening]) {
      const figure = scene?.headline?.kind === 'number' ? (scene.headline.lines[0] ?? '') : '';
      expect(beat.text).toContain(figure);
    }
  });

  it('have the title once', () => {
    const scenes = scenesOfBeats({
      ...request(FILMS[1] ?? { language: 'en', narrations: [] }, 0),
      topic: 'The telescope',
      section: 'intro',
    });
    expect(scenes.filter(({ scene }) => scene?.headline?.kind === 'title')).toHaveLength(1);
  });
});

describe('beats', () => {
  it('are the whole text, cut between words, about as long as a shot', () => {
    for (const { language, narrations } of FILMS)
      for (const text of narrations) {
        const beats = beatsOf(text, language);
        expect(beats.map((beat) => beat.text).join(' ')).toBe(text);
        expect(beats.length).toBeGreaterThanOrEqual(2);
        beats.slice(1).forEach(({ from }, index) => expect(from).toBe(beats[index]?.to));
      }
  });

  it.each(['', '...', 'слово '.repeat(4000), 'x'.repeat(9000)])('take any text', (text) => {
    expect(beatsOf(text, 'ru').length).toBeGreaterThanOrEqual(1);
  });

  it('belong to the shots in which most of them is heard, and never go back', () => {
    const beats = [0, 0.3, 0.6].map((from, index) => ({ text: String(index), begins: 0, from, to: [0.3, 0.6, 1][index] ?? 1 }));
    expect(beatsOfShots(beats, [0, 31, 61], 100)).toEqual([0, 1, 2]);
    expect(beatsOfShots(beats, [0, 55], 100)).toEqual([0, 2]);
    expect(beatsOfShots(beats, [0, 20, 40, 70], 100)).toEqual([0, 1, 1, 2]);
  });
});
