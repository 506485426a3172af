import { table } from '../../text/table.js';

/** What a film of earlier times shows instead of what its time did not have; the years before which that holds. */
const BEFORE: readonly (readonly [year: number, Readonly<Record<string, string>>])[] = [
  [
    1960,
    {
      train: 'locomotive',
      'high-speed-train': 'locomotive',
      'bullet-train': 'locomotive',
      'delivery-truck': 'old-truck',
      'pickup-truck': 'old-truck',
      'articulated-lorry': 'old-truck',
    },
  ],
  [1950, { airplane: 'small-airplane', 'airplane-departure': 'small-airplane' }],
  [1930, { 'office-building': 'classical-building', cityscape: 'classical-building' }],
  [1900, { metro: 'locomotive', 'steel-helmet': 'shield', 'military-helmet': 'shield', 'barbed-wire': 'crossed-swords', tank: 'cannon' }],
  [1850, { ship: 'sailboat', 'passenger-ship': 'sailboat', ferry: 'sailboat', 'motor-boat': 'sailboat', speedboat: 'sailboat' }],
];
/** "in 1698", "November 1703", "1943 года"; not "1500 metres", nor "in 1200 boats". */
const YEAR =
  /(?:(?<!\p{L})(?:in|since|by|until|before|after|jan\p{L}*|feb\p{L}*|mar\p{L}*|apr\p{L}*|may|june?|july?|aug\p{L}*|sep\p{L}*|oct\p{L}*|nov\p{L}*|dec\p{L}*)\s(?:\d{1,2}(?:st|nd|rd|th)?,?\s)?)(1\d{3}|20\d{2})(?!\d|[.,]\d|\s?[%$€£₽]|\s\p{Ll}+s(?!\p{L}))|(?<![\d.,])(1\d{3}|20\d{2})(?=\s(?:год|г\.))/giu;
const READ_CHARACTERS = 20_000;

/** Films of times before any that have a number of four digits. */
const ANCIENT =
  /(?<!\p{L})(?:ancient|rome|romans?|mayans?|maya|майя|pharaohs?|medieval|vikings?|gladiators?|crusaders?|mongols?|antiquity|bce?|древн\p{L}+|рим(?:а|е|ом)?|римлян\p{L}*|римск\p{L}+|фараон\p{L}*|средневеков\p{L}+|викинг\p{L}*|рыцар\p{L}+|гладиатор\p{L}*|до н\. ?э)(?!\p{L})/iu;
const ANCIENT_YEAR = 500;

/** Whom and what everybody knows by their time, and centuries; the twentieth says too little. */
const TIMES: readonly (readonly [year: number, told: RegExp])[] = (
  [
    [1240, 'Genghis Khan|Marco Polo|Чингисхан\\p{L}*|Бат(?:ый|ыя)|Александр\\p{L}* Невск\\p{L}+'],
    [
      1500,
      'Columbus|Magellan|Leonardo da Vinci|Michelangelo|Aztecs?|Incas?|Renaissance|Колумб\\p{L}*|Магеллан\\p{L}*|Леонардо да Винчи|Ренессанс\\p{L}*|ацтек\\p{L}*',
    ],
    [1570, 'Ivan the Terrible|Shakespeare|Ермак\\p{L}*|Иван\\p{L}* Грозн\\p{L}+|Шекспир\\p{L}*|1[67]th century|XVI век\\p{L}*'],
    [1710, 'Peter the Great|Isaac Newton|Galileo|П[её]тр\\p{L}* (?:I|Перв\\p{L}+)|Ломоносов\\p{L}*'],
    [
      1790,
      'French Revolution|Bastille|Mozart|Catherine the Great|George Washington|18th century|Суворов\\p{L}*|Моцарт\\p{L}*|Екатерин\\p{L}+ (?:II|Втор\\p{L}+|Велик\\p{L}+)|XVIII век\\p{L}*',
    ],
    [1812, 'Napoleon(?:ic)?|Waterloo|Beethoven|Наполеон\\p{L}*|Кутузов\\p{L}*|Бородин(?:о|е|у|ом|ск\\p{L}+)|Ватерлоо|Бетховен\\p{L}*'],
    [1830, 'Pushkin|Пушкин\\p{L}*|Лермонтов\\p{L}*|декабрист\\p{L}*'],
    [
      1865,
      'Abraham Lincoln|Gettysburg|Victorian|Wild West|gold rush|Charles Darwin|19th century|крепостн\\p{L}+ прав\\p{L}+|Дик\\p{L}+ Запад\\p{L}*|золот\\p{L}+ лихорадк\\p{L}+|XIX век\\p{L}*',
    ],
  ] as const
).map(([year, told]) => [year, new RegExp(`(?<![\\p{L}\\d])(?:${told})(?!\\p{L})`, 'u')]);

