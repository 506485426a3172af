import { describe, expect, it } from '@jest/globals';
import { rainsAt } from './weather.js';

describe('rain in a text', () => {
  it.each([
    ['en', 'It was raining when she left.'],
    ['en', 'Rain drummed on the roof all night.'],
    ['en', 'On a rainy evening he waited for the bus.'],
    ['ru', 'За окном шёл дождь.'],
    ['ru', 'В дождливый вечер хорошо пить чай.'],
    ['de', 'Draußen fällt Regen.'],
    ['fr', 'La pluie tombe sur la ville.'],
    ['es', 'La lluvia cae sobre el tejado.'],
    ['es', 'Hoy llueve en Madrid.'],
    ['de', 'Es regnet seit Stunden.'],
    ['pl', 'Pada deszcz.'],
    ['zh', '窗外下着雨。'],
    ['en', 'Rain over the old town.'],
    ['pt', 'A chuva na cidade.'],
    ['pl', 'Deszcz pada na miasto.'],
    ['ja', '雨が降っている。'],
    ['id', 'Hujan turun di kota.'],
  ])('%s: %s', (language, text) => {
    expect(rainsAt(text, language)).toBe(true);
  });

  it.each([
    ['en', 'The rainforest is home to parrots.'],
    ['en', 'After the rain the garden smells sweet.'],
    ['en', 'It rained all day. Then the rain stopped.'],
    ['en', 'It rained all day, and then the sun came out.'],
    ['en', 'A year without rain.'],
    ['en', 'Her words fell like rain.'],
    ['en', 'I will take a rain check.'],
    ['en', 'We train every morning, rain or shine.'],
    ['en', 'It rains diamonds there: a diamond rain.'],
    ['en', 'The weather is fine.'],
    ['ru', 'После дождя вышло солнце.'],
    ['ru', 'Дождь закончился.'],
    ['ru', 'Ночью шёл дождь. Утром вышло солнце.'],
    ['en', 'It rained at noon. Then a rainbow stood over the hills.'],
    ['fr', 'La pluie tombe, puis le soleil revient.'],
    ['ru', 'Лето без дождя.'],
    ['ru', 'Золотой дождь монет.'],
    ['de', 'Ein Sommer ohne Regen.'],
    ['nl', 'Na de regen.'],
    ['es', 'Después de la lluvia.'],
    ['zh', '雨后的彩虹。'],
  ])('%s: none in "%s"', (language, text) => {
    expect(rainsAt(text, language)).toBe(false);
  });
});
