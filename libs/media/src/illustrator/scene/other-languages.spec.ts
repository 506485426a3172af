import { describe, expect, it } from '@jest/globals';
import { iconsByName } from '../catalogue/icons.js';
import { iconIndex } from '../words/icon-index.js';
import { hasTable, wordsOfLanguage } from '../words/languages/forms.js';
import { stemOf } from '../words/stems.js';
import { isStopWord } from '../words/stop-words.js';
import { composeScene } from './compose.js';
import { fits, toneOf } from './fitting.js';
import { LABELLED_ELSEWHERE } from './labelled-sentences.js';
import type { SceneDescription } from './scene.js';

interface Film {
  readonly language: string;
  readonly topic: string;
  readonly narrations: readonly string[];
}

const sceneAt = ({ language, topic, narrations }: Film, segmentIndex: number, avoidIcons: readonly string[] = []): SceneDescription =>
  composeScene({
    ...{ text: narrations[segmentIndex] ?? '', topic, language, narrations, style: '', tone: '', segmentIndex, section: 'main', seed: 7 },
    ...{ segmentCount: narrations.length, format: { widthPx: 720, heightPx: 1280, fps: 30 }, avoidIcons },
  });

/** Two pictures back, as a film has it. */
const picturesOf = (film: Film): SceneDescription[] => {
  const shown: string[] = [];
  return film.narrations.map((_, index) => {
    const scene = sceneAt(film, index, shown.slice(-2));
    shown.push(scene.heroIcon ?? '');
    return scene;
  });
};

