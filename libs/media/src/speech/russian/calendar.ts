/** Russian dates, years and centuries: ordinals in the case that the words beside them ask for. */
import { table } from '../../text/table.js';
import { partsOf, romanValue, type Reading } from '../reading.js';
import { russianOrdinal, type OrdinalForm } from './numbers.js';

const MONTHS = 'января февраля марта апреля мая июня июля августа сентября октября ноября декабря'.split(' ');
const YEAR_FORMS: Readonly<Record<string, OrdinalForm>> = table({
  ...{ год: 'm', года: 'gen', году: 'prep', годом: 'ins', годе: 'prep', годы: 'pl', годов: 'plGen', годам: 'plDat', годах: 'plGen' },
  ...{ век: 'm', века: 'gen', веку: 'dat', веком: 'ins', веке: 'prep', веков: 'plGen', веках: 'plGen', столетие: 'n', столетия: 'gen' },
  ...{ столетии: 'prep' },
});
const SHORT: Readonly<Record<string, Readonly<Record<'in' | 'of' | 'to' | '', string>>>> = table({
  г: { in: 'году', of: 'года', to: 'году', '': 'год' },
  гг: { in: 'годах', of: 'годов', to: 'годам', '': 'годы' },
  в: { in: 'веке', of: 'века', to: 'веку', '': 'век' },
  вв: { in: 'веках', of: 'веков', to: 'векам', '': 'века' },
});
const IN = /^(?:в|во|о|об)$/iu;
const OF =
  /^(?:с|со|до|от|из|после|около|ок|начала|конца|начале|конце|середине|середины|весной|летом|осенью|зимой|нач|кон|сер|начало|конец|середина|гг|годы|годов|годах|половины|половине|половина|половину|четверти|четверть|трети|треть)$/iu;
const TO = /^(?:к|ко|по)$/iu;

/** A date, a year with its noun, or a century from `words[at]` on; undefined where there is none. */
export function calendarReading(words: readonly string[], at: number): Reading | undefined {
  const { core, tail } = partsOf(words[at]);
  return wholeDate(core) ?? (tail === '' ? (dayOfMonth(words, at, core) ?? period(words, at, core)) : undefined);
}

function wholeDate(core: string): Reading | undefined {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(core);
  const dotted = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(core);
  const [year, month, day] = iso ? [iso[1], iso[2], iso[3]] : dotted ? [dotted[3], dotted[2], dotted[1]] : [];
  const name = MONTHS[Number(month) - 1];
  if (!name || Number(day) < 1 || Number(day) > 31 || Number(year) < 1) return undefined;
  return { words: 1, spoken: `${russianOrdinal(Number(day), 'gen')} ${name} ${russianOrdinal(Number(year), 'gen')} года` };
}

function dayOfMonth(words: readonly string[], at: number, core: string): Reading | undefined {
  const isMonth = (word: string | undefined): boolean => MONTHS.includes(partsOf(word).core.toLowerCase());
  const [, from, to] = /^(\d{1,2})(?:[–—-](\d{1,2}))?$/.exec(core) ?? [];
  if (from && isMonth(words[at + 1])) {
    if ([from, to ?? from].some((day) => Number(day) < 1 || Number(day) > 31)) return undefined;
    const before = partsOf(words[at - 1]).core;
    const form = /^ко?$/iu.test(before) ? 'dat' : /^(?:на|по)$/iu.test(before) ? 'n' : /^(?:перед|над)$/iu.test(before) ? 'ins' : 'gen';
    const spoken = to
      ? `с ${russianOrdinal(Number(from), 'gen')} по ${russianOrdinal(Number(to), 'n')}`
      : russianOrdinal(Number(from), form);
    return { words: 1, spoken };
  }
  // "с 1 по 7 мая"
  const isFrom = from && !to && /^со?$/iu.test(words[at - 1] ?? '') && words[at + 1] === 'по' && /^\d{1,2}$/.test(words[at + 2] ?? '');
  return isFrom && isMonth(words[at + 3]) && Number(from) <= 31 ? { words: 1, spoken: russianOrdinal(Number(from), 'gen') } : undefined;
}

function period(words: readonly string[], at: number, core: string): Reading | undefined {
  const [, low = '', high] = /^(\d{1,4}|[IVXL]+)(?:[–—-](\d{1,4}|[IVXL]+))?$/.exec(core) ?? [];
  if (low === '') return undefined;
  const next = partsOf(words[at + 1]);
  const short = SHORT[next.core];
  if (short === undefined && !Object.hasOwn(YEAR_FORMS, next.core.toLowerCase())) return undefined;
  const before = partsOf(words[at - 1]).core;
  const role = IN.test(before) ? 'in' : TO.test(before) ? 'to' : OF.test(before) || MONTHS.includes(before.toLowerCase()) ? 'of' : '';
  // "5 г." are grams, and "в" without a dot is a preposition.
  const isShort =
    short !== undefined &&
    next.tail.startsWith('.') &&
    (next.core.startsWith('г')
      ? /^\d{4}$/.test(low) || isOfEra(words, at + 2) || (role === 'in' && /^[1-9]\d\d$/.test(low))
      : romanValue(low) !== undefined || (next.core === 'вв' && high !== undefined));
  const noun = isShort ? short[role] : next.core.toLowerCase();
  const form = noun === 'году' && role === 'to' ? 'dat' : YEAR_FORMS[noun];
  const values = [low, ...(high ? [high] : [])].map((value) => romanValue(value) ?? Number(value));
  if (!form || values.some((value) => !(value > 0)) || !isPeriod(values, noun, isShort, romanValue(low) !== undefined)) return undefined;
  const numerals = values.map((value) => russianOrdinal(value, high ? singular(form, noun) : form)).join(' ');
  return isShort ? { words: 2, spoken: `${numerals} ${noun}` } : { words: 1, spoken: numerals };
}

/** "79 г. н. э.", "44 г. до н. э." */
const isOfEra = (words: readonly string[], at: number): boolean => words[at] === 'н.' || (words[at] === 'до' && words[at + 1] === 'н.');

/** "5 лет", "3 года" and "2 века" count; years that are named have three or four digits, centuries are Roman or of two digits. */
function isPeriod(values: readonly number[], noun: string, isNamed: boolean, isRoman: boolean): boolean {
  return noun.startsWith('год')
    ? (values[0] ?? 0) >= 100 || isNamed
    : // "На протяжении 3 веков" counts them.
      !(/^век(?:ов|ам|ами|ах)$/u.test(noun) && values.length === 1 && (values[0] ?? 0) < 10 && !isRoman) &&
        !(noun === 'века' && (values[0] ?? 0) < 5 && values.length === 1) &&
        (values[0] ?? 0) < 100;
}

/** Of a range each end is one: "в девятнадцатом двадцатом веках". */
function singular(form: OrdinalForm, noun: string): OrdinalForm {
  if (/ах$/u.test(noun)) return 'prep';
  return form === 'pl' || noun === 'века' ? 'm' : form === 'plGen' ? 'gen' : form;
}
