/** English with signs that say how it is read: roots and powers, degrees of a map, opening hours, moments as machines write them. */
import { table } from '../../text/table.js';
import { partsOf, type Reading } from '../reading.js';
import { spokenEnglish } from '../spoken-english.js';
import { MONTHS } from './months.js';
import { englishNumber, ordinal, yearOrNumber } from './numbers.js';
import { currencyNamed } from './units.js';

const SIDES: Readonly<Record<string, string>> = table({ N: ' north', S: ' south', E: ' east', W: ' west' });
const SCALES: Readonly<Record<string, string>> = table({ K: 'thousand', M: 'million', B: 'billion' });
const CURRENCY_CODE = /^[A-Z]{3}$/;
const PLAIN_NUMBER = /^\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?$|^\d{1,12}(?:\.\d{1,2})?$/;

/** What is said for `words[at]` and what belongs to it, or undefined. */
export function readSigns(words: readonly string[], at: number): Reading | undefined {
  const { core, tail } = partsOf(words[at]);
  return (
    single(
      step(words, at) ??
        graded(words, at, core) ??
        zone(core) ??
        outOf(words, at, core) ??
        root(core) ??
        position(core) ??
        hours(core) ??
        moment(core) ??
        address(core) ??
        many(words, at, core, tail),
    ) ??
    openingHours(words, at, core, tail) ??
    paid(words, at, core, tail)
  );
}

const single = (spoken: string | undefined): Reading | undefined => (spoken === undefined ? undefined : { words: 1, spoken });
const number = (digits: string): string => englishNumber(digits.replaceAll(',', ''));
/** Letters of the alphabet are read alone, as `spokenEnglish` does with a lone one. */
const operand = (text: string): string => (/^\d/.test(text) ? number(text) : text.toLowerCase());

/** "Settings > Wi-Fi", "A → B": from one to the next, where nothing is compared. */
function step(words: readonly string[], at: number): string | undefined {
  const [before, next] = [partsOf(words[at - 1]).core, partsOf(words[at + 1]).core];
  const isName = (word: string): boolean => /^\p{L}[\p{L}\d-]+$/u.test(word);
  return /^(?:>|→|›|»|➜|➔)$/u.test(words[at] ?? '') && isName(before) && isName(next) ? 'then' : undefined;
}

/** "√2", "π", "2^n". */
function root(core: string): string | undefined {
  if (core === 'π') return 'pi';
  if (core === '∞') return 'infinity';
  const [, under] = /^√(\d{1,9}|[a-z])$/u.exec(core) ?? [];
  if (under) return `the square root of ${operand(under)}`;
  const [, factor, power] = /^(\d{1,9}(?:\.\d{1,9})?)[×·*]10\^([−-]?\d{1,3})$/u.exec(core) ?? [];
  if (factor && power) {
    const raised = englishNumber(power.replace(/^[−-]/u, ''));
    return `${number(factor)} times ten to the power of ${/^[−-]/u.test(power) ? 'minus ' : ''}${raised}`;
  }
  const [, base, exponent] = /^(\d{1,9}|[a-z])\^(\d{1,4}|[a-z])$/u.exec(core) ?? [];
  return base && exponent ? `${operand(base)} to the power of ${operand(exponent)}` : undefined;
}

