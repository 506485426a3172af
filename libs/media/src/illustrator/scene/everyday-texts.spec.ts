import { describe, expect, it } from '@jest/globals';
import { composeScene } from './compose.js';
import { toneOf } from './fitting.js';

const seenIn = (text: string, language: string): string[] => {
  const { heroIcon, companionIcons } = composeScene({
    ...{
      text,
      topic: 'News',
      language,
      narrations: [text],
      style: '',
      tone: '',
      segmentIndex: 1,
      segmentCount: 5,
      section: 'main',
      seed: 7,
    },
    ...{ format: { widthPx: 720, heightPx: 1280, fps: 30 }, avoidIcons: [] },
  });
  return [...(heroIcon === null ? [] : [heroIcon]), ...companionIcons];
};

describe('sayings', () => {
  it.each([
    ['He let the cat out of the bag.', 'en', /cat|bag/],
    ['They beat around the bush.', 'en', /drum|tree|herb/],
    ['It costs an arm and a leg.', 'en', /arm|leg/],
    ['He kicked the bucket.', 'en', /bucket/],
    ['That rings a bell.', 'en', /bell|ring/],
    ['They burned the midnight oil.', 'en', /oil|fire|moon/],
    ['It is the last straw.', 'en', /straw|sheaf/],
    ['The ball is in your court.', 'en', /ball|court|tennis/],
    ['He has a skeleton in the closet.', 'en', /skull/],
    ['She has a chip on her shoulder.', 'en', /fries|computer/],
    ['Он водит нас за нос.', 'ru', /nose/],
    ['Она купила кота в мешке.', 'ru', /cat|bag/],
    ['Они сели в лужу.', 'ru', /droplet/],
    ['Он повесил лапшу на уши.', 'ru', /ear|bowl|spaghetti/],
    ['Это дело в шляпе.', 'ru', /hat/],
    ['Он ловит ворон на уроке.', 'ru', /crow|bird/],
    ['Делать из мухи слона не надо.', 'ru', /elephant|fly/],
    ['Не мечите бисер перед свиньями.', 'ru', /pig|boar/],
    ['Вот где собака зарыта.', 'ru', /dog/],
    ['Он получил по шапке.', 'ru', /hat|cap/],
  ])('are never drawn word by word: %s', (text, language, never) => {
    expect(seenIn(text, language).filter((name) => never.test(name))).toEqual([]);
  });
});

describe('grave texts', () => {
  it.each([
    ['The miners never came home.', 'en'],
    ['He was executed at dawn.', 'en'],
    ['Thousands fled the bombing.', 'en'],
    ['The orphan had nobody.', 'en'],
    ['She was diagnosed with a tumour.', 'en'],
    ['They were shot dead in the square.', 'en'],
    ['The genocide lasted a hundred days.', 'en'],
    ['Refugees slept on the floor.', 'en'],
    ['He was kidnapped in March.', 'en'],
    ['The massacre was hidden for years.', 'en'],
    ['Шахтёры не вернулись домой.', 'ru'],
    ['Его расстреляли на рассвете.', 'ru'],
    ['Тысячи бежали от бомбёжки.', 'ru'],
    ['Сирота остался один.', 'ru'],
    ['У неё нашли опухоль.', 'ru'],
    ['Беженцы спали на полу.', 'ru'],
    ['Его похитили в марте.', 'ru'],
    ['О геноциде молчали годами.', 'ru'],
    ['Самолёт разбился в горах.', 'ru'],
    ['Они казнили царя.', 'ru'],
  ])('are told from others: %s', (text, language) => expect(toneOf(text, language)).toBe('grave'));

  it.each([
    ['The program was written in an afternoon.', 'en'],
    ['The film was shot in Rome.', 'en'],
    ['She came home with a friend.', 'en'],
    ['Птицы вернулись домой весной.', 'ru'],
    ['Он снял фильм за три дня.', 'ru'],
    ['A job interview without fear.', 'en'],
    ['There was no pain at all.', 'en'],
    ['Собеседование без страха.', 'ru'],
  ])('are not these: %s', (text, language) => expect(toneOf(text, language)).toBe('neutral'));
});
