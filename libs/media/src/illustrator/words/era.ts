/** What a film of earlier times shows instead of what its time did not have; the years before which that holds. */
const BEFORE: readonly (readonly [year: number, Readonly<Record<string, string>>])[] = [
  [
    1960,
    {
      train: 'locomotive',
      'high-speed-train': 'locomotive',
      'bullet-train': 'locomotive',
      metro: 'locomotive',
      'delivery-truck': 'old-truck',
      'pickup-truck': 'old-truck',
      'articulated-lorry': 'old-truck',
    },
  ],
  [1950, { airplane: 'small-airplane', 'airplane-departure': 'small-airplane' }],
  [1930, { 'office-building': 'classical-building', cityscape: 'classical-building' }],
  [1850, { ship: 'sailboat', 'passenger-ship': 'sailboat', ferry: 'sailboat', 'motor-boat': 'sailboat', speedboat: 'sailboat' }],
];
/** "in 1698", "November 1703", "1943 года"; not "1500 metres", nor "in 1200 boats". */
const YEAR =
  /(?:(?<!\p{L})(?:in|since|by|until|before|after|jan\p{L}*|feb\p{L}*|mar\p{L}*|apr\p{L}*|may|june?|july?|aug\p{L}*|sep\p{L}*|oct\p{L}*|nov\p{L}*|dec\p{L}*)\s(?:\d{1,2}(?:st|nd|rd|th)?,?\s)?)(1\d{3}|20\d{2})(?!\d|[.,]\d|\s?[%$€£₽]|\s\p{Ll}+s(?!\p{L}))|(?<![\d.,])(1\d{3}|20\d{2})(?=\s(?:год|г\.))/giu;
const READ_CHARACTERS = 20_000;

/** Films of times before any that have a number of four digits. */
const ANCIENT =
  /(?<!\p{L})(?:ancient|rome|romans?|pharaohs?|medieval|vikings?|gladiators?|crusaders?|mongols?|antiquity|bce?|древн\p{L}+|рим(?:а|е|ом)?|римлян\p{L}*|римск\p{L}+|фараон\p{L}*|средневеков\p{L}+|викинг\p{L}*|рыцар\p{L}+|гладиатор\p{L}*|до н\. ?э)(?!\p{L})/iu;
const ANCIENT_YEAR = 500;

/** The latest year that a film names; null: none, so it is of today. @param texts its title and narrations */
export function yearOf(texts: readonly string[]): number | null {
  const years = [...texts.join('\n').slice(0, READ_CHARACTERS).matchAll(YEAR)].map(([, named, russian]) => Number(named ?? russian));
  if (years.length > 0) return Math.max(...years);
  return ANCIENT.test(texts.join('\n').slice(0, READ_CHARACTERS)) ? ANCIENT_YEAR : null;
}

/** A telephone of that year and of later ones is in a pocket. */
const POCKET_PHONES = 2005;

/** The drawing of the same thing as that year had it. */
export function inYear(name: string, year: number | null): string {
  if (year === null || year >= POCKET_PHONES) return name === 'telephone' ? 'mobile-phone' : name;
  const [, older] = BEFORE.find(([before, table]) => year < before && name in table) ?? [];
  return older?.[name] ?? name;
}
