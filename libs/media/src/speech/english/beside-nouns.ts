/** English that is read by what stands beside it: sums before their noun, streets, hours and angles that go on, cups. */
import { table } from '../../text/table.js';
import { type Reading, partsOf } from '../reading.js';
import { englishNumber } from './numbers.js';
import { currencyNamed } from './units.js';

const SUM = /^([$€£])(\d{1,3}(?:,\d{3})+|\d{1,9}(?:\.\d{1,2})?)(k|mn?|bn?|t)?$/i;
const SCALES: Readonly<Record<string, string>> = table({
  ...{ k: 'thousand', m: 'million', mn: 'million', b: 'billion', bn: 'billion', t: 'trillion' },
});
const SCALE_WORD = /^(?:thousand|million|billion|trillion)$/;
/** Before a sum: what it counts follows as a noun. */
const BEFORE_NOUN = /^(?:an?|another)$/i;
const WORD = /^\p{Ll}[\p{Ll}'’-]*$/u;
const NO_NOUN =
  /^(?:and|or|to|of|for|per|each|an?|the|in|on|at|by|with|from|as|is|was|were|are|if|when|then|than|but|more|less|off|back|worth|ago|now|today|yesterday|extra|apiece|so|because|that|which|who|into|out|up|down|over|after|before|until|every)$/;
/** What has a price before its name without an article as well. */
const PRICED =
  /^(?:bills?|banknotes?|notes?|coins?|tickets?|funds?|deals?|budgets?|fines?|prizes?|gifts?|discounts?|loans?|investments?|bonus|lawsuits?|cheques?|checks?|donations?|grants?|rewards?|vouchers?|coupons?)$/;

/** What is said for `words[at]` and what belongs to it, or undefined. */
export const readBesideNouns = (words: readonly string[], at: number): Reading | undefined =>
  price(words, at) ?? street(words, at) ?? hours(words, at) ?? angle(words, at) ?? cups(words, at);

/** "A $30 ticket" is a thirty dollar ticket, as "a 10-year-old boy" is no years old. */
function price(words: readonly string[], at: number): Reading | undefined {
  const { core, tail } = partsOf(words[at]);
  const [, sign = '', digits = '', letters = ''] = SUM.exec(core) ?? [];
  const unit = currencyNamed(sign);
  if (digits === '' || !unit || tail !== '') return undefined;
  const next = partsOf(words[at + 1]);
  const hasScale = letters === '' && next.tail === '' && SCALE_WORD.test(next.core);
  const noun = partsOf(words[at + (hasScale ? 2 : 1)]).core;
  const isNoun = BEFORE_NOUN.test(words[at - 1] ?? '') && WORD.test(noun) && !NO_NOUN.test(noun);
  if (!isNoun && !PRICED.test(noun)) return undefined;
  const scale = hasScale ? next.core : (SCALES[letters.toLowerCase()] ?? '');
  const [, whole = digits, cents = ''] = scale === '' ? (/^(\d+)\.(\d\d)$/.exec(digits) ?? []) : [];
  const small = Number(cents) > 0 ? englishNumber(String(Number(cents))) : '';
  const spoken = [englishNumber(whole.replaceAll(',', '')), scale, unit[0], small].filter((part) => part !== '').join(' ');
  return { words: hasScale ? 2 : 1, spoken };
}

/** "Elm Dr." is a drive, behind its name; "Dr. Elm" is somebody. */
function street(words: readonly string[], at: number): Reading | undefined {
  const [before, next] = [words[at - 1] ?? '', words[at + 1]];
  if (!/^Dr[.,;]*$/.test(words[at] ?? '') || !/^(?:\p{Lu}\p{Ll}+|\d{1,3}(?:st|nd|rd|th))$/u.test(before)) return undefined;
  return next === undefined || !/^["“‘(]*\p{Lu}/u.test(next) || (words[at] ?? '').length > 3 ? { words: 1, spoken: 'drive' } : undefined;
}

/** "7 p.m.-9 p.m." */
function hours(words: readonly string[], at: number): Reading | undefined {
  const [, hour = '', minutes] = /^(\d{1,2})(?::(\d\d))?$/.exec(words[at] ?? '') ?? [];
  const [, half = '', until = '', untilMinutes] = /^([ap])\.?m\.?[–—-](\d{1,2})(?::(\d\d))?$/iu.exec(words[at + 1] ?? '') ?? [];
  const [, other = ''] = /^([ap])\.?m$/i.exec(partsOf(words[at + 2]).core) ?? [];
  if (hour === '' || half === '' || other === '') return undefined;
  const time = (of: string, past: string | undefined, part: string): string =>
    [
      englishNumber(of),
      ...(past && past !== '00' ? [`${past.startsWith('0') ? 'oh ' : ''}${englishNumber(String(Number(past)))}`] : []),
    ].join(' ') + ` ${part.toLowerCase()} m`;
  return { words: 3, spoken: `${time(hour, minutes, half)} to ${time(until, untilMinutes, other)}` };
}

/** "30° 15′": a degree has minutes. */
function angle(words: readonly string[], at: number): Reading | undefined {
  const [, degrees = ''] = /^(\d{1,3})°$/u.exec(words[at] ?? '') ?? [];
  const [, minutes = ''] = /^(\d{1,2})['’′]$/u.exec(partsOf(words[at + 1]).core + partsOf(words[at + 1]).tail.slice(0, 1)) ?? [];
  if (degrees === '' || minutes === '') return undefined;
  const counted = (count: string, one: string): string => `${englishNumber(count)} ${one}${count === '1' ? '' : 's'}`;
  return { words: 2, spoken: `${counted(degrees, 'degree')} ${counted(String(Number(minutes)), 'minute')}` };
}

const PARTS_OF_CUP: Readonly<Record<string, string>> = table({
  ...{ '1/2': 'half a cup', '½': 'half a cup', '1/4': 'a quarter cup', '¼': 'a quarter cup', '3/4': 'three quarters of a cup' },
  ...{ '¾': 'three quarters of a cup', '1/3': 'a third of a cup', '⅓': 'a third of a cup', '2/3': 'two thirds of a cup' },
});

/** "2 c. flour", in a recipe. */
function cups(words: readonly string[], at: number): Reading | undefined {
  const { core, tail } = partsOf(words[at]);
  if (tail !== '' || words[at + 1] !== 'c.' || !WORD.test(partsOf(words[at + 2]).core)) return undefined;
  if (Object.hasOwn(PARTS_OF_CUP, core)) return { words: 2, spoken: PARTS_OF_CUP[core] ?? '', leadsOn: true };
  return /^\d{1,2}$/.test(core)
    ? { words: 2, spoken: `${englishNumber(core)} ${core === '1' ? 'cup' : 'cups'}`, leadsOn: true }
    : undefined;
}
