/** Russian that is numbered: "на 45 минуте", "5 этаж", "стр. 12–15", "40-50 гг.", "между 5 и 6", "сезон 2023/24". */
import { table } from '../../text/table.js';
import { partsOf, romanValue, type Reading } from '../reading.js';
import { russianIn } from './cases.js';
import { countsOne } from './genitive.js';
import { russianOrdinal, type Gender, type OrdinalForm } from './numbers.js';

/** Short and long names of what has numbers: gender, plural, and plural behind "на" and "в". */
const PARTS: Readonly<Record<string, readonly [Gender, string, string]>> = table({
  ...{ стр: ['f', 'страницы', 'страницах'], с: ['f', 'страницы', 'страницах'], гл: ['f', 'главы', 'главах'] },
  ...{ рис: ['m', 'рисунки', 'рисунках'], табл: ['f', 'таблицы', 'таблицах'], т: ['m', 'тома', 'томах'], тт: ['m', 'тома', 'томах'] },
  ...{ п: ['m', 'пункты', 'пунктах'], пп: ['m', 'пункты', 'пунктах'], ст: ['f', 'статьи', 'статьях'], ч: ['f', 'части', 'частях'] },
});
/** Nouns in the singular: a number that does not count one of them says which. */
const RANKED: readonly (readonly [RegExp, Gender])[] = [
  [/^(?:этаж|класс|курс|сезон|тур|раунд|километр|уровень|уровн|эпизод|урок|ряд|вагон|подъезд|канал|том|номер|пункт|день)$/iu, 'm'],
  [/^(?:этаже|классе|курсе|сезоне|туре|раунде|километре|уровне|эпизоде|уроке|ряду|вагоне|подъезде|канале|томе|пункте)$/iu, 'm'],
  [/^(?:минуте|секунде|странице|главе|серии|позиции|строчке|строке|неделе|попытке|скорости|полосе|линии|платформе)$/iu, 'f'],
  [/^(?:минута|секунда|страница|глава|серия|позиция|строчка|строка|попытка|платформа|линия|группа)$/iu, 'f'],
  [/^(?:место|месте)$/iu, 'n'],
];
const WITHIN = /^(?:на|в|во|о|об|при)$/iu;

/** What is said for `words[at]` and what belongs to it, or undefined. */
export function readRussianNumbered(words: readonly string[], at: number): Reading | undefined {
  const { core, tail } = partsOf(words[at]);
  return (
    single(which(words, at, core, tail) ?? between(words, at, core) ?? season(words, at, core)) ??
    span(words, at, core, tail) ??
    decades(words, at, core, tail) ??
    begun(words, at, core, tail) ??
    centuries(words, at, core, tail)
  );
}

const single = (spoken: string | undefined): Reading | undefined => (spoken === undefined ? undefined : { words: 1, spoken });

/** "На 45 минуте", "на 5 этаж", "3 место": which one it is. */
function which(words: readonly string[], at: number, core: string, tail: string): string | undefined {
  // "На 89-й минуте", "в 1-й лиге": the ending is that of its noun.
  const [, joined] = /^(\d{1,4})-й$/u.exec(core) ?? [];
  if (joined && tail === '' && /^\p{Ll}{2,}[еиы]$/u.test(partsOf(words[at + 1]).core) && !/^(?:или|если|после)$/u.test(words[at + 1] ?? ''))
    return russianOrdinal(Number(joined), 'fObl');
  const value = Number(core);
  if (!/^\d{1,3}$/.test(core) || value < 1 || tail !== '') return undefined;
  const before = partsOf(words[at - 1]).core;
  // "С 1 по 5 класс".
  const isFrom = /^(?:с|со)$/iu.test(before) && words[at + 1] === 'по' && /^\d{1,3}$/.test(words[at + 2] ?? '');
  const noun = partsOf(words[at + (isFrom ? 3 : 1)]).core;
  const gender = RANKED.find(([pattern]) => pattern.test(noun))?.[1];
  if (!gender) return undefined;
  if (isFrom) return russianOrdinal(value, gender === 'f' ? 'fObl' : 'gen');
  const isWithin = /[еи]$/iu.test(noun) && !/[аяоь]$/iu.test(noun);
  // "На 31 странице" may be how many there are.
  if (/^страниц/iu.test(noun) && value > 1 && countsOne(core)) return undefined;
  if (isWithin || /ряду$/iu.test(noun)) return WITHIN.test(before) ? russianOrdinal(value, gender === 'f' ? 'fObl' : 'prep') : undefined;
  // "21 этаж" may be how many there are, "занял 1 место" is which.
  if (countsOne(core) && !/^(?:на|за|занял\p{L}*|по)$/iu.test(before)) return undefined;
  return russianOrdinal(value, gender);
}

/** "Между 5 и 6", "между 10 и 12 часами". */
function between(words: readonly string[], at: number, core: string): string | undefined {
  if (!/^\d{1,5}$/.test(core)) return undefined;
  const isFirst = /^между$/iu.test(words[at - 1] ?? '') && words[at + 1] === 'и';
  const isSecond = words[at - 1] === 'и' && /^между$/iu.test(words[at - 3] ?? '') && /^\d/.test(words[at - 2] ?? '');
  const next = partsOf(words[at + (isFirst ? 3 : 1)]).core;
  // "Между 1939 и 1945 годами": each is a year.
  if ((isFirst || isSecond) && /^год/u.test(next)) return russianOrdinal(Number(core), 'ins');
  return isFirst || isSecond ? russianIn('instrumental', core) : undefined;
}

