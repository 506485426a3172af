import { describe, expect, it } from '@jest/globals';
import { iconsByName } from '../catalogue/icons.js';
import { subjectsOf } from './subjects.js';
import { THINGS } from './things.js';

const bestOf = (text: string, language = 'en'): string[] => subjectsOf(text, language, new Map()).map(({ icons: [best = ''] }) => best);

describe('things by their plain names', () => {
  it('have drawings that are there, and one line each', () => {
    const words = THINGS.flatMap((thing) => thing.words);
    expect(words.filter((word, place) => words.indexOf(word) !== place)).toEqual([]);
    expect(THINGS.flatMap(({ icons }) => icons).filter((name) => !iconsByName().has(name))).toEqual([]);
  });

  it.each([
    ['A boat crosses the bay.', 'canoe'],
    ['The squirrel hides another walnut.', 'chipmunk chestnut'],
    ['They live in a village near the airport.', 'houses airplane-departure'],
    ['Rescue teams used boats to reach the villages.', 'handshake canoe houses'],
    ['Two boats came too late.', 'canoe'],
    ['A robot sorts the trash.', 'robot wastebasket'],
    ['A plumber drinks lemonade.', 'wrench beverage-box'],
    ['The warship left the pier.', 'ship anchor'],
    ['A lawyer and an accountant share an office.', 'balance-scale office-building'],
    ['Roll the shirts, put the socks into shoes.', 't-shirt socks running-shoe'],
    ['Bake the pumpkin.', 'jack-o-lantern'],
  ])('are drawn in English: %s', (text, drawn) => expect(bestOf(text).join(' ')).toBe(drawn));

  it.each([
    ['По реке плывёт лодка.', 'river canoe'],
    ['Белка грызёт орех.', 'chipmunk chestnut'],
    ['Волк и лиса живут в лесу.', 'wolf fox'],
    ['Бабушка варит борщ в кастрюле.', 'bowl-with-spoon pot-of-food'],
    ['Рыбак ловит карпа.', 'fishing-pole'],
    ['Официант играет на виолончели.', 'bellhop-bell violin'],
    ['В зоопарке живут гепард и пони.', 'elephant leopard'],
    ['Снимите туфли и варежки.', 'running-shoe gloves'],
  ])('are drawn in Russian: %s', (text, drawn) => expect(bestOf(text, 'ru').slice(0, 2).join(' ')).toBe(drawn));

  it.each([
    ['Банк выдал кредит.', /^bank/],
    ['Банка стоит на столе.', /^jar/],
    ['Вилка лежит слева.', /^fork/],
    ['На кухне печень жарят с луком.', /^(?!.*cookie)/],
    ['Полка упала.', /^$/],
    ['Белок нужен мышцам.', /^(?!.*chipmunk)/],
    ['Пол помыли утром.', /^(?!.*seedling)/],
    ['Что такое инфляция?', /^(?!.*taco)/],
  ])('are not taken for others that share their stem: %s', (text, drawn) => expect(bestOf(text, 'ru').join(' ')).toMatch(drawn));

  it.each(['They park next door.', 'She toasted the bread twice and pined for more.'])('are none where something is done: %s', (text) => {
    expect(bestOf(text)).not.toContain('deciduous-tree');
    expect(bestOf(text)).not.toContain('evergreen-tree');
  });

  it.each([
    ['en', 'The cat sleeps under the table.', 'table'],
    ['en', 'They paid him money under the table.', null],
    ['en', 'Old men sit on the bench.', 'park-bench'],
    ['ru', 'За столом сидит кот.', 'table'],
    ['ru', 'Они сели за стол переговоров и за столом переговоров остались.', null],
    ['ru', 'Он живёт в башне из слоновой кости.', null],
    ['en', 'The fish tank is clean.', 'tropical-fish'],
  ])('stand in a sentence and not in a saying: %s "%s"', (language, text, drawing) => {
    const drawn = bestOf(text, language);
    if (drawing === null) expect(drawn.filter((name) => /^(?:table|tower)$/.test(name))).toEqual([]);
    else expect(drawn).toContain(drawing);
  });

  it('leave glasses what they are', () => {
    expect(bestOf('Her glasses are broken.')).toEqual(['glasses']);
  });
});
