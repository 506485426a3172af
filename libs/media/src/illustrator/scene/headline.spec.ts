import { describe, expect, it } from '@jest/globals';
import { cardWords } from './card-words.js';
import { findNumber, isDrawable, titleOf } from './headline.js';

describe('the figure worth showing', () => {
  it.each([
    ['Bread was first baked 14,000 years ago.', ['14,000', 'YEARS']],
    ['Save 10% of it.', ['10%']],
    ['By 200 AD the network reached 80,000 kilometres.', ['80,000', 'KILOMETRES']],
    ['It costs $5.', ['$5']],
    ['Озеру 25 миллионов лет.', ['25', 'МИЛЛИОНОВ ЛЕТ']],
    ['The bridge cost $1.5 million and opened late.', ['$1.5', 'MILLION']],
    ['They paid $1.5 billion.', ['$1.5', 'BILLION']],
    ['There are 8 billion people.', ['8', 'BILLION PEOPLE']],
    ['Some 25 million live there.', ['25', 'MILLION']],
    ['Потратили 1 млн рублей на это.', ['1', 'МЛН РУБЛЕЙ']],
    ['Это стоит $1,5 млрд.', ['$1,5', 'МЛРД']],
    ['Погибли 50 тыс. человек.', ['50', 'ТЫС ЧЕЛОВЕК']],
    ['Глубина 1 642 метра.', ['1 642', 'МЕТРА']],
  ])('%s', (text, lines) => expect(findNumber(text)).toEqual({ lines, kind: 'number' }));

  it.each([
    ...[
      'They met at 9:08 AM.',
      'Подавайте к 5 часам.',
      'Приходите в 6 часов.',
      'At 5 pm it rained.',
      'Support is 24/7.',
      'Take 1/2 of it.',
      'Our 5G network.',
      'Call 555-1234.',
      'On 2024-12-25 it snowed.',
    ],
    ...[
      '1. Pour it.',
      'Step 3: wait.',
      'Version 2.5 is out.',
      'Update to 1.2.3 now.',
      'She bought an iPhone 15.',
      'They use Windows 11.',
      'He flew in Apollo 13.',
    ],
    ...[
      'Room 101 was locked.',
      'See page 12.',
      'He left in November 1703.',
      'Встретились в 9:08.',
      '12 апреля пошёл снег.',
      'Шаг 3: ждём.',
      'Версия 2 вышла.',
      'Рейс 747 опоздал.',
    ],
  ])('none in times, dates, versions and names: %p (numbers that do not count)', (text) => expect(findNumber(text)).toBeNull());

  it.each(['No figures here.', 'B2B and H2O', '12345678901234567890'])('none in %p', (text) => expect(findNumber(text)).toBeNull());
});

describe('a title', () => {
  it('is set in short lines', () =>
    expect(titleOf('Why octopuses have three hearts')?.lines).toEqual(['WHY OCTOPUSES', 'HAVE', 'THREE HEARTS']));
  it.each(['Make a film about the long and winding history of bread in Europe', '章鱼', 'اخطبوط', '', 'x'.repeat(30)])(
    'is not made of %p',
    (topic) => expect(titleOf(topic)).toBeNull(),
  );
});

describe('glyphs', () => {
  it.each(['Кофе', 'Café', '100 %', 'Łódź'])('has %s', (text) => expect(isDrawable(text)).toBe(true));
  it.each(['咖啡', 'قهوة', '☕', 'a\u0000'])('has not %p', (text) => expect(isDrawable(text)).toBe(false));
});

describe('the words of a card', () => {
  it('are the first sentences', () => expect(cardWords('Bees dance. They do.')).toEqual(['Bees', 'dance.', 'They', 'do.']));
  it('end with dots when cut', () => expect(cardWords('word '.repeat(500)).at(-1)).toBe('word...'));
  it('are none where the font has no glyphs', () => expect(cardWords('章鱼有三颗心 ok')).toEqual([]));
  it('leave out what cannot be drawn', () => expect(cardWords('Hello 🐙 wonderful \u0000 world')).toEqual(['Hello', 'wonderful', 'world']));
});
