import { describe, expect, it } from '@jest/globals';
import { iconsByName } from '../catalogue/icons.js';
import { allDrawingsOfNames, drawingsOfNames } from './famous-names.js';

describe('famous names of a text', () => {
  it('have drawings that there are', () => {
    expect([...allDrawingsOfNames()].filter((name) => !iconsByName().has(name))).toEqual([]);
  });

  it.each([
    ['3 days in Paris', 'eiffel-tower'],
    ['Гуляем по Парижу', 'eiffel-tower'],
    ['En París llueve.', 'eiffel-tower'],
    ['巴黎的早晨', 'eiffel-tower'],
    ['We climbed Mount Fuji.', 'mount-fuji'],
    ['日本の朝', 'shinto-shrine'],
    ['В Японии весной', 'shinto-shrine'],
    ['The streets of New York', 'statue-of-liberty'],
    ['На Красной площади в Москве', 'onion-domes'],
    ['Una semana en Roma', 'colosseum'],
    ['Ägypten im Winter', 'pyramids'],
    ['Why the Titanic sank', 'ship'],
    ['Как Леонардо да Винчи писал', 'artist-palette'],
    ['Что доказал Эйнштейн', 'light-bulb'],
    ['From London to Paris', 'clock-tower'],
  ])('%s', (text, drawing) => {
    expect(drawingsOfNames(text, false)[0]).toBe(drawing);
  });

  it.each([
    'A bull in a china shop',
    'Roast turkey for ten',
    'Paris Hilton opened a shop.',
    'Michael Jordan won again.',
    'Индийский чай и китайский фарфор',
    'Парижанка',
    'Indiana is flat.',
    'Chinatown at night',
    'The Island of lost ships',
    'Der Bach fließt ins Tal.',
    'Грецкий орех полезен.',
    'Дели на два.',
    'Сахара в чае мало.',
    'Гавань утром',
    'New Yorker',
    '',
  ])('none in "%s"', (text) => {
    expect(drawingsOfNames(text, false)).toEqual([]);
  });

  it('are no postcards where somebody mourns', () => {
    expect(drawingsOfNames('The bombing of London', true)).toEqual([]);
    expect(drawingsOfNames('The last night of the Titanic', true)).toEqual(['ship', 'iceberg']);
  });

  it('come in their order, the best of each first', () => {
    expect(drawingsOfNames('From Tokyo to Paris', false)).toEqual(['shinto-shrine', 'eiffel-tower', 'japanese-castle', 'croissant']);
  });
});