const CENTURIES: Readonly<Record<string, number>> = table({
  ...{ fifteen: 15, sixteen: 16, seventeen: 17, eighteen: 18, nineteen: 19 },
  ...{ пятьсот: 15, шестьсот: 16, семьсот: 17, восемьсот: 18, девятьсот: 19 },
});
const TENS: readonly (readonly [tens: number, said: RegExp])[] = [
  [90, /ninet|девяност/],
  [80, /eight(?:y|ies)|восьмидесят|восемьдесят/],
  [70, /sevent(?:y|ies)|семьдесят|семидесят/],
  [60, /sixt(?:y|ies)|шестьдесят|шестидесят/],
  [50, /fift(?:y|ies)|пятьдесят|пятидесят/],
  [40, /fort(?:y|ies)|сорок/],
  [30, /thirt(?:y|ies)|тридцат/],
  [20, /twent(?:y|ies)|двадцат/],
  [10, /ten|eleven|twelve|teen|десят|надцат/],
];
/** "in eighteen twelve", «(тысяча) восемьсот двенадцатого года». */
const SPOKEN_YEAR =
  /(?<!\p{L})(?:(?:in|of|by|since|until) (fifteen|sixteen|seventeen|eighteen|nineteen)[ -]((?:oh|hundred|ten|eleven|twelve|\p{L}+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\p{L}+)?)|(?:тысяч[аиу] )?(пятьсот|шестьсот|семьсот|восемьсот|девятьсот)((?: \p{L}+){1,2}) год(?:а|у|ом)?)(?!\p{L})/giu;

/** «В августе сорок первого»: of the last century. */
const SHORT_YEAR =
  /(?<!\p{L})(?:(?:январ|феврал|март|апрел|ма|июн|июл|август|сентябр|октябр|ноябр|декабр)[еяюа]|в) (двадцать|тридцать|сорок|пятьдесят|шестьдесят|семьдесят|восемьдесят|девяносто) (?:перв|втор|трет|четв[её]рт|пят|шест|седьм|восьм|девят)(?:ом году|\p{L}+ года|ого(?= \p{L}+ \p{L}+ | над | под | на |[.,!?]))(?!\p{L})/giu;
const LAST_CENTURY = 19;

const tensOf = (said: string): number => TENS.find(([, tens]) => tens.test(said.toLowerCase()))?.[0] ?? 0;

/** To the ten years. */
const yearsInWords = (text: string): number[] => [
  ...[...text.matchAll(SHORT_YEAR)].map(([, tens]) => LAST_CENTURY * 100 + tensOf(tens ?? '')),
  ...[...text.matchAll(SPOKEN_YEAR)].map(([, english, behind, russian, after]) => {
    return (CENTURIES[(english ?? russian ?? '').toLowerCase()] ?? 0) * 100 + tensOf(behind ?? after ?? '');
  }),
];

/** The latest year that a film names, or tells by whom and what it is about; null: none, so it is of today. @param texts its title and narrations */
export function yearOf(texts: readonly string[]): number | null {
  const read = texts.join('\n').slice(0, READ_CHARACTERS);
  const years = [...read.matchAll(YEAR)].map(([, named, russian]) => Number(named ?? russian));
  years.push(...yearsInWords(read));
  if (years.length > 0) return Math.max(...years);
  if (ANCIENT.test(read)) return ANCIENT_YEAR;
  const times = TIMES.flatMap(([year, told]) => (told.test(read) ? [year] : []));
  return times.length > 0 ? Math.max(...times) : null;
}

/** A telephone of that year and of later ones is in a pocket. */
const POCKET_PHONES = 2005;

/** The drawing of the same thing as that year had it. */
export function inYear(name: string, year: number | null): string {
  if (year === null || year >= POCKET_PHONES) return name === 'telephone' ? 'mobile-phone' : name;
  const [, older] = BEFORE.find(([before, table]) => year < before && name in table) ?? [];
  return older?.[name] ?? name;
}
