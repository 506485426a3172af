/** Russian with signs that say how it is read: roots and powers, degrees of a map, what is paid a month, moments as machines write them. */
import { table } from '../../text/table.js';
import { partsOf, romanValue, type Reading } from '../reading.js';
import { calendarReading } from './calendar.js';
import { russianDative } from './dative.js';
import { asksForGenitive, russianGenitive } from './genitive.js';
import { russianNumber, russianOrdinal, russianPlural } from './numbers.js';
import { unitNamed } from './units.js';

const SIDES: Readonly<Record<string, string>> = table({
  ...{ 'с ш': 'северной широты', 'ю ш': 'южной широты', 'в д': 'восточной долготы', 'з д': 'западной долготы' },
  ...{ N: 'северной широты', S: 'южной широты', E: 'восточной долготы', W: 'западной долготы' },
});
const TIMES: Readonly<Record<string, string>> = table({
  ...{ мес: 'в месяц', месяц: 'в месяц', мин: 'в минуту', минуту: 'в минуту', час: 'в час', ч: 'в час', сутки: 'в сутки', сут: 'в сутки' },
  ...{ год: 'в год', нед: 'в неделю', неделю: 'в неделю', день: 'в день', чел: 'с человека', шт: 'за штуку', кг: 'за килограмм' },
  ...{ с: 'в секунду', сек: 'в секунду' },
});
/** What is counted so often a minute, which is no unit. */
const BEATS: Readonly<Record<string, readonly [string, string, string]>> = table({
  ...{
    уд: ['удар', 'удара', 'ударов'],
    об: ['оборот', 'оборота', 'оборотов'],
    раз: ['раз', 'раза', 'раз'],
    кадр: ['кадр', 'кадра', 'кадров'],
  },
  ...{ ударов: ['удар', 'удара', 'ударов'], кадров: ['кадр', 'кадра', 'кадров'] },
});
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const NUMBER = String.raw`\d{1,9}(?:[.,]\d{1,2})?`;

const WHOLLY_NUMBER = new RegExp(`^${NUMBER}$`, 'u');

/** What is said for `words[at]` and what belongs to it, or undefined. */
export function readRussianSigns(words: readonly string[], at: number): Reading | undefined {
  const { core, tail } = partsOf(words[at]);
  return (
    single(
      step(words, at) ?? divided(words, at) ?? root(core) ?? zone(core) ?? moment(core) ?? groups(core) ?? seconds(words, at, core, tail),
    ) ??
    position(words, at, core, tail) ??
    perTime(words, at, core, tail) ??
    scale(words, at, core) ??
    quarter(words, at, core, tail) ??
    years(words, at, core)
  );
}

const single = (spoken: string | undefined): Reading | undefined => (spoken === undefined ? undefined : { words: 1, spoken });

/** "Настройки > Wi-Fi": from one to the next, where nothing is compared. */
function step(words: readonly string[], at: number): string | undefined {
  const isName = (word: string | undefined): boolean => /^\p{L}[\p{L}\d-]+$/u.test(partsOf(word).core);
  return /^(?:>|→|›|»|➜|➔)$/u.test(words[at] ?? '') && isName(words[at - 1]) && isName(words[at + 1]) ? 'затем' : undefined;
}

/** "10 : 2". */
function divided(words: readonly string[], at: number): string | undefined {
  const isNumber = (word: string | undefined): boolean => /^\d{1,9}$/.test(partsOf(word).core);
  return words[at] === ':' && isNumber(words[at - 1]) && isNumber(words[at + 1]) ? 'разделить на' : undefined;
}

const RAISED = /[\^√⁰¹²³⁴⁵⁶⁷⁸⁹]/u;

/** "√2", "π", "2^n", "10⁶". */
function root(core: string): string | undefined {
  if (core === 'π') return 'пи';
  if (core === '∞') return 'бесконечность';
  if (!RAISED.test(core)) return undefined;
  const [, factor, exponent10] = /^(\d{1,9}(?:[.,]\d{1,9})?)[×·*]10\^(\d{1,3})$/u.exec(core) ?? [];
  if (factor && Number(exponent10) > 0) return `${russianNumber(factor)} на десять в ${russianOrdinal(Number(exponent10), 'fObl')} степени`;
  const [, under] = /^√(\d{1,9})$/u.exec(core) ?? [];
  if (under) return `корень из ${russianGenitive(under) ?? russianNumber(under)}`;
  const [, base = '', raised = ''] = /^(\d{1,9})([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})$/u.exec(core) ?? [];
  const exponent = [...raised].map((sign) => SUPERSCRIPTS.indexOf(sign)).join('');
  if (exponent === '2' || exponent === '3') return `${russianNumber(base)} в ${exponent === '2' ? 'квадрате' : 'кубе'}`;
  if (Number(exponent) > 0) return `${russianNumber(base)} в ${russianOrdinal(Number(exponent), 'fObl')} степени`;
  const [, number, power = ''] = /^(\d{1,9}|[a-z])\^(\d{1,4}|[a-z])$/u.exec(core) ?? [];
  if (!number || power === '0') return undefined;
  const raising = /^\d/.test(power) ? `${russianOrdinal(Number(power), 'fObl')} степени` : `степени ${power}`;
  return `${/^\d/.test(number) ? russianNumber(number) : number} в ${raising}`;
}

