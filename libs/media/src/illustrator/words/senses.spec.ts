import { describe, expect, it } from '@jest/globals';
import { iconsByName } from '../catalogue/icons.js';
import { composeScene } from '../scene/compose.js';
import { drawingsOfSenses, sensesOf } from './senses.js';
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
});
