import { Markup, safe } from '../links/page/html.js';
import { PAGE_STYLE } from '../links/page/page-style.js';
import { type Locale } from '../locales.js';
import { type Confirmation } from './confirmations.js';

const TEXTS = {
  en: {
    question: 'A program asks for your word',
    asks: 'asks to do this for you:',
    price: 'It costs at most',
    free: 'It costs nothing.',
    allow: 'Allow',
    refuse: 'Refuse',
    allowed: 'Allowed. It may do this one thing, at this price, for ten minutes.',
    refused: 'Refused. Nothing is done.',
    nothing: 'There is nothing here.',
    key: 'A program with your API key',
    member: 'A program signed in as you',
  },
  ru: {
    question: 'Программа просит разрешения',
    asks: 'хочет сделать для вас вот что:',
    price: 'Это стоит не больше',
    free: 'Это ничего не стоит.',
    allow: 'Разрешить',
    refuse: 'Отказать',
    allowed: 'Разрешено: только это, по этой цене, десять минут.',
    refused: 'Отказано. Ничего не сделано.',
    nothing: 'Здесь ничего нет.',
    key: 'Программа с вашим ключом API',
    member: 'Программа под вашим именем',
  },
} as const;

const micros = (amount: number): string => `$${(amount / 1_000_000).toFixed(amount % 10_000 === 0 ? 2 : 6)}`;

/** Who asks, for what, the price, and two buttons; or what was answered. */
export function confirmationPage(locale: Locale, { askedBy, title, costMicros, isAllowed }: Confirmation): string {
  const t = TEXTS[locale];
  const who = askedBy.startsWith('member:') ? t.member : t.key;
  const buttons = safe`<form method="post"><footer><div class="buttons">
    <button name="answer" value="refuse">${t.refuse}</button><button class="yes" name="answer" value="allow">${t.allow}</button>
  </div></footer></form>`;
  const body = safe`<main><h1>${t.question}</h1>
    <p class="lead">${who} ${t.asks}</p>
    <p class="script">${title}</p>
    <p class="lead">${costMicros > 0 ? safe`${t.price} <strong>${micros(costMicros)}</strong>` : t.free}</p>
    ${isAllowed === null ? null : safe`<div class="answer"><p>${isAllowed ? t.allowed : t.refused}</p></div>`}
  </main>${isAllowed === null ? buttons : null}`;
  return framed(locale, t.question, body);
}

export const noConfirmationPage = (locale: Locale): string =>
  framed(locale, TEXTS[locale].nothing, safe`<main><h1>${TEXTS[locale].nothing}</h1></main>`);

function framed(locale: Locale, title: string, body: Markup): string {
  return safe`<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title><style>${new Markup(PAGE_STYLE)}</style></head><body><header><span class="brand">Kadr</span></header>${body}</body></html>`
    .text;
}
