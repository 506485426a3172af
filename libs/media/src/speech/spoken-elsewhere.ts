/**
 * Spoken forms for espeak-ng, which reads numbers in every language by itself. What it would spell out or
 * misread is replaced: signs, addresses, and everything that is markup to it. What Russian words mean together is read by `russian/`.
 */
import { table } from '../text/table.js';
import { withoutEnd } from '../text/without-end.js';

const RUSSIAN_SIGNS: Readonly<Record<string, string>> = table({
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
  '≥': 'не менее',
  '≤': 'не более',
  '÷': 'разделить на',
  '²': 'в квадрате',
  '³': 'в кубе',
  '%': 'процентов',
  $: 'долларов',
  '€': 'евро',
  '₽': 'рублей',
  '°': 'градусов',
});
const RUSSIAN_ABBREVIATIONS: Readonly<Record<string, string>> = table({
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
  ул: 'улица',
});
const LATIN_ABBREVIATION = /^[A-Z]{2,5}$/;

/** What is said for one written word; '' when nothing in it has a sound. The result holds no espeak-ng markup. */
export function spokenElsewhere(word: string, language: string): string {
  const russian = language.toLowerCase().split('-')[0] === 'ru';
  if (russian && word === '×') return 'умножить на';
  if (russian && Object.hasOwn(RUSSIAN_SIGNS, word)) return RUSSIAN_SIGNS[word] ?? '';
  const core = withoutEnd(word.replace(/^[^\p{L}\p{N}\p{M}\p{Sc}+#№@&%=°<>±≈½≥≤-]+/u, ''), /[^\p{L}\p{N}\p{M}\p{Sc}%°+#½]/u);
  if (!/[\p{L}\p{N}\p{Sc}%№&+=@#°×±≈½<>]/u.test(core)) return '';
  return sanitise(russian ? spokenRussian(core) : core);
}

function spokenRussian(core: string): string {
  const abbreviation = RUSSIAN_ABBREVIATIONS[core.toLowerCase()];
  if (abbreviation) return abbreviation;
  const address = /^(?:https?:\/\/)?(?:www\.)?((?:[\p{L}\d-]+\.)+(?:com|org|net|io|ru|рф|su|dev|ai|app|me|tv))(?:[/?#:].*)?$/iu.exec(core);
  if (address?.[1]) return address[1].split('.').join(' точка ');
  const email = /^([\p{L}\d._+-]{1,64})@([\p{L}\d-]+(?:\.[\p{L}\d-]+)+)$/u.exec(core);
  if (email) return `${(email[1] ?? '').split('.').join(' точка ')} собака ${(email[2] ?? '').split('.').join(' точка ')}`;
  if (LATIN_ABBREVIATION.test(core)) return [...core].join(' ');
  return minus(core)
    .replace(/(\d)\s*[–—-]\s*(?=\d)/gu, '$1 ')
    .replace(/[№&+=@#×÷±≈≥≤<>½²³%$€₽°]/gu, (sign) => ` ${RUSSIAN_SIGNS[sign] ?? ''} `);
}

function minus(text: string): string {
  return text.replace(/^[-−](?=\d)/u, 'минус ');
}

/** No phoneme brackets, no control characters (they are commands), no run so long that it is spelt for minutes. */
function sanitise(text: string): string {
  return text
    .replace(/[[\]{}|\\^~`*_<>"«»„“”()]/gu, ' ')
    .replace(/([\p{L}]{40})(?=\p{L})/gu, '$1 ')
    .replace(/\s+/gu, ' ')
    .trim();
}
