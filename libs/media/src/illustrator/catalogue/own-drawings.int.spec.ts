import { describe, expect, it } from '@jest/globals';
import { artwork } from '../paint/sprites.js';
import { subjectsOf } from '../words/subjects.js';
import { FLUENT_ICONS } from './fluent-icons.generated.js';
import { type IconSet } from './icon-svg.js';
import { iconsByName } from './icons.js';
import { OWN_ICONS } from './own-drawings.js';

const SETS: readonly IconSet[] = ['fluent', 'flat', 'contrast'];

describe('our own drawings', () => {
  it.each(OWN_ICONS.map(({ name }) => name))('%s is a whole shape in every style, and lines alone in one colour', async (name) => {
    const [lit, flat, lines] = await Promise.all(SETS.map((set) => artwork(name, 160, set)));
    for (const drawn of [lit, flat]) {
      expect(drawn?.coverage).toBeGreaterThan(0.2);
      expect(Math.max(drawn?.canvas.width ?? 0, drawn?.canvas.height ?? 0)).toBe(162);
    }
    expect(lines?.coverage).toBeGreaterThan(0.05);
    expect(lines?.coverage ?? 1).toBeLessThan((flat?.coverage ?? 0) * 0.85);
    expect(lines?.lightness).toBeGreaterThan(0.95);
  });

  it('take no name of the icon set', () => {
    const names = new Set(
      FLUENT_ICONS.trim()
        .split('\n')
        .map((line) => line.split(' ')[0]),
    );
    expect(OWN_ICONS.filter(({ name }) => names.has(name))).toEqual([]);
    for (const { name } of OWN_ICONS) expect(iconsByName().get(name)?.name).toBe(name);
  });

  it.each([
    ['en', 'The lighthouse was built on a rock.', 'lighthouse'],
    ['ru', 'Смотритель поднялся на маяк.', 'lighthouse'],
    ['ru', 'На пасеке стоял улей.', 'beehive'],
    ['en', 'An old windmill stood there.', 'windmill'],
    ['en', 'The ship met an iceberg.', 'iceberg'],
    ['ru', 'Айсберг плывёт на юг.', 'iceberg'],
    ['en', 'Behind the hill a waterfall roars.', 'waterfall'],
    ['en', 'The pigeon came back to its roof.', 'pigeon'],
    ['ru', 'Викинги строили драккар всю зиму.', 'longship'],
    ['ru', 'Танк вышел из цеха.', 'tank'],
    ['en', 'A honeycomb is built of wax.', 'honeycomb'],
    ['en', 'They found a chest of silver.', 'chest'],
    ['ru', 'За холмом шумит водопад.', 'waterfall'],
    ['en', 'Goats live on the cliff.', 'cliff'],
    ['en', 'The bench stands under the tower.', 'park-bench'],
    ['en', 'A submarine dives.', 'submarine'],
    ['ru', 'Духовка разогрелась.', 'oven'],
    ['ru', 'В комнате стоит комод.', 'dresser'],
    ['ru', 'Надень шапку и свитер.', 'sweater'],
  ])('stand for their words: %s "%s"', (language, text, name) => {
    const named = subjectsOf(text, language, new Map()).map(({ icons }) => icons[0]);
    expect(named).toContain(name);
  });
});
