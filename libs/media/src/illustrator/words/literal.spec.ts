import { describe, expect, it } from '@jest/globals';
import { composeScene } from '../scene/compose.js';

/** Everything in the picture of one sentence of a film. */
const seenIn = (topic: string, text: string, narrations: readonly string[] = [text]): string[] => {
  const { heroIcon, companionIcons } = composeScene({
    ...{ text, topic, narrations, language: /[а-яё]/i.test(text) ? 'ru' : 'en', style: '', tone: '', segmentIndex: 0 },
    ...{ segmentCount: 3, section: 'main', seed: 7, format: { widthPx: 720, heightPx: 1280, fps: 30 }, avoidIcons: [] },
  });
  return [...(heroIcon === null ? [] : [heroIcon]), ...companionIcons];
};

describe('words that stand for something else as often as for themselves', () => {
  it.each([
    ['Ten minutes a day', 'Your dog will thank you.', 'dog'],
    ['A slow Sunday', 'A cat sleeps by the window.', 'cat'],
    ['Стихи о дожде', 'Кот сидит у окна.', 'cat'],
    ['Как пережить жару', 'Не оставляйте собаку в машине.', 'dog'],
    ['Meal prep in one hour', 'Boil six eggs.', 'egg'],
    ['Как помириться', 'Принесите торт и две ложки.', 'shortcake'],
    ['Собеседование', 'Завесьте окна светлыми шторами.', 'window'],
    ['Save water at home', 'Take showers, not baths.', 'shower'],
    ['Cheap dates', 'Walk across a bridge with her.', 'bridge'],
    ['A long walk', 'He was a shepherd with thirty sheep.', 'ram'],
    ['Stretch at your desk', 'Drink a glass of water.', 'tumbler-glass'],
    ['Как всё успеть', 'Переведите часы вперёд.', 'mantelpiece-clock'],
    ['3 days in Rome', 'Walk along the river on the first morning.', 'river'],
    ['Отпуск', 'Мы купались в море.', 'ocean-wave'],
    ['How it works', 'Your phone hears four of them.', 'mobile-phone'],
  ])('are drawn where somebody does with them what is done with such things: %s, %s', (topic, text, drawing) =>
    expect(seenIn(topic, text)).toContain(drawing),
  );

  it.each([
    ['Careers', 'That opens the door to success.', /door/],
    ['Careers', 'He is a lone wolf in the office.', /wolf/],
    ['Careers', 'The bear market came back.', /bear/],
    ['Careers', 'A river of money flows to the winners.', /river/],
    ['Careers', 'She swam against a sea of troubles.', /wave/],
    ['Карьера', 'Море возможностей.', /wave/],
    ['Карьера', 'Он открыл дверь в будущее.', /door/],
    ['Карьера', 'Это мост между отделами.', /bridge/],
    ['Карьера', 'Рыба гниёт с головы.', /fish/],
  ])('are not drawn where they stand for something else: %s, %s', (topic, text, never) =>
    expect(seenIn(topic, text).filter((name) => never.test(name))).toEqual([]),
  );
});

describe('things of two words', () => {
  it.each([
    ['Cheap dates', 'Buy one ice cream and two spoons.', 'ice-cream', /^ice$/],
    ['Remote work', 'Your office is a table under a palm tree.', 'palm-tree', /deciduous|hand/],
    ['Saturday', 'The first guests get a free cinnamon roll.', 'croissant', /pepper/],
    ['Sailing', 'The clove hitch ties a boat to a post.', 'canoe', /pepper/],
    ['На дороге', 'Скорая помощь приехала через пять минут.', 'ambulance', /handshake/],
    ['В лесу', 'Летучая мышь висит вниз головой.', 'bat', /^(?:mouse|rat)/],
    ['Лето', 'Божья коровка села на ладонь.', 'lady-beetle', /cow/],
  ])('are what both words say: %s, %s', (topic, text, drawing, never) => {
    expect(seenIn(topic, text)).toContain(drawing);
    expect(seenIn(topic, text).filter((name) => never.test(name))).toEqual([]);
  });
});

describe('words of several meanings', () => {
  const film = (topic: string, ...narrations: string[]): string[] => narrations.flatMap((text) => seenIn(topic, text, narrations));

  it('are read by what their film is about', () => {
    expect(film('Stop wasting money on subscriptions', 'You pay for three streaming services.', 'Open your bank statement.')).toEqual(
      expect.not.arrayContaining(['river', 'evergreen-tree', 'water-wave']),
    );
    expect(film('Rent or buy a home', 'A mortgage costs more than the rent.', 'If you stay for ten years, buy.')).toEqual(
      expect.not.arrayContaining(['shopping-bags', 'shopping-cart']),
    );
    expect(film('Утренняя зарядка для спины', 'Встаньте прямо.', 'Поднимите колени к груди.')).not.toContain('electric-plug');
    expect(film('Как завести хомяка', 'Хомяку нужна просторная клетка.')).not.toContain('microbe');
    expect(film('Ремонт ванной', 'В четверг кладём плитку.')).not.toContain('coin');
    expect(film('Пять ошибок на собеседовании', 'Не опаздывайте.', 'Улыбнитесь.')).not.toContain('knot');
    expect(film('Мошенники звонят вечером', 'Банк не спрашивает пароль.', 'Положите трубку.')).toContain('warning');
    expect(film('Первый снег', 'Собака ловила снежинки пастью.')).not.toContain('spaghetti');
    expect(film('Волк и семеро козлят на новый лад', 'Козлята ждали маму.')).toEqual(expect.not.arrayContaining(['longship']));
    expect(film('Why did the Maya leave their cities', 'Pyramids stood in the jungle.')).not.toContain('camel');
    expect(film('Your phone battery is dying', 'The case swells.', 'Take it to a repair shop.')).toEqual(
      expect.not.arrayContaining(['ocean-wave', 'shopping-bags']),
    );
  });
});
