import { describe, expect, it } from '@jest/globals';
import { iconsByName } from '../catalogue/icons.js';
import { tellsOfWar } from './fitting.js';
import { scenesOfBeats } from './scenes-of-beats.js';
import type { SceneDescription } from './scene.js';

interface Film {
  readonly language: 'en' | 'ru';
  readonly topic: string;
  readonly narrations: readonly string[];
  readonly style?: string;
}

/** All pictures of a film, with what is said in each. */
const picturesOf = ({ language, topic, narrations, style = '' }: Film): { said: string; scene: SceneDescription }[] => {
  const heroes: string[] = [];
  return narrations.flatMap((text, segmentIndex) => {
    const scenes = scenesOfBeats({
      ...{ text, topic, language, style, tone: '', segmentIndex, segmentCount: narrations.length, section: 'main', seed: 7 },
      ...{ format: { widthPx: 480, heightPx: 854, fps: 24 }, avoidIcons: [...heroes], narrations },
    });
    heroes.push(...scenes.map(({ scene }) => scene?.heroIcon ?? heroes.at(-1) ?? ''));
    return scenes.flatMap(({ beat, scene }) => (scene === null ? [] : [{ said: beat.text, scene }]));
  });
};
const heroesOf = (film: Film): (string | null)[] => picturesOf(film).map(({ scene }) => scene.heroIcon);
const heroWhere = (film: Film, word: string): string | null =>
  picturesOf(film).find(({ said }) => said.includes(word))?.scene.heroIcon ?? null;

const SIEGE: Film = {
  language: 'en',
  topic: 'The siege of Leningrad',
  style: 'documentary',
  narrations: [
    'On September 8, 1941, the German army closed the ring around Leningrad. Two and a half million people were trapped.',
    "In the first winter a worker's ration fell to 250 grams of bread a day. Trucks crossed the frozen Lake Ladoga under fire, and the ice broke beneath many of them.",
    'The siege lasted 872 days. On January 27, 1944, guns saluted a city that had lost almost a million people.',
  ],
};
const BLOCKADE: Film = {
  language: 'ru',
  topic: 'Блокада Ленинграда',
  style: 'исторический',
  narrations: [
    'В сентябре 1941 года армия сомкнула кольцо вокруг города. Два с половиной миллиона человек оказались в осаде.',
    'Зимой паёк рабочего упал до 250 граммов хлеба. Грузовики шли по льду озера под обстрелом.',
    'Блокада длилась 872 дня. В январе 1944 года пушки дали салют над городом, который не сдался.',
  ],
};
const OCTOPUS: Film = {
  language: 'en',
  topic: 'How octopuses think',
  narrations: [
    'An octopus has nine brains. One sits in the head, and each of its eight arms has a small one of its own. An arm can taste, touch and decide without asking the head.',
    'Octopuses open jars, use tools and remember faces. They learn all of this alone, and live for only two years.',
  ],
};
const WHALE: Film = {
  language: 'ru',
  topic: 'Синий кит — самое большое животное на планете',
  narrations: [
    'Синий кит — самое большое животное на планете. Его сердце весит как небольшой автомобиль. Его слышно за тысячу километров.',
    'Каждый день он съедает четыре тонны крошечных рачков. Киты спят вертикально, как огромные поплавки.',
  ],
};

describe('a film of war', () => {
  it.each([SIEGE, BLOCKADE])('is drawn with the things of war that it tells of: $topic', (film) => {
    const heroes = heroesOf(film);
    expect(heroes).not.toContain(null);
    expect(heroes.filter((name) => /office|cityscape|^fire$|houses|ring$/.test(name ?? ''))).toEqual([]);
    expect(
      new Set(heroes.filter((name) => /^(ruins|barbed-wire|steel-helmet|old-truck|cannon|bread)$/.test(name ?? ''))).size,
    ).toBeGreaterThan(3);
  });

  it.each([
    [SIEGE, 'bread', 'bread'],
    [SIEGE, 'Trucks', 'old-truck'],
    [SIEGE, 'guns', 'cannon'],
    [BLOCKADE, 'хлеба', 'bread'],
    [BLOCKADE, 'пушки', 'cannon'],
  ])('shows what is said of it: %#', (film, word, icon) => expect(heroWhere(film, word)).toBe(icon));

  it('stands in no lit town of today, and on no stage for goods', () => {
    for (const film of [SIEGE, BLOCKADE])
      for (const { scene } of picturesOf(film)) expect(['city', 'studio', 'rays', 'blobs', 'cutout']).not.toContain(scene.world);
  });
});

