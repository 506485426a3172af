import { describe, expect, it } from '@jest/globals';
import { toneOf } from './fitting.js';

describe('the tone of a text', () => {
  it.each([
    ['ru', 'Погибли сто тридцать человек.'],
    ['ru', 'Она умерла зимой.'],
    ['ru', 'Город оплакивает погибших.'],
    ['ru', 'В стране объявлен траур.'],
    ['ru', 'Их убивали по ночам.'],
    ['ru', 'Лодка утонула, матросов не нашли.'],
    ['ru', 'Три вида птиц вымерли.'],
    ['en', 'Terrorists attacked the theatre.'],
    ['en', 'Eleven people were injured.'],
    ['en', 'The hurricane took the roof.'],
  ])('is grave: %s "%s"', (language, text) => {
    expect(toneOf(text, language)).toBe('grave');
  });

  it.each([
    ['ru', 'Умеренный климат и тёплая зима.'],
    ['ru', 'Больница открыта по выходным.'],
    ['ru', 'Лампочка сгорела, купите новую.'],
    ['ru', 'Никто не погиб.'],
    ['en', 'A shooting star crossed the sky.'],
    ['en', 'Burned calories by sport.'],
  ])('is not: %s "%s"', (language, text) => {
    expect(toneOf(text, language)).not.toBe('grave');
  });
});