/** "UTC+3", "МСК-1", "C#". */
function zone(core: string): string | undefined {
  if (core === 'C#') return 'си шарп';
  const [, name, sign, hours] = /^(UTC|GMT|МСК)([+−-])(\d{1,2})(?::00)?$/u.exec(core) ?? [];
  if (!name || !hours) return undefined;
  return `${/^[A-Z]/.test(name) ? [...name].join(' ') : name} ${sign === '+' ? 'плюс' : 'минус'} ${russianNumber(hours)}`;
}

/** "2025-11-30T16:20Z". */
function moment(core: string): string | undefined {
  const [, date, hour, minutes] = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?$/.exec(core) ?? [];
  const day = date === undefined ? undefined : calendarReading([date], 0);
  if (!day || !hour || !minutes) return undefined;
  const past = minutes.startsWith('0') ? `ноль ${russianNumber(minutes.slice(1))}` : russianNumber(minutes);
  return `${day.spoken} в ${russianNumber(String(Number(hour)))} ${past}`;
}

/** "2.10.3", "192.168.0.1": versions and what machines are called by. */
function groups(core: string): string | undefined {
  if (!/^\d{1,3}(?:\.\d{1,3}){2,3}$/.test(core) && !/^\d{1,3}\.0$/.test(core)) return undefined;
  return core
    .split('.')
    .map((group) => russianNumber(group))
    .join(' точка ');
}

/** "за 9,58 с.": a preposition does not end a sentence. */
function seconds(words: readonly string[], at: number, core: string, tail: string): string | undefined {
  const digits = partsOf(words[at - 1]);
  const ends = words[at + 1] === undefined || /^[.,;:!?)]/u.test(tail) || (words[at + 1] === 'на' && /[.,]\d/.test(digits.core));
  if (core !== 'с' || !ends || digits.tail !== '' || !/^\d{1,6}(?:[.,]\d{1,3})?$/.test(digits.core)) return undefined;
  return russianPlural(digits.core, ['секунда', 'секунды', 'секунд']);
}