describe('a film about one animal', () => {
  it.each([OCTOPUS, WHALE])('never shows another one for it: $topic', (film) => {
    const animals = heroesOf(film).filter((name) => /^animal/.test(iconsByName().get(name ?? '')?.subgroup ?? ''));
    expect(animals.length).toBeGreaterThan(1);
    expect(animals.filter((name) => !/octopus|tentacle|whale/.test(name ?? ''))).toEqual([]);
    expect(heroesOf(film).filter((name) => /light-bulb|planet|magnifying|paw/.test(name ?? ''))).toEqual([]);
  });

  it('looks at it in another way each time: a part, from close, as one of many', () => {
    for (const film of [OCTOPUS, WHALE]) {
      const views = picturesOf(film).map(({ scene }) => `${scene.heroIcon} ${scene.framing ?? 'middle'}`);
      expect(new Set(views).size).toBe(views.length);
      expect(views.some((view) => /close|tentacle|octopus-eye/.test(view))).toBe(true);
    }
    expect(heroesOf(OCTOPUS)).toContain('tentacle');
  });

  it('leaves it where it lives', () => {
    const swims = picturesOf(WHALE).filter(({ scene }) => scene.heroIcon === 'whale');
    for (const { scene } of swims)
      expect(['hills', 'forest', 'space', 'night', 'clouds', 'city', 'dunes', 'ridges']).not.toContain(scene.world);
  });

  it('shows many of them where many are told of, and one where one is', () => {
    const film: Film = {
      language: 'en',
      topic: 'The last passenger pigeon',
      narrations: [
        'Passenger pigeons once flew in flocks so large that they darkened the sky.',
        'The last pigeon died alone. Her cage is empty now.',
      ],
    };
    const [flock, ...others] = picturesOf(film);
    expect(flock?.scene).toMatchObject({ heroIcon: 'pigeon', framing: 'many', layout: 'crowd' });
    expect(new Set(flock?.scene.companionIcons)).toEqual(new Set(['pigeon']));
    expect(others.map(({ scene }) => scene.framing)).not.toContain('many');
    expect(heroWhere(film, 'cage')).toBe('cage');
    for (const { scene } of others) if (scene.heroIcon === 'cage') expect(scene.companionIcons).toEqual([]);
  });
});

describe('the tone of a film', () => {
  const war = ['В августе самолёты разбомбили город.', 'Солдаты дрались за каждый дом.', 'Танки уходили в бой прямо из цеха.'];

  it('is that of war where several words tell of it, and not for one', () => {
    expect(tellsOfWar(war)).toBe(true);
    expect(tellsOfWar(['An army of ants crossed the road.', 'Every ant is a soldier of its own.'])).toBe(false);
    const film: Film = { language: 'ru', topic: 'Завод', narrations: war };
    for (const { scene } of picturesOf(film)) expect(['studio', 'rays', 'blobs', 'cutout']).not.toContain(scene.world);
  });

  it('puts no candle into a film about an animal', () => {
    const film: Film = {
      language: 'en',
      topic: 'Sharks',
      narrations: [
        'Sharks have survived five mass extinctions.',
        'Humans kill a hundred million of them every year, and many die for nothing.',
      ],
    };
    expect(heroesOf(film).filter((name) => /candle|flower/.test(name ?? ''))).toEqual([]);
  });
});

