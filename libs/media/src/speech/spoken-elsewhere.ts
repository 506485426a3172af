/**
 * Spoken forms for espeak-ng, which reads numbers in every language by itself. What it would spell out or
 * misread is replaced: signs in Russian with the right plural, addresses, and everything that is markup to it.
 */
import { withoutEnd } from '../text/without-end.js';

const RUSSIAN_COUNTED: Readonly<Record<string, readonly [one: string, few: string, many: string]>> = {
  '%': ['процент', 'процента', 'процентов'],
  '₽': ['рубль', 'рубля', 'рублей'],
  $: ['доллар', 'доллара', 'долларов'],
  '€': ['евро', 'евро', 'евро'],
  '£': ['фунт', 'фунта', 'фунтов'],
  '°': ['градус', 'градуса', 'градусов'],
  км: ['километр', 'километра', 'километров'],
  м: ['метр', 'метра', 'метров'],
  см: ['сантиметр', 'сантиметра', 'сантиметров'],
  мм: ['миллиметр', 'миллиметра', 'миллиметров'],
  кг: ['килограмм', 'килограмма', 'килограммов'],
  г: ['грамм', 'грамма', 'граммов'],
  л: ['литр', 'литра', 'литров'],
  мин: ['минута', 'минуты', 'минут'],
  ч: ['час', 'часа', 'часов'],
};
const RUSSIAN_SIGNS: Readonly<Record<string, string>> = {
  '№': 'номер',
  '&': 'и',
  '+': 'плюс',
  '=': 'равно',
  '@': 'собака',
  '#': 'хэштег',
  '×': 'на',
  '±': 'плюс минус',
  '≈': 'примерно',
  '<': 'меньше',
  '>': 'больше',
  '½': 'одна вторая',
  '%': 'процентов',
  $: 'долларов',
  '€': 'евро',
  '₽': 'рублей',
  '°': 'градусов',
};
const RUSSIAN_ABBREVIATIONS: Readonly<Record<string, string>> = {
  'т.е': 'то есть',
  'т.к': 'так как',
  'т.д': 'так далее',
  'т.п': 'тому подобное',
  др: 'другие',
  млн: 'миллионов',
  млрд: 'миллиардов',
  тыс: 'тысяч',
  руб: 'рублей',
  'н.э': 'нашей эры',
  см: 'смотри',
  ул: 'улица',
};
const LATIN_ABBREVIATION = /^[A-Z]{2,5}$/;

/** What is said for one written word; '' when nothing in it has a sound. The result holds no espeak-ng markup. */
export function spokenElsewhere(word: string, language: string): string {
  const core = withoutEnd(word.replace(/^[^\p{L}\p{N}\p{M}\p{Sc}+#№@&%=°<>±≈½-]+/u, ''), /[^\p{L}\p{N}\p{M}\p{Sc}%°+#½]/u);
  if (!/[\p{L}\p{N}\p{Sc}%№&+=@#°×±≈½<>]/u.test(core)) return '';
  const russian = language.toLowerCase().split('-')[0] === 'ru';
  return sanitise(russian ? spokenRussian(core) : core);
}

function spokenRussian(core: string): string {
  const abbreviation = RUSSIAN_ABBREVIATIONS[core.toLowerCase()];
  if (abbreviation) return abbreviation;
  const address = /^(?:https?:\/\/)?(?:www\.)?((?:[\p{L}\d-]+\.)+(?:com|org|net|io|ru|рф|su|dev|ai|app|me|tv))(?:[/?#:].*)?$/iu.exec(core);
  if (address?.[1]) return address[1].split('.').join(' точка ');
  if (LATIN_ABBREVIATION.test(core)) return [...core].join(' ');
  const money = /^([$€£₽])(\d[\d.,]*)$/u.exec(core);
  const counted = money ? [core, money[2] ?? '', money[1] ?? ''] : /^([-+−]?\d[\d.,]*)(%|₽|\$|€|£|°|[а-я]+)$/u.exec(core);
  if (counted?.[1] && counted[2]) {
    const forms = RUSSIAN_COUNTED[counted[2]];
    if (forms) return `${minus(counted[1])} ${russianPlural(counted[1], forms)}`;
  }
  return minus(core)
    .replace(/(\d)\s*[–—-]\s*(?=\d)/gu, '$1 ')
    .replace(/[№&+=@#×±≈<>½%$€₽°]/gu, (sign) => ` ${RUSSIAN_SIGNS[sign] ?? ''} `);
}

function minus(text: string): string {
  return text.replace(/^[-−](?=\d)/u, 'минус ');
}

/** 1 процент, 2 процента, 5 процентов; a fraction takes the second form ("2,5 процента"). */
export function russianPlural(digits: string, [one, few, many]: readonly [string, string, string]): string {
  if (/[.,]\d/.test(digits)) return few;
  const lastTwo = Number(digits.replace(/\D/g, '').slice(-2));
  const last = lastTwo % 10;
  if (lastTwo >= 11 && lastTwo <= 14) return many;
  return last === 1 ? one : last >= 2 && last <= 4 ? few : many;
}

/** No phoneme brackets, no control characters (they are commands), no run so long that it is spelt for minutes. */
function sanitise(text: string): string {
  return text
    .replace(/[[\]{}|\\^~`*_<>"«»„“”()]/gu, ' ')
    .replace(/([\p{L}]{40})(?=\p{L})/gu, '$1 ')
    .replace(/\s+/gu, ' ')
    .trim();
}