const LANGUAGES = ['de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'uk', 'tr', 'sv'];
const PRECISION = 0.9;
/** So many show something: a film of surfaces alone would never be wrong. */
const SHOWN = 0.7;

describe.each(LANGUAGES)('pictures of labelled sentences in %s', (language) => {
  const judged = LABELLED_ELSEWHERE.filter((sentence) => sentence.language === language).map((sentence) => {
    const { heroIcon, companionIcons, headline } = sceneAt(sentence, sentence.narrations.indexOf(sentence.text));
    return { ...sentence, heroIcon, headline, seen: [...(heroIcon === null ? [] : [heroIcon]), ...companionIcons] };
  });

  it('show what the sentence or its film is about, nine times in ten', () => {
    const showing = judged.filter(({ heroIcon }) => heroIcon !== null);
    const wrong = showing
      .filter(({ shows, heroIcon }) => !shows.includes(heroIcon ?? ''))
      .map(({ text, heroIcon }) => `${text} -> ${heroIcon}`);
    expect(wrong.slice(Math.floor(showing.length * (1 - PRECISION)))).toEqual([]);
    expect(showing.length / judged.length).toBeGreaterThan(SHOWN);
  });

  it('never show what is denied or compared, nor the things of sayings and doings', () => {
    const contradictions = judged.flatMap(({ text, never, seen }) =>
      seen.filter((name) => never.includes(name)).map((name) => `${text} -> ${name}`),
    );
    expect(contradictions).toEqual([]);
  });

  it('smile nowhere in a grave text', () => {
    const grave = judged.filter(({ text }) => toneOf(text, language) === 'grave');
    expect(grave.length).toBeGreaterThan(0);
    expect(grave.flatMap(({ text, seen }) => seen.filter((name) => !fits(name, 'grave')).map((name) => `${text} -> ${name}`))).toEqual([]);
  });

  it('are judged by twenty-five sentences, with drawings that exist', () => {
    const named = judged.flatMap(({ shows, never }) => [...shows, ...never]);
    expect(named.filter((name) => !iconsByName().has(name))).toEqual([]);
    expect(judged.length).toBeGreaterThanOrEqual(25);
  });
});

const ASIAN = ['zh', 'ja', 'ko', 'id'];

describe('the words of other languages', () => {
  it.each([...LANGUAGES, ...ASIAN])('lead to a meaning that English has (%s)', (language) => {
    const named = [...wordsOfLanguage(language)].filter(([, { english }]) => english !== '');
    const unknown = named.filter(([word]) => iconIndex(language).get(stemOf(word, language)) === undefined);
    expect([...new Set(unknown.map(([, { english }]) => english))]).toEqual([]);
    expect(new Set(named.map(([, { english }]) => english)).size).toBeGreaterThan(130);
  });

  it.each([...LANGUAGES, ...ASIAN])('are no words that only join others (%s)', (language) => {
    const asWritten = (word: string): string => (language === 'de' ? word.replace(/^./u, (first) => first.toUpperCase()) : word);
    const joining = [...wordsOfLanguage(language)].filter(([word, { english }]) => english !== '' && isStopWord(asWritten(word), language));
    expect(joining.map(([word]) => word)).toEqual([]);
  });

  it('are read in their language alone', () => {
    expect(hasTable('en') || hasTable('ru') || hasTable('')).toBe(false);
    expect(stemOf('katze', 'en')).not.toContain('cat');
  });
});

describe('films in other languages', () => {
  const film = (language: string, topic: string, ...narrations: string[]): Film => ({ language, topic, narrations });
  it.each([
    [film('de', 'Warum Katzen schnurren', 'Katzen schnurren, wenn sie glücklich sind.', 'Auch kranke Katzen schnurren.'), /cat/],
    [film('de', 'Geld sparen im Alltag', 'Ein Tagesgeldkonto bringt Zinsen.', 'Kochen Sie am Sonntag vor.'), /money|coin|bank/],
    [film('fr', 'Comment faire du pain', "Mélangez la farine, l'eau et le sel.", 'Écoutez la croûte chanter.'), /bread/],
    [film('fr', 'Les loups sont de retour', 'Le loup traverse les Alpes depuis 1992.'), /wolf/],
    [
      film('es', 'Los volcanes', 'Un volcán es una puerta al interior de la Tierra.', 'La lava fluye despacio, pero lo quema todo.'),
      /volcano|fire/,
    ],
    [film('es', 'Dormir mejor', 'Acuéstate a la misma hora.', 'Una habitación fresca y oscura.'), /bed/],
    [
      film('es', 'La guerra de los pájaros', 'En 1932 Australia mandó soldados contra los emúes.', 'Las aves se comían el trigo.'),
      /steel-helmet|bird/,
    ],
    [
      film('it', 'Il caffè', 'Gli italiani bevono il caffè in piedi.', 'Il cappuccino solo al mattino.', 'Una tazza costa un euro.'),
      /beverage|coffee/,
    ],
    [film('pt', 'O fundo do mar', 'A luz acaba a duzentos metros.', 'Os peixes brilham no escuro.'), /wave|fish/],
    [
      film('pl', 'Jak działa szczepionka', 'Szczepionka pokazuje ciału kawałek wirusa.', 'Białe krwinki uczą się go rozpoznawać.'),
      /syringe|microbe/,
    ],
    [film('nl', 'Fietsen in de stad', 'Nederland heeft meer fietsen dan mensen.', 'Parkeren kost niets.'), /bicycle|office-building/],
    [film('uk', 'Чому кішки муркочуть', 'Кішки муркочуть, коли щасливі.', 'Вібрація лікує кістки.', 'Кошеня кличе матір.'), /cat/],
    [film('tr', 'Kedi neden mırlar', 'Kediler mutlu olunca mırlar.', 'Titreşim kemikleri iyileştirir.'), /cat/],
  ])('show what they are about: $topic', (told, right) => {
    const shown = picturesOf(told).flatMap(({ heroIcon }) => (heroIcon === null ? [] : [heroIcon]));
    expect(shown.filter((name) => !right.test(name))).toEqual([]);
    expect(shown.length / told.narrations.length).toBeGreaterThanOrEqual(0.5);
  });

  it.each([
    ['zh', '战争结束了，快乐的生日。'],
    ['ja', '戦争が終わり、誕生日が来た。'],
    ['ko', '전쟁이 끝나고 생일이 왔다.'],
    ['id', 'Perang usai, ulang tahun yang bahagia.'],
  ])('know what is grave (%s): %s', (language, text) => expect(toneOf(text, language)).toBe('grave'));

  it.each([
    film('de', 'Der Fall', 'Kochen Sie am Sonntag vor.', 'Schreiben Sie auf, was Ihnen fehlt.', 'Tausende liefen davon.'),
    film(
      'fr',
      'La Tour Eiffel',
      'Elle devait être démontée après vingt ans.',
      'En été, elle grandit.',
      'Sept millions de visiteurs y montent.',
    ),
    film('es', 'Ayer', 'Acuéstate a la misma hora.', 'Nada de eso.', 'Ganaron tres.'),
    film('it', 'Ieri', 'Gli italiani bevono in piedi.', 'Solo per oggi.'),
    film('pt', 'Ontem', 'Conhecemos melhor.', 'Três brilham no escuro.'),
    film('pl', 'Wczoraj', 'Białe uczą się go rozpoznawać.', 'Kiedy przyjdzie prawdziwy?'),
    film('nl', 'Gisteren', 'Parkeren kost niets.', 'Nederland heeft meer.'),
    film('tr', 'Dün', 'Mutlu olunca mırlar.', 'Beş yıl sonra geldi.'),
  ])('show no word in type that is no noun: $language', (told) => {
    expect(
      picturesOf(told)
        .map(({ headline }) => (headline?.kind === 'key' ? headline.lines.join(' ') : null))
        .filter(Boolean),
    ).toEqual([]);
  });

  it.each([
    ['de', 'Stress im Büro', 'Schalte dein Handy eine Stunde lang aus.', 'mobile-phone'],
    ['de', 'Ein Wochenende', 'Morgens kaufen wir frischen Fisch.', 'fish'],
    ['de', 'Omas Küche', 'Die Äpfel schälen und in Scheiben schneiden.', 'red-apple'],
    ['fr', 'Le garçon', 'Un jour, il attrapa un poisson doré.', 'fish'],
    ['fr', 'Paris', "Le soir, les ponts s'allument.", 'bridge'],
    ['es', 'La receta', 'Bate seis huevos con un poco de sal.', 'egg'],
    ['es', 'México', 'Lleva sombrero y zapatos cómodos.', 'top-hat'],
    ['it', 'Roma', 'Mangia un gelato in piazza.', 'ice-cream'],
    ['pt', 'O fundo do mar', 'Um polvo muda de cor.', 'octopus'],
    ['nl', 'Koken', 'Schil een kilo appels.', 'red-apple'],
    ['pl', 'Wakacje', 'Wieczorem patrzymy na statki.', 'ship'],
    ['uk', 'Перший день', 'Вчителька розповіла казку про зайця.', 'rabbit'],
    ['tr', 'İstanbul', 'Sabah vapura binin.', 'ferry'],
    ['sv', 'Resan', 'Vi tog färjan till ön.', 'ferry'],
    ['zh', '北京一日游', '坐地铁回到市中心。', 'metro'],
    ['zh', '上班', '坐公交去公司。', 'bus'],
    ['zh', '出行', '我每天骑自行车。', 'bicycle'],
    ['zh', '童话', '一只小狗在海里游泳。', 'dog'],
    ['zh', '童話', '貓在睡覺。', 'cat'],
    ['ja', '東京の一日', '朝は寿司を食べます。', 'sushi'],
    ['ja', '朝', 'りんごを切ります。', 'red-apple'],
    ['ko', '아침', '우유를 조금 넣으세요.', 'glass-of-milk'],
    ['ko', '숲', '부엉이들이 길을 알려 주었습니다.', 'owl'],
    ['id', 'Dongeng', 'Ikan-ikan berenang menjauh.', 'fish'],
    ['id', 'Hemat', 'Naik sepeda ke kantor.', 'bicycle'],
  ])('show a thing that a sentence names, whatever the film is about (%s): %s, %s', (language, topic, text, drawing) => {
    expect(sceneAt(film(language, topic, text), 0).heroIcon).toBe(drawing);
  });

  it.each([
    ['es', 'Es la llave del éxito.', 'key'],
    ['fr', 'Elle vit dans une mer de dettes.', 'ocean-wave'],
    ['de', 'Er hat alle Hände voll.', 'raised-hand'],
    ['it', 'È il sole della mia vita.', 'sun'],
    ['pt', 'É a ponte do futuro.', 'bridge'],
    ['zh', '这里没有猫。', 'cat'],
    ['zh', '她像鸟一样自由。', 'bird'],
    ['zh', '别对牛弹琴。', 'cow'],
    ['ja', '猫の手も借りたい。', 'cat'],
    ['ko', '고양이 없는 집이다.', 'cat'],
    ['ko', '새처럼 자유롭다.', 'bird'],
    ['id', 'Rumah tanpa kucing.', 'cat'],
    ['id', 'Ia bebas seperti burung.', 'bird'],
  ])('but not what is denied, or what another thing is only likened to (%s): %s', (language, text, drawing) => {
    const { heroIcon, companionIcons } = sceneAt(film(language, '', text), 0);
    expect([heroIcon, ...companionIcons]).not.toContain(drawing);
  });

  it.each([
    ['de', 'Er sah den Ausweis an der Grenze.', 'AUSWEIS'],
    ['de', 'Ein Kuss zum Mitnehmen, sagte der Beamte.', 'KUSS'],
    ['fr', 'La lumière revient.', 'LUMIÈRE'],
    ['es', 'Todos ven la luz.', 'LUZ'],
    ['tr', 'Işık geldi.', 'IŞIK'],
    ['uk', 'Приходить світло.', 'СВІТЛО'],
  ])('show nouns in type (%s): %s', (language, text, word) => {
    expect(sceneAt(film(language, '', text), 0).headline?.lines).toEqual([word]);
  });

  it.each([
    ['it', 'Nel 79 il Vesuvio eruttò.', null],
    ['fr', 'Depuis 1992 traverse la lumière.', ['LUMIÈRE']],
    ['es', 'Tiene 300 años.', ['300', 'AÑOS']],
    ['pl', 'To trwa 12 godzin.', ['12', 'GODZIN']],
    ['de', 'Sie hat 300 Zähne.', ['300', 'ZÄHNE']],
  ])('count nouns (%s): %s', (language, text, lines) => {
    expect(sceneAt(film(language, '', text), 0).headline?.lines ?? null).toEqual(lines);
  });

  it.each([
    film('es', 'Notas', 'El banco del parque está roto.', 'La planta del edificio quedó vacía.'),
    film('it', 'Note', 'La pianta della città è chiara.'),
    film('nl', 'Notities', 'De bank in het park is stuk.'),
    film('de', 'Notizen', 'Der Panzer der Schildkröte ist hart.'),
  ])('draw a word of several meanings only where they are about it: $language', (told) => {
    expect(
      picturesOf(told)
        .map(({ heroIcon }) => heroIcon)
        .filter((name) => /^(?:bank|seedling|tank)$/.test(name ?? '')),
    ).toEqual([]);
  });

  it.each([
    ['de', 'Die Krankenschwester sah die Toten.', 'grave'],
    ['de', 'Sie überlebten die Belagerung ohne Angst.', 'grave'],
    ['de', 'Ein Gespräch ohne Angst.', 'neutral'],
    ['fr', 'Son père est mort à la guerre.', 'grave'],
    ['es', 'El terremoto mató a cientos.', 'grave'],
    ['it', 'Non c’è dolore.', 'neutral'],
    ['pt', 'A fome matou milhares.', 'grave'],
    ['nl', 'De ramp eiste slachtoffers.', 'grave'],
    ['pl', 'Umarł podczas wojny.', 'grave'],
    ['uk', 'Він загинув на війні.', 'grave'],
    ['tr', 'Depremde binlerce kişi öldü.', 'grave'],
    ['sv', 'Han dog i kriget.', 'grave'],
    ['sv', 'Hon är en glad hund.', 'cheerful'],
  ])('are grave where their words are (%s): %s', (language, text, tone) => expect(toneOf(text, language)).toBe(tone));

  it.each([
    ['de', 'Die Wirtschaft', 'Die Wirtschaft wächst.', 'Die Wirtschaft schrumpft.'],
    ['es', 'La economía', 'La economía crece.', 'La economía se desploma.'],
    ['tr', 'Ekonomi', 'Ekonomi büyüyor.', 'Ekonomi çöküyor.'],
  ])('let no line rise where something falls (%s)', (language, topic, rising, falling) => {
    const [first, second] = [rising, falling].map((text) => sceneAt(film(language, topic, text), 0).heroIcon);
    expect([first, second]).toEqual(['chart-increasing', 'chart-decreasing']);
  });

  it.each([
    film('de', 'Verdun', 'Soldaten lagen im Schlamm.', 'Die Kanonen und Panzer rollten an.', 'Ein Kind sah zu.'),
    film('uk', 'Верден', 'Солдати лежали в багні.', 'Гармати та облога міста.', 'Дитина дивилася.'),
  ])('are grave throughout where they tell of war: $language', (told) => {
    for (const { treatment, heroIcon } of picturesOf(told)) {
      expect(treatment).toBe('lit');
      expect(heroIcon === null || fits(heroIcon, 'grave')).toBe(true);
    }
    expect(picturesOf(told)[2]?.palette).toMatch(/^(?:paper|slate|midnight|noir|deepsea|mist)$/);
  });
});
