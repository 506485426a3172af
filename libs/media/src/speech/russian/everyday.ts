/** Russian that is written short in everyday texts: days of the week, spoons, joined adjectives, parts of a whole. */
import { table } from '../../text/table.js';
import { partsOf, type Reading } from '../reading.js';
import { russianDative } from './dative.js';
import { asksForGenitive, russianGenitive } from './genitive.js';
import { russianNumber, russianOrdinal, russianPlural } from './numbers.js';
import { shareAt } from './shares.js';
import { phraseNamed } from './units.js';

const DAYS: Readonly<Record<string, readonly [name: string, from: string, to: string]>> = table({
  ...{ пн: ['понедельник', 'понедельника', 'понедельник'], вт: ['вторник', 'вторника', 'вторник'], ср: ['среда', 'среды', 'среду'] },
  ...{ чт: ['четверг', 'четверга', 'четверг'], пт: ['пятница', 'пятницы', 'пятницу'], сб: ['суббота', 'субботы', 'субботу'] },
  ...{ вс: ['воскресенье', 'воскресенья', 'воскресенье'] },
});
const WHOLE: Readonly<Record<string, string>> = table({
  ...{ 'г-н': 'господин', 'г-на': 'господина', 'г-ну': 'господину', 'г-жа': 'госпожа', 'г-жи': 'госпожи', 'д-р': 'доктор', 'р-н': 'район' },
  ...{ 'пр-т': 'проспект', 'б-р': 'бульвар', 'ун-т': 'университет', 'ф-т': 'факультет', 'о-в': 'остров', ph: 'пэ аш' },
});
/** Names of places by what stands before them: nominative, "на" and "по", "с" and "до". */
const PLACES: Readonly<Record<string, readonly [string, string, string]>> = table({
  ...{ ул: ['улица', 'улице', 'улицы'], пл: ['площадь', 'площади', 'площади'], пр: ['проспект', 'проспекте', 'проспекта'] },
  ...{
    пер: ['переулок', 'переулке', 'переулка'],
    оз: ['озеро', 'озере', 'озера'],
    р: ['река', 'реке', 'реки'],
    обл: ['область', 'области', 'области'],
  },
  ...{
    ст: ['станция', 'станции', 'станции'],
    д: ['деревня', 'деревне', 'деревни'],
    о: ['остров', 'острове', 'острова'],
    г: ['город', 'городе', 'города'],
  },
});
const ON = /^(?:в|во|на|о|об|при)$/iu;
const FROM = /^(?:с|со|из|от|до|у|около|возле|для|без|после)$/iu;
const NUMBER = String.raw`\d{1,9}(?:[.,]\d{1,3})?`;

const COUNTED_BY = new RegExp(`^(${NUMBER}|\\d/\\d|[½¼¾⅓⅔])(?:[–—-](${NUMBER}))?$`, 'u');

/** What is said for `words[at]` and what belongs to it, or undefined. */
export function readRussianEveryday(words: readonly string[], at: number): Reading | undefined {
  const { core, tail } = partsOf(words[at]);
  const name = core.toLowerCase();
  // "Тел. +7": the number goes on with it.
  if (name === 'тел' && tail.startsWith('.'))
    return { words: 1, spoken: matched(core, /^по$/iu.test(words[at - 1] ?? '') ? 'телефону' : 'телефон'), leadsOn: true };
  if (Object.hasOwn(WHOLE, name)) return single(matched(core, WHOLE[name] ?? ''));
  return (
    days(words, at, name, tail) ??
    place(words, at, name, tail) ??
    counted(words, at) ??
    pressure(words, at, core) ??
    single(
      shares(core) ??
        against(words, at, core) ??
        partOf(words, at, core) ??
        joined(core) ??
        degrees(core) ??
        volts(words, at, core, tail) ??
        about(words, at, name, tail),
    )
  );
}

const single = (spoken: string | undefined): Reading | undefined => (spoken === undefined ? undefined : { words: 1, spoken });
const matched = (written: string, spoken: string): string =>
  /^\p{Lu}/u.test(written) ? spoken.charAt(0).toUpperCase() + spoken.slice(1) : spoken;

