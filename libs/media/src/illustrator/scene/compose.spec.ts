import { describe, expect, it } from '@jest/globals';
import { iconsByName } from '../catalogue/icons.js';
import { composeScene, type IllustrationRequest } from './compose.js';
import { PALETTES } from './palettes.js';
import type { SceneDescription } from './scene.js';

const request = (over: Partial<IllustrationRequest> = {}): IllustrationRequest => ({
  text: 'Bees dance to show where flowers are.',
  topic: 'The secret life of bees',
  language: 'en',
  style: '',
  tone: '',
  segmentIndex: 1,
  segmentCount: 6,
  section: 'main',
  seed: 7,
  format: { widthPx: 720, heightPx: 1280, fps: 30 },
  avoidIcons: [],
  ...over,
});

const film = (topic: string, texts: readonly string[], over: Partial<IllustrationRequest> = {}): SceneDescription[] => {
  const scenes: SceneDescription[] = [];
  texts.forEach((text, segmentIndex) =>
    scenes.push(composeScene(request({ topic, text, segmentIndex, avoidIcons: scenes.map(({ heroIcon }) => heroIcon ?? ''), ...over }))),
  );
  return scenes;
};

describe('composing a scene', () => {
  it('is decided by the request alone', () => expect(composeScene(request())).toEqual(composeScene(request())));

  it.each(['photo-led', 'Photos', 'photography', 'фото', 'из фотографий', 'старые снимки'])(
    'draws places and no objects between photos (%s)',
    (style) => {
      const texts = [
        'The octopus hides in the sea.',
        'A cat sleeps in the city.',
        'Bread costs 5 dollars.',
        'It was cold on the mountain.',
      ];
      const scenes = film('A day in pictures', texts, { style });
      expect(scenes.map(({ heroIcon, companionIcons }) => [heroIcon, companionIcons])).toEqual(texts.map(() => [null, []]));
      for (const { world, look } of scenes) {
        expect(look).toBe('photo');
        expect('hills ridges dunes forest snowfield clouds night space sea city'.split(' ')).toContain(world);
      }
      expect(scenes[0]?.world).toBe('sea');
      expect(scenes.map(({ headline }) => headline?.kind ?? null)).toEqual([null, null, 'number', null]);
    },
  );

  it.each(['photorealistic', 'фотореализм', 'cinematic', 'telephoto lens flare'])(
    'keeps its objects where a painter is told "%s"',
    (style) => {
      expect(composeScene(request({ style })).heroIcon).toBe('honeybee');
    },
  );

  it('drives no car over a lake, and smells no rain with lungs', () => {
    const lake = [
      'Байкал старше всех озёр на земле. В нём пятая часть пресной воды планеты.',
      'Зимой лёд прозрачен, и видно камни на дне.',
    ];
    const rain = ['Why does it smell good after rain?', 'One simple question: why does it smell good after rain?'];
    const shown = [
      ...film(lake[0] ?? '', lake, { narrations: lake, language: 'ru' }),
      ...film(rain[0] ?? '', rain, { narrations: rain }),
    ].flatMap(({ heroIcon, companionIcons }) => [heroIcon ?? '', ...companionIcons]);
    expect(shown.filter((icon) => /automobile|motorway|lungs/.test(icon))).toEqual([]);
    expect(shown).toEqual(expect.arrayContaining(['droplet', 'umbrella-with-rain-drops']));
  });

  it('shows water as water where nobody sails', () => {
    const texts = [
      'Good bread needs four things: flour, water, salt and time. Mix them in the evening and go to sleep.',
      'In the morning the dough has doubled. Bake it hot, and let it cool before you cut it.',
    ];
    const shown = film(texts[0] ?? '', texts, { narrations: texts }).flatMap(({ heroIcon, companionIcons }) => [
      heroIcon ?? '',
      ...companionIcons,
    ]);
    expect(shown.filter((icon) => /boat|ship|canoe|anchor|fish/.test(icon))).toEqual([]);
    expect(shown).toContain('droplet');
  });

  it('is plain data', () => {
    const scene = composeScene(request());
    expect(JSON.parse(JSON.stringify(scene))).toEqual(scene);
  });

  it('changes with the seed', () => {
    const scenes = new Set([1, 2, 3, 4, 5, 6].map((seed) => JSON.stringify(composeScene(request({ seed })))));
    expect(scenes.size).toBe(6);
  });

  it('shows what the segment says', () => expect(composeScene(request()).heroIcon).toBe('honeybee'));

  it('shows what a sentence itself names before the topic of its film, also where the first drawing of it has a frame of its own', () => {
    const narrations = ['The first part begins on a quiet morning by the sea.', 'The second part takes us to a small town in the hills.'];
    const [text = ''] = narrations.slice(1);
    expect(composeScene(request({ topic: narrations[0] ?? '', text, narrations })).heroIcon).toBe('office-building');
  });

  it('never shows the hero of one of the two segments before, and goes abstract where there is no other', () => {
    const text = 'An octopus. The octopus again.';
    const heroes = film(
      'Octopus',
      Array.from({ length: 14 }, () => text),
    ).map(({ heroIcon }) => heroIcon);
    heroes.forEach((hero, index) => {
      if (hero !== null) expect([heroes[index - 1], heroes[index - 2]]).not.toContain(hero);
    });
    expect(heroes.filter((hero) => hero === 'octopus').length).toBeGreaterThan(1);
  });

  it('guesses nothing: what cannot be shown is a surface with the key noun in type', () => {
    const scene = composeScene(request({ topic: 'Quarterly results', text: 'The shareholders approved a dividend.' }));
    expect(scene).toMatchObject({ heroIcon: null, companionIcons: [], headline: { lines: ['SHAREHOLDERS'], kind: 'key' } });
  });

  it.each([
    ['Дверь осталась закрытой.', 'ru', ['ДВЕРЬ']],
    ['Министр ушёл в отставку.', 'ru', null],
    ['Ему не хватило терпения.', 'ru', null],
    ['She could not stop.', 'en', null],
  ])('sets no verb and no bent Russian word in type: %s', (text, language, lines) => {
    const { heroIcon, headline } = composeScene(request({ topic: 'News', text, language }));
    expect([heroIcon, headline?.lines ?? null]).toEqual([null, lines]);
  });

  it('falls back on the topic where the text names nothing', () => {
    const scene = composeScene(request({ topic: 'Volcanoes', text: 'And that is why it was so.' }));
    expect(scene.heroIcon).toBe('volcano');
    expect(scene.mood).toBe('fire');
  });

  it.each(['', 'cinematic', 'minimal', 'playful', 'documentary', 'retro', 'neon'])(
    'gives neighbours different worlds and palettes (style %p)',
    (style) => {
      for (const seed of [1, 2, 3]) {
        const scenes = film(
          'Roman roads',
          ['Rome built roads.', 'Stone lasts.', 'Soldiers marched.', 'Trade grew.', 'An empire.', 'Maps.'],
          { style, seed },
        );
        scenes.slice(1).forEach((scene, i) => {
          expect(scene.world).not.toBe(scenes[i]?.world);
          expect([scene.palette, scene.layout, scene.camera].join()).not.toBe(
            [scenes[i]?.palette, scenes[i]?.layout, scenes[i]?.camera].join(),
          );
        });
      }
    },
  );

  it('lets the style speak, in both languages', () => {
    expect(composeScene(request({ style: 'Неон' })).treatment).toBe('glow');
    expect(composeScene(request({ style: 'retro' })).treatment).toBe('sticker');
    expect(composeScene(request({ style: '', tone: 'весёлый' })).look).toBe('playful');
    expect(composeScene(request({ style: 'newspaper, historic' })).look).toBe('documentary');
    expect(composeScene(request({ style: 'cinematic', tone: 'playful' })).look).toBe('cinematic');
  });

  it.each([
    ['flat', 'flat', ['plain']],
    ['Vector art', 'flat', ['plain']],
    ['paper cut', 'paper', ['paperhills', 'cutout']],
    ['бумажная аппликация', 'paper', ['paperhills', 'cutout']],
    ['blueprint', 'ink', ['blueprint']],
    ['чертёж', 'ink', ['blueprint']],
    ['Chalkboard', 'chalk', ['chalkboard']],
    ['мелом на доске', 'chalk', ['chalkboard']],
  ])('draws %s in its own way, with an object and without', (style, treatment, worlds) => {
    for (const text of ['Bees dance to show where flowers are.', 'And that is why it was so.'])
      for (const segmentIndex of [1, 2, 3]) {
        const scene = composeScene(request({ style, text, topic: 'x', segmentIndex }));
        expect(scene).toMatchObject({ treatment, particles: 'none' });
        expect(worlds).toContain(scene.world);
      }
  });

  it('gives a grave film no toy borders, no sunburst and quiet colours', () => {
    for (const segmentIndex of [0, 1, 2, 3, 4, 5])
      for (const style of ['', 'playful', 'retro', 'documentary']) {
        const scene = composeScene(request({ style, topic: 'The death of a friend', text: 'She could not stop.', segmentIndex }));
        expect(scene.treatment).toBe('lit');
        expect(scene.particles).not.toBe('confetti');
        expect(['paper', 'slate', 'midnight', 'noir', 'deepsea', 'mist']).toContain(scene.palette);
      }
    // With nothing to draw there is a figure on a surface; which one is chosen anew for every segment.
    const bare = [0, 1, 2, 3].map((segmentIndex) =>
      composeScene(request({ topic: 'x', tone: 'sad', text: 'In all it was 17 that died.', segmentIndex })),
    );
    expect(bare.map(({ heroIcon, headline }) => [heroIcon, headline?.kind])).toEqual(Array(4).fill([null, 'number']));
    expect(new Set(bare.map(({ world }) => world))).toEqual(new Set(['bokeh', 'rings']));
  });

  it('sets a moon or a sun into no sky that has one already', () => {
    let skies = 0;
    for (const text of [
      'The Moon is far away.',
      'The full moon rises.',
      'The sun is a star.',
      'The sunset is red.',
      'Луна далеко.',
      'Солнце светит.',
    ])
      for (const style of ['', 'cinematic', 'documentary', 'retro', 'playful'])
        for (const segmentIndex of [0, 1, 2, 3, 4, 5, 6, 7]) {
          const language = /[а-я]/.test(text) ? 'ru' : 'en';
          const { heroIcon, world } = composeScene(request({ text, topic: text, style, segmentIndex, language }));
          if (!/moon|sun/.test(heroIcon ?? '')) continue;
          skies += 1;
          expect({ text, style, world, lit: ['hills', 'ridges', 'dunes', 'night'].includes(world) }).toMatchObject({ lit: false });
        }
    expect(skies).toBeGreaterThan(100);
  });

  it('sets nothing under water that floats on it', () => {
    const texts = [
      'The ship left the harbour.',
      'The sailboat crossed the ocean.',
      'The ferry came over the sea.',
      'Whales and dolphins live in the sea.',
    ];
    let seas = 0;
    for (const style of ['', 'cinematic', 'documentary', 'playful'])
      for (const segmentIndex of [0, 1, 2, 3])
        for (const text of texts) {
          const { world, heroIcon, companionIcons } = composeScene(
            // A wave was seen already: things of the sea have their turn.
            request({ text, topic: 'The sea', narrations: texts, style, segmentIndex, avoidIcons: ['ocean-wave'] }),
          );
          if (world === 'sea') seas += 1;
          const afloat = [heroIcon ?? '', ...companionIcons].filter((name) =>
            /^(ship|sailboat|ferry|canoe|.*-boat|speedboat|.*-ship)$/.test(name),
          );
          expect({ world, afloat: world === 'sea' ? afloat : [] }).toEqual({ world, afloat: [] });
        }
    expect(seas).toBeGreaterThan(2);
  });

  it.each([
    ['Cats always land on their feet. A cat turns in the air.', 'en'],
    ['Кошка падает на лапы.', 'ru'],
    ['The dog waits at the door. A dog never forgets.', 'en'],
  ])('shows an animal, not its smiling face, in a text that does not smile: %s', (text, language) => {
    const heroes = film(text, [text, text, text, text], { language, narrations: [text] }).map(({ heroIcon }) => heroIcon ?? '');
    expect(heroes.filter((name) => name.includes('face'))).toEqual([]);
    expect(heroes.filter((name) => /cat|dog|poodle/.test(name)).length).toBeGreaterThan(0);
  });

  it.each([
    ['Как пчёлы находят дорогу домой?', 'ru', 'honeybee'],
    ['The air is fresh after rain.', 'en', 'umbrella-with-rain-drops'],
  ])('takes a question for no comparison, and a thing behind a preposition for no doing: %s', (text, language, icon) => {
    const { heroIcon, companionIcons } = composeScene(request({ text, topic: text, language, narrations: [text] }));
    expect([heroIcon, ...companionIcons]).toContain(icon);
  });

  it('opens with the title, and shows figures', () => {
    expect(composeScene(request({ section: 'intro', segmentIndex: 0 })).headline).toEqual({
      lines: ['THE SECRET', 'LIFE OF BEES'],
      kind: 'title',
    });
    expect(composeScene(request({ text: 'A hive makes 25 kilograms of honey.' })).headline).toEqual({
      lines: ['25', 'KILOGRAMS'],
      kind: 'number',
    });
  });

  it.each([
    ['emoji', '🐙🐙🐙 👩‍👩‍👧‍👦'],
    ['right to left', 'אוקטופוס שלושה לבבות'],
    ['Chinese', '章鱼有三颗心'],
    ['one word', 'Love'],
    ['nothing', ''],
    ['control characters', 'a\u0000b\u001b[31m\u202e\ud800'],
    ['markup', `%{} :'\\ "<svg onload=x>" $(rm) \n\n`],
    ['prototype names', 'constructor __proto__ toString hasOwnProperty'],
    ['a very long text', 'слово word 字 '.repeat(8000)],
    ['a very long word', 'x'.repeat(100_000)],
  ])('takes any text: %s', (_, text) => {
    const scene = composeScene(request({ text, topic: text, section: 'intro', segmentIndex: 0 }));
    for (const name of [scene.heroIcon, ...scene.companionIcons]) expect(name === null || iconsByName().has(name)).toBe(true);
    expect(PALETTES.has(scene.palette)).toBe(true);
    expect(JSON.stringify(scene).length).toBeLessThan(2000);
  });
});
