import { describe, expect, it } from '@jest/globals';
import { composeScene } from './compose.js';
import { scenesOfBeats } from './scenes-of-beats.js';

/** Main objects of a film's pictures, and all that stands in them. */
function seenIn(title: string, ...narrations: string[]): { heroes: string[]; all: string[] } {
  const language = /[а-яё]/i.test(title) ? 'ru' : 'en';
  const [heroes, all]: [string[], string[]] = [[], []];
  for (const [segmentIndex, text] of narrations.entries()) {
    const { heroIcon, companionIcons } = composeScene({
      ...{ text, topic: title, language, narrations, style: '', tone: '', segmentIndex, segmentCount: narrations.length },
      ...{ section: 'main', seed: 7, format: { widthPx: 720, heightPx: 1280, fps: 30 }, avoidIcons: heroes.slice(-2) },
    });
    heroes.push(heroIcon ?? '');
    all.push(heroIcon ?? '', ...companionIcons);
  }
  return { heroes, all };
}

const FILMS: Readonly<Record<string, readonly string[]>> = {
  'How to change a flat tire': [
    'Loosen the nuts before you lift the car.',
    'Place the jack under the frame and raise the wheel.',
    'Lower the car and check the pressure.',
  ],
  'First aid: burns': [
    'Hold the burn under cool running water for twenty minutes.',
    'Take off rings and watches before the skin swells.',
    'Do not use butter or ice.',
    'Cover it with cling film and call a doctor.',
  ],
  'Volcanoes of Iceland': ['Lava has flowed near the capital since 2021.', 'The island makes heat and power from the steam.'],
  'The life of Frida Kahlo': ['A bus crash broke her spine at eighteen.', 'She painted herself because she was alone so often.'],
  'How a refrigerator works': ['A pump squeezes gas until it is hot.', 'On the back of the fridge it gives off the heat.'],
  'Octopus intelligence': [
    'An octopus has nine brains, one for each arm.',
    'It changes color faster than you can blink.',
    'It lives only two years.',
  ],
  'How bees make honey': ['A bee visits a hundred flowers on one trip.', 'In the hive the workers fan it with their wings.'],
  '5 habits of happy couples': ['They say thank you for small things.', 'They laugh at the same jokes.'],
  'The Silk Road': ['For centuries caravans carried silk.', 'The plague travelled with them.', 'Today trains run on the same route.'],
  'Chernobyl today': ['The reactor sleeps under a steel arch.', 'Wolves walk through the empty town.'],
  'Daily horoscope': ['Today the stars ask you to slow down.', 'Wear something red.'],
  'Как поменять колесо': ['Остановитесь в безопасном месте.', 'Ослабьте гайки, пока машина стоит на земле.', 'Поднимите машину домкратом.'],
  'Йога по утрам': ['Встаньте прямо.', 'Поза собаки вытянет спину.', 'Поза ребёнка успокоит.'],
  'Мифы о питании': ['Миф первый: есть после шести нельзя.', 'Миф второй: жир делает нас толстыми.'],
  'День Победы': ['Девятого мая закончилась война.', 'Домой вернулись не все.', 'Мы помним имена и несём цветы.'],
  'Подводная лодка «Комсомолец»': ['Её заложили в 1984 году.', 'Лодка всплыла и продержалась пять часов.'],
  'Кот в мешке: как не купить плохую квартиру': ['Проверьте документы.', 'Спросите, почему продают.'],
  'A wolf in sheep’s clothing: how scams work': ['The voice is calm and urgent.', 'Hang up and dial the number on your card.'],
  'Emperor penguins of Antarctica': ['The emperor penguin is the tallest penguin.', 'Males balance a single egg on their feet.'],
  'Письмо бабушке': ['Дорогая бабушка, я помню твои пироги.', 'Помню, как мы ходили за грибами.'],
  'Photosynthesis for kids': ['Plants eat sunlight.', 'Their leaves take in air.', 'Every green thing is a tiny factory.'],
  'Excel in one minute': ['Select the cells you want to add.', 'Drag the corner to copy the formula.'],
  "Tonight's weather": ['A cold front moves in.', 'Expect rain by midnight and snow in the hills.'],
  'In memory of Grandpa Joe': ['He taught us to fish and to forgive.', 'We will miss you, Grandpa.'],
  '3 days in Paris': ['Paris is best in spring.', 'Walk along the river on the first morning.'],
  'Как строили пирамиды Египта': ['Тысячи людей тянули камни на санях.', 'Песок поливали водой.'],
  'Budget travel in Japan': ['Buy a rail pass before you fly.', 'Mount Fuji costs nothing but sweat.'],
  'Why the food pyramid was wrong': ['Bread was at the bottom.', 'Vegetables were forgotten.'],
  'Что случилось в Париже': ['В Париже прогремел взрыв.', 'Погибли сто тридцать человек.', 'Город оплакивает погибших.'],
  "Newton's laws": ['A body at rest stays at rest.', 'When you push the wall, it pushes back.'],
  'Match report: City 3, United 1': ['City scored after six minutes.', 'United hit the post twice.'],
  'Archaeology: the Terracotta Army': [
    'Farmers digging a well found a clay head.',
    'Eight thousand soldiers stood below.',
    'They guard the tomb.',
  ],
  'Прогноз погоды': ['С запада идёт холодный фронт.', 'К полуночи дождь, в горах снег.'],
  'Мошенники в телефоне': ['Звонят из «банка» и просят код.', 'Банк никогда не спросит пароль.'],
  'Памяти деда': ['Он учил нас рыбачить и прощать.', 'Нам тебя не хватает.'],
  'Матч дня': ['«Зенит» забил на шестой минуте.', 'Красная карточка изменила игру.'],
  'Ремонт на кухне': ['Сначала розетки и трубы, потом стены.', 'Вытяжка шумит меньше, если труба прямая.'],
  'Землетрясение в Токио': ['В 1923 году землетрясение разрушило город.', 'Пожары начались в деревянных домах.'],
  'Воспитание щенка': ['Лакомство лучше наказания.', 'Гуляйте после каждого кормления.'],
  'Образование звёзд': ['Облако газа сжимается под своей тяжестью.', 'В центре растёт давление.'],
  'Дыхание под водой': ['Рыбы дышат жабрами.', 'Человек задерживает дыхание на минуты.'],
  'Страхование квартиры': ['Полис стоит меньше чашки кофе в месяц.', 'Читайте мелкий шрифт.'],
  'Соки и фрукты': ['Лимонад вкуснее воды.', 'Ешьте больше яблок и меньше сахара.'],
  'Гороскоп для Овнов': ['Сегодня звёзды советуют не спешить.', 'Наденьте что-нибудь красное.'],
};