/** "пн-пт": from Monday to Friday. */
function days(words: readonly string[], at: number, name: string, tail: string): Reading | undefined {
  const [, from = '', to = ''] = /^([а-я]{2})[–—-]([а-я]{2})$/u.exec(name) ?? [];
  const [first, last] = [own(DAYS, from), own(DAYS, to)];
  if (first && last) return single(`${/^(?:вт|ср)/u.test(first[1]) ? 'со' : 'с'} ${first[1]} по ${last[2]}`);
  const day = own(DAYS, name);
  const besides = [words[at - 1], words[at + 1]].some(
    (word) => own(DAYS, partsOf(word).core.toLowerCase()) !== undefined || /^\d{1,2}:\d\d/.test(word ?? ''),
  );
  return day && besides && !tail.startsWith('.') ? single(day[0]) : undefined;
}

function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** "на ул. Горького", "от г. Тулы". */
function place(words: readonly string[], at: number, name: string, tail: string): Reading | undefined {
  const forms = own(PLACES, name);
  const next = words[at + 1] ?? '';
  const before = partsOf(words[at - 1]).core;
  if (!forms || tail !== '.' || !/^[«"]?\p{Lu}/u.test(next)) return undefined;
  // "В г. Казань" they go, "в г. Казани" they are.
  if (name === 'г' && ON.test(before) && !/[еи][.,;:!?»"]*$/u.test(next)) return undefined;
  if (ON.test(before) || (/^по$/iu.test(before) && /[аь]$/u.test(forms[0]))) return single(forms[1]);
  return FROM.test(before) ? single(forms[2]) : undefined;
}

/** "2 ст. л.", "1,5 ч. л.", "15 п. п.": what is counted has two words. */
function counted(words: readonly string[], at: number): Reading | undefined {
  if (!words[at + 1]?.endsWith('.')) return undefined;
  const { core, tail } = partsOf(words[at]);
  const [, low, high] = COUNTED_BY.exec(core) ?? [];
  const unit =
    low === undefined || tail !== ''
      ? undefined
      : phraseNamed(`${partsOf(words[at + 1]).core} ${partsOf(words[at + 2]).core.replace(/^лож(?:ка|ки|ек|ку)$/u, 'л')}`);
  if (!low || !unit) return undefined;
  const isPart = /[/½¼¾⅓⅔]/u.test(low);
  const half = /^1[.,]5$/.test(low) && high === undefined ? (unit.gender === 'f' ? 'полторы' : 'полтора') : undefined;
  const said =
    half ??
    (isPart
      ? (shareAt(words, at) ?? fractionOf(low, ''))
      : [low, ...(high ? [high] : [])].map((value) => russianNumber(value, unit.gender)).join(' '));
  if (said === undefined) return undefined;
  // "Две столовые", "две целых пять десятых столовой", "три четвёртых столовой ложки".
  const isFraction = isPart || (half === undefined && /[.,]/.test(high ?? low));
  return { words: 3, spoken: `${said} ${isFraction ? unit.behind : russianPlural(half ? '2' : (high ?? low), unit.plurals)}` };
}

/** "120/80 мм рт. ст.", "760 мм рт. ст.". */
function pressure(words: readonly string[], at: number, core: string): Reading | undefined {
  const [, upper, lower] = /^(\d{2,4})(?:\/(\d{2,3}))?$/.exec(core) ?? [];
  const isMercury = words[at + 1] === 'мм' && words[at + 2] === 'рт.' && partsOf(words[at + 3]).core === 'ст';
  const isBlood = lower !== undefined && /^давлени/iu.test(partsOf(words[at - 1]).core);
  if (!upper || !(isMercury || isBlood)) return undefined;
  const said = lower ? `${russianNumber(upper)} на ${russianNumber(lower)}` : russianNumber(upper);
  const unit = russianPlural(lower ?? upper, ['миллиметр', 'миллиметра', 'миллиметров']);
  return isMercury ? { words: 4, spoken: `${said} ${unit} ртутного столба` } : { words: 1, spoken: said };
}

/** "50/50", "80/20". */
function shares(core: string): string | undefined {
  const [, one, other] = /^(\d{1,3})\/(\d{1,3})$/.exec(core) ?? [];
  return one && other && Number(one) > 0 && Number(one) + Number(other) === 100
    ? `${russianNumber(one)} на ${russianNumber(other)}`
    : undefined;
}

/** "1 к 5", "смешайте 1:2": so much to so much. */
function against(words: readonly string[], at: number, core: string): string | undefined {
  if (/^ко?$/iu.test(words[at - 1] ?? '') && /^\d+$/.test(words[at - 2] ?? '')) return russianDative(core);
  const [, one, other = ''] = /^(\d{1,3}):(\d{1,4})$/.exec(core) ?? [];
  const isRatio = words.slice(Math.max(0, at - 3), at).some((word) => /^(?:смеш|пропорц|соотнош|масштаб|развед|отношен|шанс)/iu.test(word));
  const to = isRatio ? russianDative(other) : undefined;
  return one && to ? `${russianNumber(one)} к ${to}` : undefined;
}

const INTO = /^(?:на|в|во|за|через|про)$/iu;

/** "на 1/3", "от 1/4": a part in its case. */
function partOf(words: readonly string[], at: number, core: string): string | undefined {
  if (!/^\d{1,2}\/\d{1,3}$/.test(core)) return undefined;
  const named = shareAt(words, at);
  if (named !== undefined) return named;
  const before = words[at - 1] ?? '';
  return asksForGenitive(words, at) ? fractionOf(core, 'gen') : INTO.test(before) ? fractionOf(core, 'acc') : undefined;
}

function fractionOf(core: string, form: '' | 'gen' | 'acc'): string | undefined {
  const [over = '', under = ''] = core.split('/');
  if (!(Number(over) > 0 && Number(over) < Number(under))) return undefined;
  const [whole, isOne] = [Number(under), over === '1'];
  if (form === 'gen') return `${russianGenitive(over, 'f') ?? ''} ${russianOrdinal(whole, isOne ? 'fObl' : 'plGen')}`;
  if (isOne) return form === 'acc' ? `одну ${russianOrdinal(whole, 'fAcc')}` : `одна ${russianOrdinal(whole, 'f')}`;
  return `${russianNumber(over, 'f')} ${russianOrdinal(whole, 'plGen')}`;
}

/** "10-летний", "25-процентный", "100-летие", "5-ти": joined to what it belongs to, numbers stand in the genitive, but for a few. */
function joined(core: string): string | undefined {
  const [, digits = '', behind = ''] = /^(\d{1,4})-([а-яё]{1,24})$/iu.exec(core) ?? [];
  const value = Number(digits);
  if (!(value > 0)) return undefined;
  if (/^(?:ти|и)$/u.test(behind) && value >= 5) return russianGenitive(digits);
  if (/^(?:х|ех|ёх)$/u.test(behind) && value >= 2 && value <= 4) return russianGenitive(digits);
  if (behind === 'ми' && (value === 7 || value === 8)) return russianGenitive(digits);
  if (behind.length < 4) return undefined;
  if (value === 1000) return `тысяче${behind}`;
  const parts = [value >= 1000 ? Math.floor(value / 1000) * 1000 : 0, Math.floor((value % 1000) / 100) * 100];
  const rest = value % 100;
  const small = rest < 20 || rest % 10 === 0 ? [rest] : [rest - (rest % 10), rest % 10];
  return [...parts, ...small].filter((part) => part > 0).map(stemOf).join('') + behind; // prettier-ignore
}

const STEMS: Readonly<Record<string, string>> = table({ '1': 'одно', '90': 'девяносто', '100': 'сто', '1000': 'тысяче' });
const stemOf = (part: number): string => own(STEMS, String(part)) ?? (russianGenitive(String(part)) ?? '').replaceAll(' ', '');

/** "−5…−10": from so many to so many. */
function degrees(core: string): string | undefined {
  const [, from, to] = /^([-−+]?\d{1,3})(?:…|\.{3})([-−+]?\d{1,3})$/u.exec(core) ?? [];
  const said = (value: string): string =>
    `${/^[-−]/u.test(value) ? 'минус ' : value.startsWith('+') ? 'плюс ' : ''}${russianNumber(value.replace(/^[-−+]/u, ''))}`;
  return from && to ? `${said(from)} ${said(to)}` : undefined;
}

/** "12 В," is a tension, "в 12 В город" is none. */
function volts(words: readonly string[], at: number, core: string, tail: string): string | undefined {
  const digits = words[at - 1] ?? '';
  const ends = words[at + 1] === undefined || /^[,;.)]/u.test(tail);
  return core === 'В' && ends && /^\d{1,4}$/.test(digits) ? russianPlural(digits, ['вольт', 'вольта', 'вольт']) : undefined;
}

/** "Ок. 1500 г.", "за чел.". */
function about(words: readonly string[], at: number, name: string, tail: string): string | undefined {
  if (name === 'пр' && tail.startsWith('.') && words[at - 1] === 'и') return 'прочее';
  if (name === 'ок' && tail === '.' && /^\d/.test(words[at + 1] ?? '')) return matched(partsOf(words[at]).core, 'около');
  return name === 'чел' && tail.startsWith('.') && /^(?:за|на|с)$/iu.test(words[at - 1] ?? '') ? 'человека' : undefined;
}
