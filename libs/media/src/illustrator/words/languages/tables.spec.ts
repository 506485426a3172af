import { describe, expect, it } from '@jest/globals';
import { iconsByName } from '../../catalogue/icons.js';
import { ASIA } from './asia.js';
import { FOOD_AND_HOME } from './food.js';
import { HOME_AND_STREET } from './home.js';
import { NATURE } from './nature.js';
import { PEOPLE } from './people.js';
import { TOWN_AND_WORK } from './town.js';

const rowsOf = (...tables: string[]): string[][] =>
  tables
    .flatMap((table) => table.split('\n'))
    .filter((line) => line.includes('|'))
    .map((line) => line.split('|').map((cell) => cell.trim()));

describe.each([
  [
    'Europe',
    rowsOf(NATURE, PEOPLE, FOOD_AND_HOME, TOWN_AND_WORK, HOME_AND_STREET),
    10,
    ['2 clima: weather, climate', '4 clima: weather, climate'],
  ],
  ['Asia', rowsOf(ASIA), 4, []],
])('the tables of %s', (_, rows, languages, known) => {
  it('have a column for each language in every row', () => {
    expect(rows.filter(({ length }) => length !== languages + 1).map(([head]) => head)).toEqual([]);
  });

  it('lead to drawings that exist', () => {
    const drawings = rows.flatMap(([head = '']) => (head.startsWith('@') ? [head.slice(1)] : head.split('>').slice(1)));
    expect(drawings.filter((name) => !iconsByName().has(name))).toEqual([]);
  });

  it('give no word two meanings', () => {
    const meanings = new Map<string, Set<string>>();
    for (const [head = '', ...columns] of rows)
      for (const [at, column] of columns.entries())
        for (const sign of column.split(/\s+/).filter((one) => one !== '')) {
          const word = `${at} ${sign.replaceAll(/^[~=]|[*+?]$/g, '').toLocaleLowerCase(at === 8 ? 'tr' : 'en')}`;
          meanings.set(word, (meanings.get(word) ?? new Set()).add(head));
        }
    const twice = [...meanings].filter(([, heads]) => heads.size > 1).map(([word, heads]) => `${word}: ${[...heads].join(', ')}`);
    // Weather and climate are one word in Spanish and in Portuguese.
    expect(twice).toEqual(known);
  });
});
