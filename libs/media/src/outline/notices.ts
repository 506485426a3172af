/**
 * Prompts that are a notice by themselves: congratulations, thanks, invitations, advertisements, vacancies, results. They are said as they
 * stand, in whole sentences, and nobody is asked what they think of it. Pure. Repetitions are bounded, so that the time a long prompt takes
 * grows with it.
 */
import { table } from '../text/table.js';
import { withoutEnd } from '../text/without-end.js';
import { CLOSING, closeSentence, cutAtWord, upperFirst } from './prompt-text.js';

export interface Notice {
  readonly title: string;
  /** Whole sentences, the first of them the title where it says anything. */
  readonly sentences: readonly string[];
}

const MAKE = '(?:(?:please\\s+)?(?:make|create|record|write|do|film|shoot|prepare)\\s+(?:me\\s+|us\\s+)?)?';
const MEDIUM = '(?:(?:an?\\s+|the\\s+)?(?:short\\s+|little\\s+)?(?:video|clip|film|reel|message|note|card|greeting|post)\\s+)?';

/** What is said to somebody, in the words of who says it. */
const SAID_EN: readonly (readonly [pattern: RegExp, said: string])[] = [
  [
    new RegExp(`^${MAKE}${MEDIUM}(?:to\\s+)?congratulat(?:e|ing)\\s+(.{1,120}?)\\s+(?:on|for|upon)\\s+(.+)$`, 'i'),
    'Congratulations to $1 on $2!',
  ],
  [/^congratulations\s+(.+)$/i, 'Congratulations $1!'],
  [
    new RegExp(
      `^${MAKE}(?:an?\\s+)?(?:happy\\s+)?birthday\\s+(?:greetings?|wish(?:es)?|video|card|message|clip)\\s+(?:for|to)\\s+(.+)$`,
      'i',
    ),
    'Happy birthday to $1!',
  ],
  [
    /^happy\s+((?:\d{1,3}(?:st|nd|rd|th)\s+)?(?:birthday|anniversary|new year|holidays?|easter|christmas|thanksgiving|mother|father|valentine|women)(?!\p{L}).*)$/iu,
    'Happy $1!',
  ],
  [
    new RegExp(`^${MAKE}(?:an?\\s+)?thank[- ]you\\s+(?:video|clip|note|message|card)?\\s*(?:for|to)\\s+(.+?\\s+who\\s+.+)$`, 'i'),
    'Thank you to the $1!',
  ],
  [new RegExp(`^${MAKE}(?:an?\\s+)?thank[- ]you\\s+(?:video|clip|note|message|card)?\\s*(?:for|to)\\s+(.+)$`, 'i'), 'Thank you to $1!'],
  [new RegExp(`^${MAKE}${MEDIUM}thanking\\s+(.+)$`, 'i'), 'Thank you to $1!'],
  [/^(?:an?\s+)?invitation\s+to\s+(.+)$/i, 'You are invited to $1!'],
  [new RegExp(`^${MAKE}${MEDIUM}inviting\\s+(?:people|everyone|everybody|guests|you)\\s+to\\s+(.+)$`, 'i'), 'You are invited to $1!'],
  [new RegExp(`^${MAKE}${MEDIUM}announcing\\s+(.+)$`, 'i'), '$1.'],
];
const SAID_RU: readonly (readonly [pattern: RegExp, said: string])[] = [
  [/^поздравь(?:те)?\s+(.+)$/iu, 'Поздравляем $1!'],
  [/^поблагодари(?:те)?\s+(.+)$/iu, 'Благодарим $1!'],
  [/^пригласи(?:те)?\s+(.+)$/iu, 'Приглашаем $1!'],
  [/^(?:поздравляем|спасибо|благодарим|приглашаем|с\s+(?:дн[её]м|новым|рождеством|юбилеем|праздником))(?=\s).*$/iu, '$&!'],
  [/^(?:приглашение|поздравление)\s.+$/iu, '$&!'],
];

/** Before a colon they only say what kind of notice it is. */
const LABEL_EN =
  /^(?:an?\s+)?(?:promo|promotion|ad|advert|advertisement|commercial|teaser|job ad|job offer|vacancy|hiring|announcement|notice|reminder|offer|special offer|listing|real estate listing|for sale|for rent|flyer)$/i;
