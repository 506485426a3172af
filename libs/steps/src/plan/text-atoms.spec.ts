import { describe, expect, it } from '@jest/globals';
import { sentencesOf } from './text-atoms.js';

/** The sentences of a text whose ends are marked by `|`. */
const asMarked = (marked: string, language: string): void => {
  const sentences = marked.split('|').map((sentence) => sentence.trim());
  expect(sentencesOf(sentences.join(' '), language)).toEqual(sentences);
};

describe('where sentences end behind an abbreviation', () => {
  it.each([
    ['de', 'Am 3. Oktober 1990 war es so weit. | Alle kamen.'],
    ['de', 'Im 19. Jahrhundert war er der 2. König. | Danach kam keiner.'],
    ['de', 'Er wurde 3. | Sie wurde 1. | Das war es.'],
    ['de', 'Es war 1945. | Der Krieg war aus.'],
    ['pl', 'Było to 3. maja w XX. wieku. | Potem nic.'],
    ['cs', 'Stalo se to 17. listopadu. | Pak nic.'],
    ['da', 'Det var den 5. juni. | Så kom han.'],
    ['tr', 'Bu 19. yüzyılda oldu. | Sonra bitti.'],
    ['en', 'I am 3. | He is 4. | Rank 2. | They won.'],
    ['en', 'He came in 3rd. | She was number 1. | Then it rained.'],
  ])('an ordinal with a dot ends none (%s): %s', (language, marked) => asMarked(marked, language));

  it.each([
    'Рост составил 20 см. | В городе тихо.',
    'Он весит 80 кг. | Она легче.',
    'Ждите 5 мин. | Потом мешайте.',
    'Прошло 2 ч. | Назад пути нет.',
    'Осталось 2 ч. 30 мин. до утра.',
    'Длина 5 м. | Ширина 2 м. | Это всё.',
    'Это 20 см. в ширину.',
    'В 1961 г. Гагарин полетел в космос.',
    'В начале 1812 г. Наполеон собрал армию.',
    'В XIX в. Россия росла. | Потом нет.',
    'Это было в 1812 г. | Город горел.',
    'Он родился в XIX в. | Никто не помнит.',
    'Там жило 5 тыс. чел. | Потом никого.',
    'Цена 5 млн. руб. | Это много.',
    'Площадь 3 кв. км. | Это мало.',
    'В г. Москве тихо.',
    'Рост (20 см.) невелик.',
    'См. рис. 5 ниже. | Там всё.',
    'Дом на ул. Ленина, д. 5 пуст.',
  ])('Russian: %s', (marked) => asMarked(marked, 'ru'));

  it.each([
    'It is 6 ft. | He is tall.',
    'It is 6 ft. tall.',
    'He is 6 ft. 2 in. tall.',
    'The pipe is 3 in. | Nobody knows why.',
    'Wait 5 min. | Then stir.',
    'Wait 5 min. before you stir.',
    'It weighs 12 lb. | That is much.',
    'It took 2 hr. | Nobody came.',
    'They went to Ft. Worth.',
    'It fell 20 mi. | The ship was gone.',
    'Take 8 oz. of flour. | Then wait.',
    'Come in. | Nobody is here.',
    'He saw Mt. Everest. | It was white.',
  ])('English: %s', (marked) => asMarked(marked, 'en'));
});

describe('sentences of every script', () => {
  it.each([
    ['hi', 'बिल्ली सोती है। वह शिकार करती है।'],
    ['am', 'ድመቶች ይተኛሉ። በሌሊት ያድናሉ።'],
    ['km', 'ឆ្មាគេង។ ពួកវាប្រមាញ់។'],
    ['ur', 'بلی سوتی ہے۔ وہ شکار کرتی ہے۔'],
    ['hy', 'Կատուն քնում է։ Նա որս է անում։'],
    ['my', 'ကြောင်အိပ်သည်။ အမဲလိုက်သည်။'],
    ['ja', '猫は眠る。夜に狩る。'],
    ['en', 'Cats sleep. They hunt.'],
  ])('in %s two of them are two', (language, text) => {
    expect(sentencesOf(text, language)).toHaveLength(2);
  });
});