describe('a picture', () => {
  const hero = (text: string, language: 'en' | 'ru', topic = 'News'): string | null =>
    heroesOf({ language, topic, narrations: [text] })[0] ?? null;

  it('shows a market that falls with a line that falls', () => {
    const film: Film = {
      language: 'ru',
      topic: 'Ошибки инвестора',
      narrations: ['Продавать в панике акции, когда рынок упал.', 'Акции растут годами.'],
    };
    expect(heroWhere(film, 'упал')).toBe('chart-decreasing');
    expect(heroWhere(film, 'растут')).not.toBe('chart-decreasing');
    expect(hero('The stock market crashed in a day.', 'en', 'Stock market')).toBe('chart-decreasing');
  });

  it.each([
    ['Nurses worked without sleep.', 'en', /bed|eye/],
    ['There was no bread left.', 'en', /bread/],
    ['Без хлеба не обойтись.', 'ru', /bread/],
    ['Викинги не носили рогов.', 'ru', /nose/],
    ['Шлем был железным.', 'ru', /train|locomotive/],
    ['Самое большое животное на планете.', 'ru', /lion|elephant|planet/],
  ] as const)('shows nothing that is denied, only spelt alike, or of another kind: %s', (text, language, never) => {
    expect(hero(text, language, text.startsWith('Викинги') ? text : 'News') ?? '').not.toMatch(never);
  });

  it.each([
    [
      'black-hole',
      'Как работает чёрная дыра',
      'Чёрная дыра сжимает массу в точку. Из чёрной дыры не вырвется даже свет.',
      'ru',
      /^(?:hills|clouds|forest|sea|city|ridges|dunes)$/,
    ],
    [
      'ocean-wave',
      'Почему море солёное',
      'Море солёное. Море помнит каждую реку, а море не спешит.',
      'ru',
      /^(?:hills|clouds|forest|sea|city|ridges|dunes)$/,
    ],
    [
      'longship',
      'Викинги',
      'Викинги плыли на запад. Корабль викингов был лёгким, и викинги тащили его на себе.',
      'ru',
      /^(?:hills|clouds|forest|sea|city|ridges|dunes)$/,
    ],
  ] as const)('sets a %s where it can be', (icon, topic, text, language, never) => {
    const shown = picturesOf({ language, topic, narrations: [text, text] }).filter(({ scene }) => scene.heroIcon === icon);
    expect(shown.length).toBeGreaterThan(0);
    for (const { scene } of shown) expect(scene.world).not.toMatch(never);
  });

  it('celebrates nothing where bees dance', () => {
    const film: Film = {
      language: 'en',
      topic: 'How bees choose a new home',
      narrations: [
        'Each scout of the bees inspects a hollow tree, then dances to show how far it is. The better the hole, the longer the dance.',
      ],
    };
    for (const { scene } of picturesOf(film))
      expect([scene.heroIcon, ...scene.companionIcons].filter((name) => /party|confetti|mirror-ball|ballet/.test(name ?? ''))).toEqual([]);
  });

  it('leaves stars and holes of the sky among stars', () => {
    const film: Film = {
      language: 'ru',
      topic: 'Как работает чёрная дыра',
      narrations: [
        'Как работает чёрная дыра? Огромная звезда сжигает своё топливо и падает внутрь себя. Её масса сжимается в точку, и даже свет не может вырваться.',
        'Газ вокруг раскаляется до миллионов градусов и светится. Если бы Солнце стало чёрной дырой, она была бы шириной шесть километров.',
      ],
    };
    const shown = picturesOf(film);
    expect(shown.filter(({ scene }) => /black-hole|burning-star/.test(scene.heroIcon ?? '')).length).toBeGreaterThan(3);
    for (const { scene } of shown) expect(['hills', 'ridges', 'clouds', 'forest', 'dunes', 'sea', 'city']).not.toContain(scene.world);
  });

  it('leaves the next one its subject', () => {
    const film: Film = {
      language: 'en',
      topic: 'Tea',
      narrations: [
        'It took them more than a thousand years to learn of it at all. The teapot was the last thing that anybody had thought of then.',
      ],
    };
    expect(heroWhere(film, 'thousand')).not.toBe('teapot');
    expect(heroWhere(film, 'teapot')).toBe('teapot');
  });

  it('is of its own sentence, and not of the last words of the one before', () => {
    const film: Film = {
      language: 'en',
      topic: 'The history of tea began in China',
      narrations: [
        'The history of tea began in China nearly five thousand years ago. Monks carried the seeds to Japan and drank it to stay awake. In 1610, Dutch ships brought the first chests to Europe.',
        'In Boston, angry colonists threw 342 chests of it into the harbor. Today the world drinks three billion cups a day.',
      ],
    };
    const last = picturesOf(film).at(-1);
    expect(last?.said).toMatch(/^(?:[\w ]+\. )?Today/);
    expect(last?.scene.heroIcon).not.toBe('anchor');
  });
});
