import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { englishNumber } from './english/numbers.js';
import { spokenEnglish } from './spoken-english.js';
import { russianPlural } from './russian/numbers.js';
import { spokenElsewhere } from './spoken-elsewhere.js';
import { toSpokenForm } from './spoken-form.js';

describe('the spoken form of a text', () => {
  const units = (text: string, language = 'en') => toSpokenForm(text, language).utterances.flatMap((utterance) => utterance.units);

  it('keeps every word as written, whatever the text', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.constantFrom('en', 'ru', 'ar'), (text, language) => {
        const form = toSpokenForm(text, language);
        expect(form.written).toEqual(text.match(/\S+/gu) ?? []);
        const covered = form.utterances.flatMap((utterance) => utterance.units).reduce((sum, unit) => sum + unit.writtenWords, 0);
        expect(covered).toBe(form.written.length);
      }),
    ));

  it('ends utterances where sentences end, not after abbreviations', () =>
    expect(toSpokenForm('Dr. Smith came. He left! Why? No reason', 'en').utterances.map(({ units: { length } }) => length)).toEqual([
      3, 2, 1, 2,
    ]));

  it.each([
    ['Рост 20 см. В городе тихо.', 'ru', 2],
    ['Хлеб и т. д. Потом тихо.', 'ru', 2],
    ['Это 2 руб. 3 коп. всего.', 'ru', 1],
    ['Дом на ул. Ленина, д. 5 пуст.', 'ru', 1],
    ['Ждите 5 мин. Потом мешайте.', 'ru', 2],
    ['Это было 2 ч. Назад пути нет.', 'ru', 2],
    ['Он весит 80 кг. В нём два метра.', 'ru', 2],
    ['Это 3 т. Много.', 'ru', 2],
    ['В 1812 г. Наполеон вошёл в Москву.', 'ru', 1],
    ['Наполеон вошёл в Москву в 1812 г. Город горел.', 'ru', 2],
    ['Там жило 5 тыс. Потом никого.', 'ru', 2],
    ['Цена 5 руб. Это мало.', 'ru', 2],
    ['Длина 5 м. Ширина 2 м. Это всё.', 'ru', 3],
    ['Это 20 см. в ширину.', 'ru', 1],
    ['В г. Москве тихо.', 'ru', 1],
    ['Осталось 2 ч. 30 мин. до утра.', 'ru', 1],
    ['В конце XIX в. Россия росла.', 'ru', 1],
    ['It is 6 ft. He is tall.', 'en', 2],
    ['It is 6 ft. tall.', 'en', 1],
    ['It is 3 in. Nobody knows.', 'en', 2],
    ['Wait 5 min. Then stir.', 'en', 2],
    ['It weighs 12 lb. That is much.', 'en', 2],
    ['It took 2 hr. Nobody came.', 'en', 2],
    ['They went to Ft. Worth.', 'en', 1],
    ['They saw Mt. Everest there.', 'en', 1],
    ['He said no. Nobody walks.', 'en', 2],
    ['It is 100 km. Nobody walks.', 'en', 2],
  ])('%s (%s) is %d sentences', (text, language, count) => expect(toSpokenForm(text, language).utterances).toHaveLength(count));

  it('does not speak emoji, and keeps them as words', () =>
    expect(units('Look 🐙👍🏽 here')).toEqual([
      { writtenWords: 1, spoken: 'look', pause: '' },
      { writtenWords: 1, spoken: '', pause: '' },
      { writtenWords: 1, spoken: 'here', pause: '.' },
    ]));

  it('takes digits grouped by spaces as one number of several words', () =>
    expect(units('ровно 1 500 000 ₽', 'ru').map(({ writtenWords, spoken }) => [writtenWords, spoken])).toEqual([
      [1, 'ровно'],
      [4, 'один миллион пятьсот тысяч рублей'],
    ]));

  it('cuts a sentence without end, so that no engine is handed 100 000 characters', () => {
    const { utterances } = toSpokenForm('word '.repeat(20_000), 'en');
    expect(Math.max(...utterances.map((utterance) => utterance.units.length))).toBeLessThan(100);
  });

  it('makes a text without a sound one utterance of silence', () =>
    expect(units('🐙 🐙\n\n🐙').map(({ spoken }) => spoken)).toEqual(['', '', '']));
});

describe('English said aloud', () => {
  it.each([
    ['25%', 'twenty five percent'],
    ['$3.5M', 'three point five million dollars'],
    ['$1.50', 'one dollar fifty'],
    ['1,234,567', 'one million two hundred thirty four thousand five hundred sixty seven'],
    ['1984', 'nineteen eighty four'],
    ['2005', 'two thousand five'],
    ['1990s', 'nineteen nineties'],
    ['21st', 'twenty first'],
    ['5–10', 'five to ten'],
    ['10:30', 'ten thirty'],
    ['-5°', 'minus five degrees'],
    ['https://www.example.com/x?y=1', 'example dot com'],
    ['anna@example.org', 'anna at example dot org'],
    ['USB-C', 'you ess bee see'],
    ['NASA', 'nasa'],
    ['№5', 'number five'],
    ['rock&roll', 'rock and roll'],
    ['naïve', 'naive'],
    ['Москва', 'moskva'],
    ['don’t', "don't"],
    ['“quoted,”', 'quoted'],
    ['—', ''],
    ['日本', ''],
  ])('%s is "%s"', (written, spoken) => expect(spokenEnglish(written)).toBe(spoken));

  it('counts to quadrillions and spells what is longer', () => {
    expect(englishNumber('1000000000000000')).toBe('one quadrillion');
    expect(englishNumber('1'.repeat(19)).split(' ')).toHaveLength(19);
  });

  it('holds only what flite can read', () =>
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (word) => expect(spokenEnglish(word)).toMatch(/^[a-z' ]*$/))));
});

describe('Russian said aloud', () => {
  it.each([
    ['№5', 'номер 5'],
    ['т.е.', 'то есть'],
    ['example.com', 'example точка com'],
    ['«Слово»,', 'Слово'],
    ['—', ''],
  ])('%s is "%s"', (written, spoken) => expect(spokenElsewhere(written, 'ru')).toBe(spoken));

  it('counts 11-14 apart', () => {
    expect([1, 2, 5, 11, 12, 21, 22, 112].map((n) => russianPlural(String(n), ['день', 'дня', 'дней']))).toEqual(
      'день дня дней дней дней день дня дней'.split(' '),
    );
  });

  it('holds no command of espeak-ng', () => {
    expect(spokenElsewhere('a[[h@l]]b<mark/>', 'de')).not.toMatch(/[[\]<>]/);
  });
});