/** "48°51' с. ш.": where it is on the map. */
function position(words: readonly string[], at: number, core: string, tail: string): Reading | undefined {
  if (!core.includes('°')) return undefined;
  const [, degrees, minutes, letter = ''] = /^(\d{1,3})°(?:(\d{1,2})['′’]?)?([NSEW]?)$/u.exec(core) ?? [];
  const behind = tail.replace(/^['’]/u, '') === '' ? `${partsOf(words[at + 1]).core} ${partsOf(words[at + 2]).core}` : '';
  const [side, own] = letter !== '' ? [SIDES[letter], 1] : [Object.hasOwn(SIDES, behind) ? SIDES[behind] : undefined, 3];
  if (!degrees || !side) return undefined;
  const ofDegrees = `${russianNumber(degrees)} ${russianPlural(degrees, ['градус', 'градуса', 'градусов'])}`;
  const ofMinutes = minutes
    ? ` ${russianNumber(String(Number(minutes)), 'f')} ${russianPlural(minutes, ['минута', 'минуты', 'минут'])}`
    : '';
  return { words: own, spoken: `${ofDegrees}${ofMinutes} ${side}` };
}

/** "499 ₽/мес.", "99 руб./мес.", "60 уд./мин". */
function perTime(words: readonly string[], at: number, core: string, tail: string): Reading | undefined {
  if (tail !== '' || !WHOLLY_NUMBER.test(core)) return undefined;
  const [, name = '', time = ''] = /^([\p{L}₽$€]{1,7})\.?\/(\p{L}{1,7})$/u.exec(partsOf(words[at + 1]).core) ?? [];
  const unit = unitNamed(name);
  const plurals = Object.hasOwn(BEATS, name) ? BEATS[name] : unit?.plurals;
  if (!plurals || !Object.hasOwn(TIMES, time) || (unit && !PAID.test(name))) return undefined;
  const genitive = asksForGenitive(words, at) ? russianGenitive(core, unit?.gender ?? 'm') : undefined;
  const form = /(?:^|[^1])1$/.test(core) ? plurals[1] : plurals[2];
  const said = genitive
    ? `${genitive} ${form}`
    : `${russianNumber(core, unit?.gender ?? 'm')} ${russianPlural(core, [...plurals] as [string, string, string])}`;
  return { words: 2, spoken: `${said} ${TIMES[time] ?? ''}` };
}
const PAID = /^(?:₽|\$|€|руб|р|долл|евро|тенге|грн)$/u;

/** "1:50 000": so much of a map is so much of the land. */
function scale(words: readonly string[], at: number, core: string): Reading | undefined {
  const [, one, head = ''] = /^(1):(\d{1,3})$/.exec(core) ?? [];
  let digits = head;
  let count = 1;
  while (one && count < 4 && /^\d{3}$/.test(partsOf(words[at + count]).core) && partsOf(words[at + count - 1]).tail === '') {
    digits += partsOf(words[at + count]).core;
    count += 1;
  }
  if (!one || count === 1 || !digits.endsWith('000')) return undefined;
  const thousands = digits.slice(0, -3);
  const many = russianDative(thousands);
  const ofThem = Number(thousands) === 1 ? 'тысяче' : many && `${many} тысячам`;
  return ofThem === undefined ? undefined : { words: count, spoken: `один к ${ofThem}` };
}

/** "III кв. 2024 г.", "I полугодие". */
function quarter(words: readonly string[], at: number, core: string, tail: string): Reading | undefined {
  const value = romanValue(core) ?? (/^[1-4]$/.test(core) ? Number(core) : undefined);
  const next = partsOf(words[at + 1]);
  const isHalf = /^полугоди[еияю]$/u.test(next.core);
  if (value === undefined || value > 4 || tail !== '') return undefined;
  if (isHalf && value <= 2) return single(russianOrdinal(value, next.core.endsWith('е') ? 'n' : next.core.endsWith('я') ? 'gen' : 'prep'));
  const isShort = next.core === 'кв' && next.tail.startsWith('.') && /^(?:19|20)\d\d$/.test(partsOf(words[at + 2]).core);
  if (!isShort && !(romanValue(core) !== undefined && /^квартал/u.test(next.core))) return undefined;
  const isIn = /^в[о]?$/iu.test(words[at - 1] ?? '');
  const asked: QuarterForm = isIn ? 'prep' : /^ко?$/iu.test(words[at - 1] ?? '') ? 'dat' : asksForGenitive(words, at) ? 'gen' : 'm';
  const form = isShort ? asked : (QUARTER_ENDINGS[next.core.replace(/^квартал/u, '')] ?? 'm');
  if (!isShort) return single(russianOrdinal(value, form));
  const year = russianOrdinal(Number(partsOf(words[at + 2]).core), 'gen');
  const behind = /^(?:г|год|года)$/u.test(partsOf(words[at + 3]).core) ? 4 : 3;
  return { words: behind, spoken: `${russianOrdinal(value, form)} квартал${QUARTER_OF[form]} ${year} года` };
}
type QuarterForm = 'm' | 'gen' | 'dat' | 'ins' | 'prep';
const QUARTER_OF: Readonly<Record<QuarterForm, string>> = { m: '', gen: 'а', dat: 'у', ins: 'ом', prep: 'е' };
const QUARTER_ENDINGS: Readonly<Record<string, QuarterForm>> = table({ е: 'prep', а: 'gen', у: 'dat', ом: 'ins' });

/** "С 1914 по 1918 г.", "2024–2025 учебный год": each end is a year. */
function years(words: readonly string[], at: number, core: string): Reading | undefined {
  const isYear = (word: string | undefined): boolean => /^[12]\d{3}$/.test(partsOf(word).core);
  const [before, next] = [words[at - 1] ?? '', words[at + 1] ?? ''];
  const isUntil = /^(?:г|гг|год|годы)$/u.test(partsOf(words[at + 3]).core);
  if (isYear(core) && /^со?$/iu.test(before) && next === 'по' && isYear(words[at + 2]) && isUntil)
    return {
      words: 4,
      spoken: `${russianOrdinal(Number(core), 'gen')} по ${russianOrdinal(Number(partsOf(words[at + 2]).core), 'm')} год`,
    };
  const [, from, to] = /^([12]\d{3})[–—-]([12]\d{3})$/u.exec(core) ?? [];
  if (!from || !to || !/^(?:учебн|финансов|отч[её]тн)\p{L}+$/u.test(next)) return undefined;
  const form = /ый$/u.test(next) ? 'm' : /ого$/u.test(next) ? 'gen' : /ом$/u.test(next) ? 'prep' : undefined;
  return form && single(`${russianOrdinal(Number(from), form)} ${russianOrdinal(Number(to), form)}`);
}