/** "Grade B-", "blood type AB−", "C#", "B♭": letters with a sign that means something. */
function graded(words: readonly string[], at: number, core: string): string | undefined {
  const [, note = '', sign = ''] = /^([A-G])([#♯♭])$/u.exec(core) ?? [];
  if (note !== '') return `${spokenEnglish(`${note}1`).replace(/ one$/, '')} ${sign === '♭' ? 'flat' : 'sharp'}`;
  const [, letters = ''] = /^([A-F]|AB|O)[−-]$/u.exec(core) ?? [];
  const isGrade = /^(?:grades?|type|group|rated|rating|blood|an?|got|and|or)$/i.test(words[at - 1] ?? '');
  return letters !== '' && isGrade
    ? `${[...letters].map((letter) => spokenEnglish(`${letter}1`).replace(/ one$/, '')).join(' ')} minus`
    : undefined;
}

/** "UTC-05:00", "GMT+5:30". */
function zone(core: string): string | undefined {
  const [, name = '', sign, hour = '', minutes] = /^(UTC|GMT)([+−-])(\d{1,2})(?::?(\d\d))?$/u.exec(core) ?? [];
  return name === ''
    ? undefined
    : `${spokenEnglish(name)} ${sign === '+' ? 'plus' : 'minus'} ${timeOf(String(Number(hour)), minutes, undefined)}`;
}

/** "Scored 21/25": so many of so many. */
function outOf(words: readonly string[], at: number, core: string): string | undefined {
  const [, some, all] = /^(\d{1,3})\/(\d{1,3})$/.exec(core) ?? [];
  const isScore =
    /^(?:scored?|scores|got|gets|rated|rating|marks?|points?|grade)$/i.test(words[at - 1] ?? '') ||
    /^\(\d{1,3}%\)/.test(words[at + 1] ?? '');
  return some && all && isScore ? `${englishNumber(some)} out of ${englishNumber(all)}` : undefined;
}

/** "48°51'N": where it is on the map. */
function position(core: string): string | undefined {
  const [, degrees, minutes, seconds, side = ''] = /^(\d{1,3})°(?:(\d{1,2})['′’])?(?:(\d{1,2})["″”])?([NSEW]?)$/u.exec(core) ?? [];
  if (!degrees || (!minutes && side === '')) return undefined;
  const counted = (digits: string | undefined, unit: string): string =>
    digits ? ` ${englishNumber(String(Number(digits)))} ${unit}${Number(digits) === 1 ? '' : 's'}` : '';
  return `${counted(degrees, 'degree')}${counted(minutes, 'minute')}${counted(seconds, 'second')}${SIDES[side] ?? ''}`.trim();
}

/** "7am–9pm", "7:30–9am". */
const HOURS = /^(\d{1,2})(?::(\d\d))?(?:([ap])\.?m\.?)?[–—-](\d{1,2})(?::(\d\d))?(?:([ap])\.?m)$/iu;
function hours(core: string): string | undefined {
  const [, from, fromMinutes, fromHalf, to, toMinutes, toHalf] = HOURS.exec(core) ?? [];
  return from && to && toHalf ? `${timeOf(from, fromMinutes, fromHalf)} to ${timeOf(to, toMinutes, toHalf)}` : undefined;
}

/** "9–11 a.m.", "7:30–9 pm". */
function openingHours(words: readonly string[], at: number, core: string, tail: string): Reading | undefined {
  const [, from, fromMinutes, to, toMinutes] = /^(\d{1,2})(?::(\d\d))?[–—-](\d{1,2})(?::(\d\d))?$/u.exec(core) ?? [];
  const half = tail === '' ? /^([ap])\.?m$/i.exec(partsOf(words[at + 1]).core)?.[1] : undefined;
  return from && to && half ? { words: 2, spoken: `${timeOf(from, fromMinutes, undefined)} to ${timeOf(to, toMinutes, half)}` } : undefined;
}

function timeOf(hour: string, minutes: string | undefined, half: string | undefined): string {
  const past =
    minutes === undefined || minutes === '00' ? '' : ` ${minutes.startsWith('0') ? 'oh ' : ''}${number(String(Number(minutes)))}`;
  return `${englishNumber(hour)}${past}${half ? ` ${half.toLowerCase()} m` : ''}`;
}

/** "2025-11-30T16:20Z", "5.5.2025": a day, the month by its name. */
function moment(core: string): string | undefined {
  const [, isoYear, isoMonth, isoDay, hour, minutes, zone] =
    /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?$/.exec(core) ?? [];
  const [, dottedDay, dottedMonth, dottedYear] = /^(\d{1,2})\.(\d{1,2})\.((?:1[5-9]|20)\d\d)$/.exec(core) ?? [];
  const [year, month, day] = [isoYear ?? dottedYear, isoMonth ?? dottedMonth, isoDay ?? dottedDay];
  const name = MONTHS[Number(month) - 1];
  if (!year || !day || !name || Number(day) < 1 || Number(day) > 31) return undefined;
  const time = hour && minutes ? ` at ${timeOf(String(Number(hour)), minutes, undefined)}${zone === 'Z' ? ' you tee see' : ''}` : '';
  return `${name} ${ordinal(englishNumber(String(Number(day))))} ${yearOrNumber(year)}${time}`;
}

/** "192.168.0.1": as it is dictated. */
function address(core: string): string | undefined {
  if (!/^\d{1,3}(?:\.\d{1,3}){3}$/.test(core)) return undefined;
  return core
    .split('.')
    .map((group) => [...group].map((digit) => englishNumber(digit)).join(' '))
    .join(' dot ');
}

/** "5M views", "10M+ downloads": metres are written small. "2B or not 2B" and "Row 5B" are none. */
function many(words: readonly string[], at: number, core: string, tail: string): string | undefined {
  const [, count, letter = '', plus] = /^(\d{1,4}(?:\.\d{1,2})?)([KMB])(\+?)$/.exec(core) ?? [];
  const next = partsOf(words[at + 1]).core;
  const isOfSome = tail === '' && /^(?:(?!this$)[a-z]{3,}s|people|men|women|children|more|of|in)$/.test(next);
  // "4K in HDR" is how sharp it is.
  if (letter === 'K' && /^(?:2|4|5|6|8|12|16)$/.test(count ?? '') && /^(?:in|of|more)$/.test(next)) return undefined;
  if (!count || !(isOfSome || (letter === 'M' && (plus === '+' || tail !== '' || next === '')))) return undefined;
  return `${plus === '+' ? 'more than ' : ''}${number(count)} ${SCALES[letter] ?? ''}`;
}

/** "EUR 1,200.50": the code of a currency before its sum. */
function paid(words: readonly string[], at: number, core: string, tail: string): Reading | undefined {
  const unit = CURRENCY_CODE.test(core) && tail === '' ? currencyNamed(core) : undefined;
  const { core: sum } = partsOf(words[at + 1]);
  if (!unit || !PLAIN_NUMBER.test(sum)) return undefined;
  const [whole = '', cents] = sum.replaceAll(',', '').split('.');
  const small = cents && Number(cents) > 0 ? ` ${englishNumber(String(Number(cents.padEnd(2, '0'))))}` : '';
  return { words: 2, spoken: `${englishNumber(whole)} ${unit[whole === '1' ? 0 : 1]}${small}` };
}
