import { describe, expect, it } from '@jest/globals';
import { iconsByName } from '../catalogue/icons.js';
import { CONCEPTS } from './concepts.js';
import { sensesOf } from './senses.js';
import { findIcons } from './find-icons.js';
import { OWN_LINES } from '../../outline/index.js';
import { stemOf } from './stems.js';
import { subjectsOf } from './subjects.js';

const best = (text: string, language: string, count = 3): string[] =>
  findIcons(text, language, sensesOf([text], language))
    .icons.slice(0, count)
    .map(({ name }) => name);

describe('finding drawings for a text', () => {
  it.each([
    ['An octopus has three hearts and blue blood.', 'octopus'],
    ['An octopus has three hearts and blue blood.', 'anatomical-heart'],
    ['Roman roads were built so well that some are still used today.', 'classical-building'],
    ['Coffee was discovered by goats in Ethiopia.', 'hot-beverage'],
    ['Bees dance to show where flowers are.', 'honeybee'],
    ['Volcanoes build new land.', 'volcano'],
    ['The queen is the strongest piece in chess.', 'chess-pawn'],
    ['Bread was first baked 14,000 years ago.', 'bread'],
    ['Artificial intelligence learns from examples.', 'robot'],
    ['Save ten percent of every salary.', 'coin'],
    ['The brain needs sleep.', 'brain'],
    ['A rocket leaves the planet.', 'rocket'],
    ['Plant a tree.', 'deciduous-tree'],
    ['Your muscles grow when you rest after the gym.', 'flexed-biceps'],
  ])('%s → %s', (text, icon) => expect(best(text, 'en')).toContain(icon));

  it.each([
    ['Учёные нашли три сердца у осьминога', 'octopus'],
    ['Озеро Байкал хранит пятую часть пресной воды', 'droplet'],
    ['Кошки спят по шестнадцать часов в день', 'cat'],
    ['Как лучше спать', 'person-in-bed'],
    ['Римляне строили дороги из камня', 'classical-building'],
    ['Пчёлы опыляют цветы', 'honeybee'],
    ['Извержение вулкана', 'volcano'],
    ['Экономьте десять процентов дохода', 'bank'],
    ['Искусственный интеллект учится', 'robot'],
    ['Шахматная доска', 'chess-pawn'],
    ['Хлеб пекут из муки', 'bread'],
    ['Телефон перед сном', 'telephone'],
  ])('%s → %s', (text, icon) => expect(best(text, 'ru', 4)).toContain(icon));

  it('reads a third language where emojibase has one', () => expect(best('Die Katze schläft', 'de')).toContain('cat'));

  it.each(['And that is why it was so.', 'И это было именно так.', '', '   ', '!!! ??? 12345'])('finds nothing in %p', (text) =>
    expect(findIcons(text, 'en').icons).toEqual([]),
  );

  it('does not let one repeated word drown the others', () =>
    expect(best('Bread, bread, bread, bread, bread, bread and a volcano.', 'en', 6)).toContain('volcano'));

  it.each([
    ['octopus', ['squid', 'jellyfish', 'tropical-fish']],
    ['squid', ['octopus', 'jellyfish']],
    ['ant', ['lady-beetle', 'butterfly', 'spider']],
    ['spider', ['ant', 'lady-beetle', 'butterfly']],
  ])('shows for an %s no other animal', (word, others) => {
    const shown = CONCEPTS.filter(({ words }) => words.includes(word)).flatMap(({ icons }) => icons);
    expect(shown).toContain(word);
    expect(shown.filter((icon) => others.includes(icon))).toEqual([]);
  });

  it('finds nothing in what our own writer says of any subject, whole or cut, and all else beside it', () => {
    expect(OWN_LINES.length).toBeGreaterThan(200);
    for (const line of OWN_LINES.filter(({ length }) => length >= 12)) {
      const language = /[а-яё]/i.test(line) ? 'ru' : 'en';
      expect([line, best(line, language), subjectsOf(line, language, new Map())]).toEqual([line, [], []]);
    }
    expect(best('Give credit to the patient', 'en')).toEqual([]);
    expect(best('now, with fresh eyes.', 'en')).toEqual([]);
    expect(best('An octopus swims. Give credit to the patient ones.', 'en', 1)).toEqual(['octopus']);
    expect(best('Pay by credit card.', 'en', 9)).toContain('credit-card');
    expect(best('An octopus swims. And now, with fresh eyes.', 'en', 1)).toEqual(['octopus']);
    expect(best('An owl has large eyes.', 'en', 9)).toContain('eyes');
  });

  it('takes a colour for no thing', () => {
    expect(subjectsOf('Почему небо голубое?', 'ru', new Map()).map(({ written }) => written)).not.toContain('голубое');
    expect(subjectsOf('Голубь сидит на крыше.', 'ru', new Map()).flatMap(({ icons }) => icons)).toContain('dove');
  });

  it('names drawings that exist, in every idea', () => {
    const known = iconsByName();
    expect(CONCEPTS.flatMap(({ icons }) => icons).filter((name) => !known.has(name))).toEqual([]);
    expect(CONCEPTS.every(({ icons, words }) => icons.length >= 3 && words.length >= 2)).toBe(true);
  });

  it('lets no word of one idea be read as another one of another idea', () => {
    // Of one family of words: either drawing fits.
    const kin = new Set(['breathe', 'warming', 'машинный', 'нейронный', 'mindful']);
    const owners = new Map<string, { word: string; idea: number }>();
    const confused: string[] = [];
    CONCEPTS.forEach(({ words }, idea) => {
      for (const word of words) {
        const language = /[а-яё]/.test(word) ? 'ru' : 'en';
        const stem = `${language}:${stemOf(word, language)}`;
        const owner = owners.get(stem);
        if (!owner) owners.set(stem, { word, idea });
        else if (owner.idea !== idea && owner.word !== word && !kin.has(word) && !kin.has(owner.word))
          confused.push(`${owner.word} ${word}`);
      }
    });
    expect(confused).toEqual([]);
  });
});