const LABEL_RU = /^(?:реклама|промо|вакансия|объявление|анонс|напоминание|акция|предложение|продажа|аренда|афиша)$/iu;
/** They are heard as a heading. */
const HEADING_EN = /^(?:breaking news|news|weather|weather forecast|forecast|recap|results?|match report|agenda|schedule|menu)(?=\s|$)/i;
const HEADING_RU = /^(?:новост[ьи]|срочная новость|погода|прогноз|итоги|результаты?|расписание|программа|меню)(?=\s|$)/iu;
const ADVERT_EN = /^(?:promo|ad|advert|commercial|promotion|flyer|teaser)\s+(?:video\s+)?for\s+/i;
const OFFERS_RU =
  /^(?:реклама|продам|продаю|продаётся|продается|сдам|сдаю|сдаётся|сдается|ищем|требу(?:ется|ются)|нужен|нужна|нужны|куплю|отдам)(?=\s)/iu;

/** A price, a telephone, an address on the net, an hour, a discount: what only who wants something from us says. */
const DETAILS =
  /[$€£₽]\s?\d|\d\s?(?:[$€£₽]|руб|тыс\.?\s|млн\s|usd|eur)|\d{3}[-\s]\d{2,4}[-\s]?\d{2,4}|\S@\S|\bwww\.|https?:|\b\d{1,2}\s?(?:am|pm)\b|\d\s?%|(?<!\p{L})(?:звоните|тел\.?|call|apply by|book (?:now|at)|register|join (?:us|before)|rsvp)(?!\p{L})/iu;
const MOST_LABEL_WORDS = 8;
const MOST_CHARS = 600;
const TITLE_CHARS = 80;

/** @param sentences those of the prompt @returns null: it is no notice, or says nothing of its own */
export function noticeOf(sentences: readonly string[], language: 'en' | 'ru'): Notice | null {
  const [first = '', ...rest] = sentences;
  const all = sentences.join(' ');
  if (first === '' || all.length > MOST_CHARS || /\?\s*$/u.test(first)) return null;
  const more = rest.map((sentence) => closeSentence(sentence));
  const said = saidBy(withoutEnd(first, CLOSING), language);
  if (said !== null) return { title: titleOf(said), sentences: [said, ...more] };
  const isEnglish = language === 'en';
  const core = isEnglish ? upperFirst(first.replace(ADVERT_EN, '')) : first;
  const isAdvert = core !== upperFirst(first) || (!isEnglish && OFFERS_RU.test(first));
  const [, label = '', body = ''] = /^([^:]{2,80}):\s+(.{8,})$/su.exec(core) ?? [];
  if (label !== '' && label.split(/\s+/u).length <= MOST_LABEL_WORDS) {
    const isLabel = (isEnglish ? LABEL_EN : LABEL_RU).test(label);
    const isHeading = (isEnglish ? HEADING_EN : HEADING_RU).test(label);
    if (isLabel || isHeading || isAdvert) {
      const told = closeSentence(upperFirst(body));
      return isLabel
        ? { title: titleOf(told), sentences: [told, ...more] }
        : { title: titleOf(label), sentences: [closeSentence(upperFirst(label)), told, ...more] };
    }
  }
  if (!isAdvert || !DETAILS.test(all)) return null;
  const told = closeSentence(upperFirst(core));
  return { title: titleOf(told), sentences: [told, ...more] };
}

function saidBy(sentence: string, language: 'en' | 'ru'): string | null {
  for (const [pattern, said] of language === 'en' ? SAID_EN : SAID_RU)
    if (pattern.test(sentence)) return upperFirst(sentence.replace(pattern, said)).replace(/\bthe (the|our|my|all)\b/gi, '$1');
  return null;
}

const titleOf = (sentence: string): string => upperFirst(cutAtWord(withoutEnd(sentence, CLOSING), TITLE_CHARS));

/** «Объясни инфляцию ребёнку»: what an order bends cannot be bent back, so that it is said by us. */
const ORDERS_RU: Readonly<Record<string, string>> = table({
  ...{ объясни: 'объясняем', покажи: 'показываем', опиши: 'описываем', сравни: 'сравниваем', научи: 'учим', разбери: 'разбираем' },
});
const ORDER_RU = new RegExp(
  `^(${Object.keys(ORDERS_RU).join('|')})(?:те)?\\s+(?!(?:мне|нам|обо?|про|почему|как|что|зачем|где|когда|кто|чем|сколько|видео|ролик|клип|фильм|,)(?=[\\s,:]|$))`,
  'iu',
);

/** @param sentence the first of a Russian prompt */
export function saidByUs(sentence: string): string {
  return sentence.replace(ORDER_RU, (_, order: string) => `${upperFirst(ORDERS_RU[order.toLowerCase()] ?? order)} `);
}
