import { describe, expect, it } from '@jest/globals';
import { iconsByName } from '../catalogue/icons.js';
import { composeScene } from '../scene/compose.js';
import { drawingsOfSenses, sensesOf } from './senses.js';
import { stemOf } from './stems.js';
import { subjectsOf, topicOf } from './subjects.js';

/** What a sentence shows in a film of which the others tell what it is about. */
function seenIn(language: string, title: string, ...narrations: string[]): string[] {
  const [text = ''] = narrations;
  const { heroIcon, companionIcons } = composeScene({
    ...{ text, topic: title, language, narrations, style: '', tone: 'curious', segmentIndex: 1, segmentCount: 4, section: 'main', seed: 7 },
    ...{ format: { widthPx: 720, heightPx: 1280, fps: 30 }, avoidIcons: [] },
  });
  return [heroIcon ?? '', ...companionIcons];
}
const firstOf = (language: string, word: string, title: string, ...narrations: string[]): string | undefined =>
  subjectsOf(narrations[0] ?? '', language, topicOf(title, narrations, language).senses).find(({ written }) => written === word)?.icons[0];

describe('words of several meanings', () => {
  it('mean what their film is about: a ship in orbit is no steamer', () => {
    const orbit = ['Его корабль назывался «Восток-1».', 'Юрий Гагарин облетел Землю за 108 минут.', 'Он первым увидел космос.'];
    const seen = seenIn('ru', 'Первый полёт', ...orbit);
    expect(seen).toContain('rocket');
    expect(seen).not.toContain('ship');
    expect(seen).not.toContain('passenger-ship');
    const sea = ['Корабль вышел из порта.', 'Капитан знал это море.', 'Волны били в борт.'];
    expect(seenIn('ru', 'Шторм', ...sea)).not.toContain('rocket');
    expect(firstOf('ru', 'Корабль', 'Шторм', ...sea)).toBe('ship');
  });

  it.each([
    ['en', 'mouse', 'computer-mouse', 'The first mouse was made of wood.', 'It moved a cursor across the screen.'],
    ['en', 'mouse', 'mouse', 'A mouse eats at night.', 'It lives in the barn.'],
    ['en', 'crane', 'building-construction', 'A crane lifts the beam.', 'The skyscraper grows at the construction site.'],
    ['en', 'seal', 'envelope', 'The seal was still whole.', 'He had pressed it into wax on the letter.'],
    ['en', 'bulls', 'chart-increasing', 'The bulls came back.', 'Every investor bought a share.'],
    ['en', 'virus', 'laptop', 'The virus spread in an hour.', 'No antivirus software knew it.'],
    ['en', 'cancer', 'stethoscope', 'Her cancer was found early.', 'The doctor began the therapy.'],
    ['en', 'fly', 'airplane', 'Book on a Tuesday, fly on a Wednesday.', 'Check the bus from the airport first.'],
    ['en', 'stock', 'pot-of-food', 'Simmer it in beef stock.', 'Grate two carrots and an onion.'],
    ['en', 'Stocks', 'chart-increasing', 'Stocks rose on Monday.', 'Investors had waited for the report.'],
    ['en', 'memory', 'desktop-computer', 'Each tab takes up memory.', 'Your laptop has a browser open.'],
    ['en', 'memory', 'brain', 'A smell brings a memory back.', 'He was five years old then.'],
    ['en', 'drive', 'computer-disk', 'Copy it to a drive.', 'Every file is safe there.'],
    ['en', 'cell', 'mobile-phone', 'His cell rang twice.', 'The phone call came from the prison.'],
    ['en', 'plants', 'factory', 'They closed two plants.', 'The company will hire elsewhere.'],
    ['en', 'launch', 'megaphone', 'The launch went well.', 'Every product of the brand sold out.'],
    ['ru', 'Запуск', 'rocket', 'Запуск прошёл утром.', 'Космонавт был спокоен.'],
    ['ru', 'память', 'desktop-computer', 'Очистите память.', 'Браузер станет быстрее.'],
    ['ru', 'замок', 'locked', 'Купите хороший замок.', 'Велосипед стоит на улице.'],
    ['ru', 'помощь', 'ambulance', 'Нужна помощь.', 'Врач проверит, может ли он дышать.'],
    ['en', 'apples', 'red-apple', 'To lose weight, eat apples.', 'They keep you full.'],
    ['ru', 'коне', 'horse', 'Он проехал на белом коне.', 'Солдаты молчали.'],
    ['ru', 'Кольцо', 'ring', 'Кольцо лежало в коробке.', 'Он купил его к свадьбе.'],
    ['ru', 'лук', 'bow-and-arrow', 'Монгольский лук был короток.', 'Стрела летела на триста шагов.'],
    ['ru', 'лук', 'onion', 'Сначала нарежьте лук.', 'Затем обжарьте его на сковороде.'],
    ['ru', 'замок', 'castle', 'Этот замок стоит на скале.', 'Его построил король.'],
    ['ru', 'замок', 'locked', 'Этот замок не открыть.', 'Вор ушёл ни с чем.'],
    ['ru', 'слон', 'chess-pawn', 'Белый слон идёт по диагонали.', 'Так шахматист ставит мат.'],
    ['ru', 'рак', 'stethoscope', 'Этот рак лечат.', 'Врач удаляет опухоль.'],
  ])('%s: "%s" is a %s where it is said "%s"', (language, word, icon, ...narrations) => {
    expect(firstOf(language, word, 'A film', ...narrations)).toBe(icon);
  });

  it.each([
    ['ru', 'Кольцо', 'Кольцо прорвали в январе 1943 года.', 'Первый поезд привёз муку и уголь.'],
    ['en', 'ring', 'The ring was closed.', 'The siege of the city lasted for years.'],
    ['en', 'charts', 'Nurses check the charts.', 'The ward wakes at six.'],
    ['ru', 'очков', 'Партия идёт до 25 очков.', 'В команде шесть игроков.'],
    ['ru', 'счётом', 'Они победили со счётом 2:1.', 'Последний гол забил вратарь.'],
    ['ru', 'глубине', 'Они жили на глубине.', 'Дом стоял под землёй.'],
    ['ru', 'Совет', 'Совет директоров утвердил план.', 'Выручка выросла.'],
    ['ru', 'года', 'Парад прошёл в июне 1945 года.', 'Его принял маршал.'],
    ['ru', 'среду', 'Дождь пойдёт в среду.', 'Возьмите зонт.'],
    ['en', 'potatoes', 'Nodules the size of potatoes lie there.', 'They hold nickel.'],
    ['en', 'days', 'It lasted 872 days.', 'Nobody left.'],
    ['en', 'key', 'The bank kept its key rate.', 'Nothing else was said.'],
  ])('%s: "%s" is not drawn where it is said "%s"', (language, word, ...narrations) => {
    expect(firstOf(language, word, 'A film', ...narrations)).toBeUndefined();
  });

  it('mean the same in every sentence of a film, and what they mean everywhere where nothing tells', () => {
    const { senses } = topicOf('Mice', ['The cursor moved.', 'A mouse lay on the desk.'], 'en');
    expect([...senses.keys()]).toEqual(['mous', 'mice']);
    expect(sensesOf(['A mouse, a ship and a bow.'], 'en').size).toBe(0);
  });

  it('do not tell of themselves what they mean', () => {
    // "Planet" and "orbit" speak for a ring of Saturn; a ring alone does not.
    expect(sensesOf(['A ring. A ring. A ring.'], 'en').size).toBe(0);
  });

  it('have drawings that exist', () => {
    expect([...drawingsOfSenses()].filter((name) => !iconsByName().has(name))).toEqual([]);
  });

  it.each([
    ['en', 'The black cat knocked.', 'cat', 'black-cat'],
    ['en', 'Two black cats and a kitten.', 'kitten', 'black-cat'],
    ['en', 'The cat has black eyes.', 'cat', undefined],
    ['ru', 'Это был чёрный кот.', 'кот', 'black-cat'],
    ['ru', 'Кот пил чёрный кофе.', 'кот', undefined],
    ['es', 'Un gato negro duerme.', 'gato', 'black-cat'],
    ['tr', 'Kara kedi uyudu.', 'kedi', 'black-cat'],
    ['zh', '黑猫在睡觉。', '猫', 'black-cat'],
    ['de', 'Grüne Äpfel sind sauer.', 'Apfel', 'green-apple'],
  ])('give all things of a kind the colour that is told (%s): %s', (language, text, word, drawing) => {
    expect(sensesOf([text], language).get(stemOf(word, language))?.[0]).toBe(drawing);
  });
});