describe('a whole film', () => {
  it.each([
    ['How to change a flat tire', /racing-car/],
    ['Why the food pyramid was wrong', /pyramids/],
    ['Что случилось в Париже', /eiffel|croissant/],
    ['First aid: burns', /fire|heart|candle|wave/],
    ['Volcanoes of Iceland', /desert-island|palm/],
    ['The life of Frida Kahlo', /older-person/],
    ['How a refrigerator works', /fire/],
    ['Octopus intelligence', /mechanical-arm|computer/],
    ['How bees make honey', /backpack/],
    ['5 habits of happy couples', /check-box/],
    ['The Silk Road', /locomotive$/],
    ['Daily horoscope', /check-box/],
    ['Как поменять колесо', /locked|gear|computer/],
    ['Йога по утрам', /dog|bone|baby|child/],
    ['Мифы о питании', /classical-building|amphora/],
    ['День Победы', /trophy|medal|brain/],
    ['Письмо бабушке', /brain/],
    ['Подводная лодка «Комсомолец»', /canoe|sailboat/],
    ['Кот в мешке: как не купить плохую квартиру', /cat/],
    ['A wolf in sheep’s clothing: how scams work', /wolf|ram/],
    ['Emperor penguins of Antarctica', /crown/],
    ['Землетрясение в Токио', /voltage/],
    ['Прогноз погоды', /helmet/],
    ['Мошенники в телефоне', /jar/],
    ['Памяти деда', /brain|smil/],
    ['Ремонт на кухне', /trumpet|rosette/],
    ['Excel in one minute', /microbe|petri|dna/],
    ['In memory of Grandpa Joe', /brain|smil|fish/],
    ["Newton's laws", /judge|scale|police/],
    ['Match report: City 3, United 1', /office|city|houses/],
    ['Archaeology: the Terracotta Army', /tank|helmet|barbed/],
    ['Образование звёзд', /graduation/],
    ['Страхование квартиры', /beverage|coffee/],
    ['Соки и фрукты', /droplet/],
  ])('"%s" shows nothing that its words do not mean', (title, never) => {
    expect(seenIn(title, ...(FILMS[title] ?? [])).all.filter((name) => never.test(name))).toEqual([]);
  });

  it.each([
    ['Volcanoes of Iceland', /volcano|mountain/],
    ['How a refrigerator works', /ice|snowflake/],
    ['5 habits of happy couples', /heart/],
    ['The Silk Road', /camel/],
    ['Chernobyl today', /wolf/],
    ['Daily horoscope', /star/],
    ['Йога по утрам', /person-in-lotus-position/],
    ['Письмо бабушке', /pie/],
    ['Воспитание щенка', /dog/],
    ['Памяти деда', /candle/],
    ['Матч дня', /soccer/],
    ['Мошенники в телефоне', /bank/],
    ['Photosynthesis for kids', /seedling/],
    ["Tonight's weather", /cloud-with-rain/],
    ['In memory of Grandpa Joe', /candle/],
    ["Newton's laws", /apple/],
    ['Match report: City 3, United 1', /soccer/],
    ['Archaeology: the Terracotta Army', /shield/],
    ['Образование звёзд', /star/],
    ['Дыхание под водой', /fish/],
    ['Соки и фрукты', /apple/],
    ['Гороскоп для Овнов', /star/],
    ['3 days in Paris', /eiffel-tower/],
    ['Как строили пирамиды Египта', /pyramids/],
    ['Budget travel in Japan', /mount-fuji/],
    ['Budget travel in Japan', /shinto-shrine/],
  ])('"%s" shows what it is about', (title, wanted) => {
    expect(seenIn(title, ...(FILMS[title] ?? [])).heroes.some((name) => wanted.test(name))).toBe(true);
  });

  it.each([
    ['Two machine guns fired all day.', 'The Great Emu War', 'cannon', 2],
    ['Both old cannons stand in the yard.', 'The fort', 'cannon', 2],
    ['Three birds sat on the roof.', 'Birds', 'bird', 3],
    ['The birds were eating.', 'Birds', 'bird', 5],
    ['Четыре птицы сидели на крыше.', 'Птицы', 'bird', 4],
  ])('counts as its words do: "%s" (%s)', (text, title, icon, count) => {
    const { all } = seenIn(title, text, 'Soldiers came in 1932.', 'Птицы пели.');
    expect(all.slice(0, count + 1).filter((name) => name === icon)).toHaveLength(count);
  });

  it('has cats of one colour', () => {
    const tale = [
      'The cat slept on the sofa. The dog barked at the cat.',
      'Then the cat jumped on the table and drank the milk.',
      'In the evening the cat walked home, and the cat slept again.',
    ];
    const { heroes } = seenIn('The cat', ...tale);
    expect(heroes).toContain('cat');
    expect(heroes).not.toContain('black-cat');
    expect(seenIn('The black cat', ...tale).heroes).toContain('black-cat');
  });

  it('has no word of its own where its title comes back at the end', () => {
    const narrations = ['The dog ran home.', 'A cat sat in the garden.', 'The horse drank water.', 'A fox slept in the forest.'];
    const shown = (texts: readonly string[]) =>
      texts.map((text, segmentIndex) => {
        const request = { text, topic: 'Animals', language: 'en', narrations: texts, style: '', tone: '', segmentIndex, avoidIcons: [] };
        const scenes = scenesOfBeats({
          ...{ ...request, segmentCount: texts.length, section: 'main', seed: 7 },
          format: { widthPx: 720, heightPx: 1280, fps: 30 },
        });
        return scenes.at(-1)?.scene?.headline?.kind ?? null;
      });
    expect([shown(narrations)[3], shown(narrations.slice(0, 2))[1]]).toEqual([null, null]);
    expect(shown(narrations)[1]).toBe('word');
  });

  it('says Russian words in the nominative alone', () => {
    const scene = (text: string) =>
      composeScene({
        ...{
          text,
          topic: 'Йога',
          language: 'ru',
          narrations: ['Встаньте прямо.', text],
          style: '',
          tone: '',
          segmentIndex: 1,
          segmentCount: 4,
        },
        ...{ section: 'main', seed: 7, format: { widthPx: 720, heightPx: 1280, fps: 30 }, avoidIcons: [] },
      });
    expect(scene('Завершите дыханием лёжа.').headline).toBeNull();
    expect(scene('Здесь важно дыхание.').headline?.lines).toEqual(['ДЫХАНИЕ']);
  });
});
