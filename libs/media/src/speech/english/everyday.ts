/** English that is written short in everyday texts: sums with letters, sizes, spans of days, digits that are dictated. */
import { table } from '../../text/table.js';
import { type Reading, partsOf } from '../reading.js';
import { englishNumber, yearOrNumber } from './numbers.js';
import { currencyNamed, unitNamed } from './units.js';

const SCALES: Readonly<Record<string, string>> = table({
  ...{ k: 'thousand', m: 'million', mn: 'million', mln: 'million', b: 'billion', bn: 'billion', t: 'trillion', tn: 'trillion' },
});
const SCALE_WORD = /^(?:thousand|million|billion|trillion)$/i;
const COUNTRIES: Readonly<Record<string, string>> = table({
  ...{ US: 'US', A: 'australian', AU: 'australian', C: 'canadian', CA: 'canadian', NZ: 'new zealand', HK: 'hong kong', S: 'singapore' },
});
const DAYS: Readonly<Record<string, string>> = table({
  ...{ mon: 'monday', tue: 'tuesday', tues: 'tuesday', wed: 'wednesday', thu: 'thursday', thur: 'thursday', thurs: 'thursday' },
  ...{ fri: 'friday', sat: 'saturday', sun: 'sunday' },
});
const MONTHS: Readonly<Record<string, string>> = table({
  ...{ jan: 'january', feb: 'february', mar: 'march', apr: 'april', jun: 'june', jul: 'july', aug: 'august', sep: 'september' },
  ...{ sept: 'september', oct: 'october', nov: 'november', dec: 'december' },
});
const WHOLE: Readonly<Record<string, string>> = table({
  ...{ pH: 'pee aitch', WWI: 'world war one', WWII: 'world war two', WW1: 'world war one', WW2: 'world war two' },
  ...{ 'p.a': 'per year', 'b/c': 'because', 'w/o': 'without', 'a.k.a': 'also known as', aka: 'also known as' },
  ...{ 'y/y': 'year over year', 'q/q': 'quarter over quarter', YoY: 'year over year', QoQ: 'quarter over quarter' },
});
const PARTS: Readonly<Record<string, string>> = table({
  ...{ '1/2': 'half', '1/4': 'a quarter of', '3/4': 'three quarters of', '1/3': 'a third of', '2/3': 'two thirds of' },
  ...{ '½': 'half', '¼': 'a quarter of', '¾': 'three quarters of', '⅓': 'a third of', '⅔': 'two thirds of' },
});
const NUMBER = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d{1,9})?|\d{1,15}(?:\.\d{1,9})?`;
const SUM = new RegExp(`^(US|AU?|CA?|NZ|HK|S)?([$€£¥₽₹₩₺₴₸₪₿฿₫])(${NUMBER})([a-z]{0,3})(?:[–—-]\\2?(${NUMBER})([a-z]{0,3}))?$`, 'iu');
const MEASURED = new RegExp(`^(${NUMBER})(?:[–—-](${NUMBER}))?(\\D{1,6})$`, 'u');
/** Behind its number each of them is read elsewhere, and may mean more than one thing. */
const READ_ELSEWHERE = /^(?:[mglhskx%]|st|nd|rd|th|'?s|am|pm|min|°.*)$/iu;
/** What is measured by its diagonal, or through its middle. */
const IN_INCHES =
  /^(?:screens?|monitors?|tvs?|displays?|laptops?|tablets?|pipes?|wheels?|frames?|pizzas?|disks?|drives?|records?|singles?|guns?)$/i;

const number = (digits: string): string => englishNumber(digits.replaceAll(',', ''));
const dictated = (text: string): string => [...text.replace(/\D/g, '')].map((digit) => englishNumber(digit)).join(' ');

/** What is said for `words[at]` and what belongs to it, or undefined. */
export function readEveryday(words: readonly string[], at: number): Reading | undefined {
  const { core, tail } = partsOf(words[at]);
  if (Object.hasOwn(WHOLE, core)) return { words: 1, spoken: WHOLE[core] ?? '' };
  const [, jet] = /^MiG-(\d{1,3})$/.exec(core) ?? [];
  if (jet) return { words: 1, spoken: `mig ${englishNumber(jet)}` };
  if (words[at] === 'w/') return { words: 1, spoken: 'with' };
  // A year in brackets goes on with the sentence.
  if (core === 'et' && partsOf(words[at + 1]).core === 'al')
    return { words: 2, spoken: 'and others', leadsOn: /^\(/.test(words[at + 2] ?? '') };
  return (
    era(words, at, core, tail) ??
    inches(words[at] ?? '', words[at + 1]) ??
    sum(words, at) ??
    lasting(words, at) ??
    part(words, at) ??
    single(measured(core) ?? named(words, at, core, tail) ?? digits(words, at, core))
  );
}

const single = (spoken: string | undefined): Reading | undefined => (spoken === undefined ? undefined : { words: 1, spoken });

/** "c. 1500", "AD 79", "300 BCE". */
function era(words: readonly string[], at: number, core: string, tail: string): Reading | undefined {
  const [isBefore, isBehind] = [/^\d/.test(partsOf(words[at + 1]).core), /\d$/.test(partsOf(words[at - 1]).core)];
  if (/^ca?$/.test(core) && tail === '.' && isBefore) return { words: 1, spoken: 'circa' };
  if (core === 'AD' && (isBefore || isBehind)) return { words: 1, spoken: 'ay dee' };
  if (core === 'CE' && isBehind) return { words: 1, spoken: 'see ee' };
  return core === 'BCE' && isBehind ? { words: 1, spoken: 'bee see ee' } : undefined;
}

/** 5'10", 6′2″, 30" screen. */
function inches(word: string, next: string | undefined): Reading | undefined {
  const [, feet, more] = /^\(?(\d)['′’](\d{1,2})(?:["″”]|''|’’)?[.,;:!?)]*$/u.exec(word.slice(0, 12)) ?? [];
  if (feet && more) return { words: 1, spoken: `${englishNumber(feet)} foot ${englishNumber(more)}` };
  const [, across, sign] = /^(\d{1,3}(?:\.\d)?)(["″”])$/u.exec(word.slice(0, 12)) ?? [];
  if (!across || (sign !== '″' && !IN_INCHES.test(partsOf(next).core))) return undefined;
  return { words: 1, spoken: `${englishNumber(across)} inch` };
}

/** "US$1.2m", "$5-$10", "£20-30k", "₹999". What has cents and nothing else is read by its runs. */
function sum(words: readonly string[], at: number): Reading | undefined {
  const { core, tail } = partsOf(words[at]);
  const [, country = '', sign = '', low = '', lowScale = '', high, highScale = ''] = SUM.exec(core) ?? [];
  const letters = (highScale || lowScale).toLowerCase();
  const unit = currencyNamed(sign);
  if (low === '' || !unit || (letters !== '' && !Object.hasOwn(SCALES, letters))) return undefined;
  const next = tail === '' && letters === '' ? partsOf(words[at + 1]) : { core: '' };
  const word = SCALE_WORD.test(next.core) ? next.core.toLowerCase() : undefined;
  if (country === '' && high === undefined && (letters === '' || letters === 'k') && /[$€£¥₽₹₩]/u.test(sign) && !/[₹₩]/u.test(sign))
    return undefined;
  const scale = word ?? (letters === '' ? '' : SCALES[letters]);
  const isOne = low === '1' && high === undefined && scale === '';
  const of = country === '' ? '' : `${COUNTRIES[country.toUpperCase()] ?? ''} `.replace('US ', 'you ess ');
  const spoken = [
    number(low),
    // "$500k–$1m": each end has its own.
    ...(high !== undefined && lowScale !== '' && lowScale.toLowerCase() !== letters ? [SCALES[lowScale.toLowerCase()] ?? ''] : []),
    ...(high === undefined ? [] : ['to', number(high)]),
    ...(scale ? [scale] : []),
    `${of}${unit[isOne ? 0 : 1]}`,
  ];
  return { words: word === undefined ? 1 : 2, spoken: spoken.join(' ') };
}

/** "2h 15m", "2h15", "9.58s", "6ft 2in". */
function lasting(words: readonly string[], at: number): Reading | undefined {
  const { core, tail } = partsOf(words[at]);
  const next = tail === '' ? partsOf(words[at + 1]).core : '';
  const hours = (count: string): string => `${englishNumber(count)} ${count === '1' ? 'hour' : 'hours'}`;
  const minutes = (count: string): string => `${englishNumber(String(Number(count)))} ${Number(count) === 1 ? 'minute' : 'minutes'}`;
  const [, hour, rest] = /^(\d{1,3})h(?:(\d{1,2})m?)?$/.exec(core) ?? [];
  const [, behind] = /^(\d{1,2})m$/.exec(next) ?? [];
  if (hour && rest) return { words: 1, spoken: `${hours(hour)} ${minutes(rest)}` };
  if (hour && behind) return { words: 2, spoken: `${hours(hour)} ${minutes(behind)}` };
  const [, seconds] = /^(\d{1,6}\.\d{1,6})s$/.exec(core) ?? [];
  if (seconds) return { words: 1, spoken: `${englishNumber(seconds)} seconds` };
  const [, feet] = /^(\d{1,2})ft$/.exec(core) ?? [];
  const [, more] = /^(\d{1,2})(?:in)?$/.exec(next) ?? [];
  return feet && more ? { words: 2, spoken: `${englishNumber(feet)} foot ${englishNumber(more)}` } : undefined;
}

/** "½ tsp", "3/4 tsp": half a teaspoon, three quarters of a teaspoon. */
function part(words: readonly string[], at: number): Reading | undefined {
  const { core, tail } = partsOf(words[at]);
  const unit = Object.hasOwn(PARTS, core) && tail === '' ? unitNamed(partsOf(words[at + 1]).core) : undefined;
  return unit && { words: 2, spoken: `${PARTS[core] ?? ''} ${/^[aeio]|^hour/.test(unit[0]) ? 'an' : 'a'} ${unit[0]}` };
}

/** "12V", "256GB", "220-240V": a unit that no run of letters would be read as. */
function measured(core: string): string | undefined {
  const [, low, high, name = ''] = MEASURED.exec(core) ?? [];
  const unit = low && !READ_ELSEWHERE.test(name) ? unitNamed(name) : undefined;
  if (!low || !unit) return undefined;
  return `${number(low)}${high ? ` to ${number(high)}` : ''} ${unit[(high ?? low) === '1' ? 0 : 1]}`;
}

/** "Mon-Fri", "Tue. at nine", "Jan. 15th", "15 Jan 2024". */
function named(words: readonly string[], at: number, core: string, tail: string): string | undefined {
  const [, from = '', to = ''] = /^([A-Z][a-z]{2,4})[–—-]([A-Z][a-z]{2,4})$/u.exec(core) ?? [];
  for (const table of [DAYS, MONTHS])
    if (Object.hasOwn(table, from.toLowerCase()) && Object.hasOwn(table, to.toLowerCase()))
      return `${table[from.toLowerCase()] ?? ''} to ${table[to.toLowerCase()] ?? ''}`;
  const name = core.toLowerCase();
  if (!/^[A-Z][a-z]+$/.test(core)) return undefined;
  const [before, next] = [partsOf(words[at - 1]).core, partsOf(words[at + 1]).core];
  if (Object.hasOwn(DAYS, name) && (tail === '.' ? /^[a-z\d]/.test(next) : tail === '' && /^\d{1,2}(?::\d\d)?(?:[ap]m)?$/.test(next)))
    return DAYS[name];
  const isDated = /^(?:\d{1,2}(?:st|nd|rd|th)?|\d{1,2}[–—-]\d{1,2}|[12]\d{3})$/u.test(next) || /^\d{1,2}(?:st|nd|rd|th)?$/.test(before);
  return Object.hasOwn(MONTHS, name) && isDated ? MONTHS[name] : undefined;
}

/** The full name of a month that is written short before its day. */
export const isShortMonth = (word: string | undefined): boolean => {
  const { core, tail } = partsOf(word);
  return /^[A-Z]/.test(core) && Object.hasOwn(MONTHS, core.toLowerCase()) && /^\.?$/.test(tail);
};

/** "100s of", "50/50", "978-3-16", "1-800-FLOWERS", "1.618:1", "in 1066". */
function digits(words: readonly string[], at: number, core: string): string | undefined {
  const many: Readonly<Record<string, string>> = {
    '10s': 'tens',
    '100s': 'hundreds',
    '1,000s': 'thousands',
    '1000s': 'thousands',
    '1,000,000s': 'millions',
  };
  if (Object.hasOwn(many, core) && words[at + 1] === 'of') return many[core];
  const [, one, other] = /^(\d{1,3})\/(\d{1,3})$/.exec(core === '50-50' ? '50/50' : core) ?? [];
  if (one && other && (one === other || (Number(one) + Number(other) === 100 && Number(other) > 0)))
    return `${englishNumber(one)} ${englishNumber(other)}`;
  const [, free, word] = /^1-(\d{3})-([A-Z]{4,12})$/.exec(core) ?? [];
  if (free && word) return `one ${englishNumber(free)} ${word.toLowerCase()}`;
  if (/^\d{1,7}(?:-\d{1,7}){2,5}$/.test(core) && !/^\d{4}-\d{2}-\d{2}$/.test(core)) return dictated(core);
  const [, odds, against] = /^(\d{1,3}\.\d{1,6}):(\d{1,3})$/.exec(core) ?? [];
  if (odds && against) return `${englishNumber(odds)} to ${englishNumber(against)}`;
  if (/^10[1-9]\d$/.test(core) && /^(?:in|year|since|until)$/i.test(words[at - 1] ?? '') && !/^[a-z]+s$/.test(words[at + 1] ?? ''))
    return `ten ${yearOrNumber(core.slice(2))}`;
  return undefined;
}