/** "Сезон 2023/24", "в 2024/25 учебном году". */
function season(words: readonly string[], at: number, core: string): string | undefined {
  const [, from = '', to = ''] = /^((?:19|20)\d\d)\/((?:19|20)?\d\d)$/.exec(core) ?? [];
  const [before, next] = [partsOf(words[at - 1]).core, partsOf(words[at + 1]).core];
  const isSeason = /^(?:сезон|зим)/iu.test(before) || /^(?:учебн|сезон|финансов)/iu.test(next);
  if (from === '' || Number(to.slice(-2)) !== (Number(from) + 1) % 100 || !isSeason) return undefined;
  const noun = /^сезон/iu.test(before) ? before : next;
  const form: OrdinalForm = /(?:а|ого)$/u.test(noun) ? 'gen' : /(?:е|ом)$/u.test(noun) ? 'prep' : 'm';
  return `${russianOrdinal(Number(from), form)} ${russianOrdinal(Number(to.slice(-2)), form)}`;
}

/** "Стр. 12–15": from the one to the other. */
function span(words: readonly string[], at: number, core: string, tail: string): Reading | undefined {
  const name = core.toLowerCase();
  const [gender, nouns, within] = (Object.hasOwn(PARTS, name) && PARTS[name]) || [];
  const [, low, high] = /^(\d{1,4})[–—-](\d{1,4})$/u.exec(partsOf(words[at + 1]).core) ?? [];
  if (!gender || !tail.startsWith('.') || !low || !high || Number(low) >= Number(high)) return undefined;
  const form = (value: string, last: boolean): string =>
    russianOrdinal(Number(value), last ? (gender === 'f' ? 'fAcc' : gender) : gender === 'f' ? 'fObl' : 'gen');
  const noun = WITHIN.test(partsOf(words[at - 1]).core) ? within : nouns;
  const named = /^\p{Lu}/u.test(core) ? `${noun?.charAt(0).toUpperCase() ?? ''}${noun?.slice(1) ?? ''}` : noun;
  return { words: 2, spoken: `${named ?? ''} с ${form(low, false)} по ${form(high, true)}` };
}

/** "40-50 гг. XX в.", "в 60–70-х годах", "80–90-е". */
function decades(words: readonly string[], at: number, core: string, tail: string): Reading | undefined {
  const [, from, to, ending = ''] = /^((?:1[5-9]|20)?[1-9]0)(?:-?[ех])?[–—-]((?:1[5-9]|20)?[1-9]0)(?:-?(е|х))?$/u.exec(core) ?? [];
  const next = tail === '' ? partsOf(words[at + 1]) : { core: '', tail: '' };
  const isYears = next.core === 'гг' || (ending !== '' && /^год/u.test(next.core));
  // "1980–1990 гг." are years, "1980–1990-е гг." decades.
  if (!from || !to || Number(from) >= Number(to) || (ending === '' && (!isYears || from.length > 2))) return undefined;
  const isWithin = next.core === 'годах' || ((ending === 'х' || ending === '') && /^(?:в|во|о|об)$/iu.test(words[at - 1] ?? ''));
  const isOf =
    !isWithin && (ending === 'х' || next.core === 'годов' || /^(?:с|до|от|из|после|около|конца|начала)$/iu.test(words[at - 1] ?? ''));
  const form: OrdinalForm = isWithin || isOf ? 'plGen' : 'pl';
  const spoken = `${russianOrdinal(Number(from), form)} ${russianOrdinal(Number(to), form)}`;
  if (next.core !== 'гг') return { words: 1, spoken };
  return {
    words: 2,
    spoken: `${spoken} ${isWithin ? 'годах' : isOf ? 'годов' : 'годы'}`,
    leadsOn: romanValue(partsOf(words[at + 2]).core) !== undefined,
  };
}

/** "С XV по XVII в.". */
function centuries(words: readonly string[], at: number, core: string, tail: string): Reading | undefined {
  const [from, to] = [romanValue(core), romanValue(partsOf(words[at + 2]).core)];
  const isOf = /^(?:в|вв|век)$/u.test(partsOf(words[at + 3]).core) && words[at + 1] === 'по' && tail === '';
  if (!from || !to || !isOf || !/^со?$/iu.test(words[at - 1] ?? '')) return undefined;
  return { words: 4, spoken: `${russianOrdinal(from, 'gen')} по ${russianOrdinal(to, 'm')} век` };
}

const BEGUN: Readonly<Record<string, readonly [string, string]>> = table({
  нач: ['начало', 'начале'],
  кон: ['конец', 'конце'],
  сер: ['середина', 'середине'],
});

/** "В нач. XX в.". */
function begun(words: readonly string[], at: number, core: string, tail: string): Reading | undefined {
  const said = Object.hasOwn(BEGUN, core.toLowerCase()) ? BEGUN[core.toLowerCase()] : undefined;
  const isDated = /^(?:[IVX]{1,5}|\d{2,4}(?:-[хе])?|[12]\d{3})$/u.test(partsOf(words[at + 1]).core);
  if (!said || tail !== '.' || !isDated) return undefined;
  return { words: 1, spoken: WITHIN.test(words[at - 1] ?? '') ? said[1] : said[0], leadsOn: true };
}
