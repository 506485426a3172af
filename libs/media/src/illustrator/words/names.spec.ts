import { describe, expect, it } from '@jest/globals';
import { composeScene } from '../scene/compose.js';
import { iconIndex } from './icon-index.js';
import { namesIn } from './names.js';
import { stemOf } from './stems.js';
import { topicOf } from './subjects.js';

const seenIn = (language: string, title: string, ...narrations: string[]): string[] =>
  narrations.flatMap((text, segmentIndex) => {
    const { heroIcon, companionIcons } = composeScene({
      ...{ text, topic: title, language, narrations, style: '', tone: '', segmentIndex, segmentCount: narrations.length, section: 'main' },
      ...{ seed: 7, format: { widthPx: 720, heightPx: 1280, fps: 30 }, avoidIcons: [] },
    });
    return [...(heroIcon === null ? [] : [heroIcon]), ...companionIcons];
  });

describe('names of people, companies and places', () => {
  it.each([
    ['en', /^scroll$/, 'Two founders', 'Bill Gates and Paul Allen wrote it in a week.', 'They sold it to a firm in Seattle.'],
    ['en', /wood|tree|tiger/, 'Golf', 'Tiger Woods won his first title early.', 'Nobody had been so young.'],
    ['en', /rose|blossom/, 'The final', 'Rose Lavelle scored the second one.', 'The crowd went wild.'],
    ['en', /turkey/, 'Quiz', 'Which is bigger, Turkey or Chile?', 'Few know it.'],
    ['en', /bread|baguette/, 'A dinner', 'Nobody knew Mrs Baker there.', 'She spoke first.'],
    ['en', /chess|king|crown/, 'Writers', 'The novel by Stephen King, Mr King to his readers, sold well.', 'He wrote on.'],
    ['ru', /beetle/, 'Парад', 'Маршал Жуков принял парад.', 'Народ ликовал.'],
    ['ru', /swan/, 'Прыжок', 'Лебедев прыгнул с большой высоты.', 'Он остался цел.'],
    ['ru', /wing/, 'Басни', 'Крылов пересказал басни Эзопа.', 'Их помнят до сих пор.'],
    ['ru', /amphora|vase/, 'Почему затонула «Ваза»', 'Шведский корабль «Ваза» прошёл меньше мили.', 'Его подняли.'],
    ['en', /squid/, 'A night', 'The trawler "Squid" left the port.', 'She never came back.'],
    ['ru', /onion/, 'Города', 'Поезд идёт в Великие Луки.', 'Путь недолог.'],
    ['fr', /rock|stone/, 'Une visite', 'Ce matin Pierre est venu.', 'Il est parti tard.'],
    ['es', /lion/, 'Un viaje', 'El tren llega a León.', 'Es tarde.'],
  ])('%s: are not drawn as the things they sound like: %s in "%s"', (language, never, ...texts) => {
    const [title = '', ...narrations] = texts;
    expect(seenIn(language, title, ...narrations).filter((name) => never.test(name))).toEqual([]);
  });

  it.each([
    ['en', 'wolf', 'Wolves', 'A wolf runs at night.', 'The Wolf moon is in January.'],
    ['en', 'moon', 'Night', 'Clouds hid the Moon.', 'It was late.'],
    ['en', 'bridg', 'Walk', 'They crossed Tower Bridge.', 'It was late.'],
    ['en', 'bee', 'How Bees Find Their Way', 'Bees dance.', 'It is late.'],
    ['en', 'whale', 'Sea', 'Every Blue Whale Sings Under Water.', 'Nobody Knows What Whale Songs Mean.'],
    ['ru', 'гриб', 'Лес', 'Осенью «Грибы растут сами», — сказал он.', 'Было поздно.'],
    ['de', 'katz', 'Tiere', 'Die Katze schläft.', 'Es ist spät.'],
    ['ru', 'остр', 'Море', 'Остров был пуст.', 'Никого.'],
  ])('%s: what is also a word of the film, or has a look of its own, is none: %s', (language, stem, ...texts) => {
    expect(namesIn(texts, language, iconIndex(language).hasForm)).not.toContain(stem);
  });

  it('are those of their film, in every sentence of it, however they begin', () => {
    const { senses } = topicOf(
      'A short tour',
      ['We met Lily at noon.', 'Lily Stone knew the way.', 'Stone walls were none of her business.'],
      'en',
    );
    expect(senses.get(stemOf('lily', 'en'))).toEqual([]);
    expect(senses.get(stemOf('stone', 'en'))).toEqual([]);
  });
});
