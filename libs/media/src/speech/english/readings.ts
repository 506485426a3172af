/** English words that are read together with what stands beside them. Words alone are read by `spoken-english.ts`. */
import { table } from '../../text/table.js';
import { readBesideNouns } from './beside-nouns.js';
import { isShortMonth, readEveryday } from './everyday.js';
import { mixedNumber, partsOf, romanValue, type Reading, type Written } from '../reading.js';
import { spokenEnglish } from '../spoken-english.js';
import { readSigns } from './signs.js';
import { isZone, readDialled } from './dialled.js';
import { readFormulas } from './formulas.js';
import { MONTHS } from './months.js';
import { englishNumber, ordinal, yearOrNumber } from './numbers.js';
import { readBesideSign, readRates } from './rates.js';
import { currencyNamed, unitNamed } from './units.js';

const RULERS = new Set(
  (
    'Louis Henry Charles George Edward Elizabeth William James Richard Philip Francis Frederick Napoleon Peter Catherine Nicholas ' +
    'Alexander Ivan Paul Pius Benedict Gregory Leo Clement Innocent Urban Ramses Ramesses Ptolemy Mary Ferdinand Christian Gustav ' +
    'Leopold Albert Victor Wilhelm Otto Cyrus Darius Xerxes Mehmed Selim Robert Stephen Haakon Carl Margaret Cleopatra Sixtus Julius'
  ).split(' '),
);
/** Read so only before what they belong to. */
const BEFORE_NUMBER: Readonly<Record<string, string>> = table({
  ...{ no: 'number', p: 'page', pp: 'pages', vol: 'volume', fig: 'figure', ch: 'chapter', sec: 'section', art: 'article' },
  ...{
    ext: 'extension',
    op: 'opus',
    eq: 'equation',
    tab: 'table',
    apt: 'apartment',
    rm: 'room',
    bldg: 'building',
    nos: 'numbers',
    est: 'established',
    pop: 'population',
  },
});
const BEFORE_NAME: Readonly<Record<string, string>> = table({
  ...{ mt: 'mount', ft: 'fort', gen: 'general', sgt: 'sergeant', capt: 'captain', lt: 'lieutenant', sen: 'senator', gov: 'governor' },
  ...{ rep: 'representative', hon: 'honorable', messrs: 'messieurs', col: 'colonel', rev: 'reverend', pres: 'president' },
});
const BEHIND_NAME: Readonly<Record<string, string>> = table({
  ...{
    st: 'street',
    ave: 'avenue',
    rd: 'road',
    blvd: 'boulevard',
    inc: 'incorporated',
    ltd: 'limited',
    co: 'company',
    corp: 'corporation',
  },
});
const DENOMINATORS: Readonly<Record<string, string>> = table({ '2': 'half', '4': 'quarter' });
const LETTERS: Readonly<Record<string, string>> = table({ G: 'gee', K: 'kay', D: 'dee' });
const GASES: Readonly<Record<string, string>> = table({ CO: 'see oh', NO: 'en oh', SO: 'ess oh' });
const SCALE = /^(?:thousand|million|billion|trillion)$/i;
const NUMBER = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d{1,9})?|\d{1,15}(?:[.,]\d{1,9})?`;
const AMOUNT = new RegExp(`^([-−+]?)(US|A|C)?([$€£¥₽₹₩]?)(${NUMBER})(?:[–—-](${NUMBER}))?(.*)$`, 'u');

/** What is said for `words[at]` and what belongs to it, or undefined when it is read alone. Looks at most three words ahead. */
export function readEnglish(words: readonly string[], at: number): Reading | undefined {
  const { core, tail } = partsOf(words[at]);
  if (core === '') return undefined;
  const sum =
    readBesideNouns(words, at) ??
    readBesideSign(words, at, readEnglish) ??
    readRates(words, at) ??
    readFormulas(words, at) ??
    readDialled(words, at) ??
    mixed(words, at) ??
    readSigns(words, at) ??
    readEveryday(words, at);
  if (sum !== undefined) return sum;
  const short = shortened(words, at, core, tail);
  // "p. 5": a number goes on with what is before it.
  if (short !== undefined)
    return {
      words: 1,
      spoken: short,
      leadsOn: Object.hasOwn(BEFORE_NAME, core.toLowerCase()) || /^(?:\d|[NS][EW][.,]?$)/.test(words[at + 1] ?? ''),
    };
  const spoken =
    emergency(words[at - 1], core) ?? behindNumber(words, at, core) ?? numeral(words, at, core) ?? dated(words, at, core) ?? alone(core);
  return spoken === undefined ? (perTime(core) ?? amount(words, at)) : { words: 1, spoken };
}

const MIXED: Readonly<Record<string, string>> = table({
  ...{ '½': 'a half', '¼': 'a quarter', '¾': 'three quarters', '⅓': 'a third', '⅔': 'two thirds' },
});

/** "5½ lb", "5 1/2 lb": "five and a half pounds". */
function mixed(words: readonly string[], at: number): Reading | undefined {
  const number = mixedNumber(words, at);
  if (number === undefined) return undefined;
  const unit = number.tail === '' ? unitNamed(besides(words[at + number.words]).core) : undefined;
  const spoken = `${englishNumber(number.digits)} and ${MIXED[number.part] ?? ''}${unit ? ` ${unit[1]}` : ''}`;
  return { words: unit ? number.words + 1 : number.words, spoken };
}

const TIMES: Readonly<Record<string, string>> = table({
  ...{ mo: 'month', month: 'month', yr: 'year', year: 'year', wk: 'week', week: 'week', day: 'day', hr: 'hour', hour: 'hour' },
  ...{ night: 'night', person: 'person', lb: 'pound', kg: 'kilogram', oz: 'ounce', g: 'gram', gal: 'gallon', mi: 'mile', mile: 'mile' },
  ...{
    gallon: 'gallon',
    min: 'minute',
    minute: 'minute',
    user: 'user',
    unit: 'unit',
    piece: 'piece',
    GB: 'gigabyte',
    kWh: 'kilowatt hour',
  },
});

/** "$99/mo": what is paid, and for how long. */
function perTime(core: string): Reading | undefined {
  const [, paid = '', time = ''] = /^([$€£]\d{1,9}(?:[.,]\d{1,9})?)\/([a-zA-Z]{1,6})$/.exec(core) ?? [];
  const named = Object.hasOwn(TIMES, time) ? TIMES[time] : undefined;
  return named === undefined ? undefined : { words: 1, spoken: `${spokenEnglish(paid)} per ${named}` };
}

/** "9.58 s", "6 ft 2 in": what would be a letter or a preposition by itself. */
function behindNumber(words: readonly string[], at: number, core: string): string | undefined {
  const { core: digits, tail } = partsOf(words[at - 1]);
  if (tail !== '' || !/^(?:\d{1,4}(?:\.\d{1,6})?[–—-])?\d{1,4}(?:\.\d{1,6})?$/u.test(digits)) return undefined;
  // "A 5 s film".
  const isOfOne = digits === '1' || (/^an?$/i.test(words[at - 2] ?? '') && /^[a-z]/.test(words[at + 1] ?? ''));
  if (core === 'in' && [words[at - 2], words[at + 1]].includes('by')) return digits === '1' ? 'inch' : 'inches';
  if (core === 's') return isOfOne ? 'second' : 'seconds';
  return core === 'in' && /^(?:ft|feet|foot)$/.test(partsOf(words[at - 2]).core) ? (digits === '1' ? 'inch' : 'inches') : undefined;
}

/** "Call 911": a number that is dialled is said digit by digit. */
function emergency(before: string | undefined, core: string): string | undefined {
  if (
    !/^(?:911|999|112|000)$/.test(core) ||
    !/^(?:call|calls|called|calling|dial|dials|dialed|dialled|dialing|phone|ring)$/i.test(before ?? '')
  )
    return undefined;
  return [...core].map((digit) => englishNumber(digit)).join(' ');
}

function shortened(words: readonly string[], at: number, core: string, tail: string): string | undefined {
  if (!tail.startsWith('.')) return undefined;
  const [before = '', next = ''] = [words[at - 1], words[at + 1]];
  const name = core.toLowerCase();
  if (/^\d/.test(next) && Object.hasOwn(BEFORE_NUMBER, name)) return BEFORE_NUMBER[name];
  // "b. 1950, d. 2001", "the 21st c."
  if (/^[bd]$/.test(core) && /^1\d{3}|^20\d\d/.test(next)) return core === 'b' ? 'born' : 'died';
  if (core === 'c' && /^\d{1,2}(?:st|nd|rd|th)$/.test(before)) return 'century';
  if (name in BEHIND_NAME && /^\p{Lu}/u.test(core) && /^(?:\p{Lu}\p{L}+|\d+(?:st|nd|rd|th))$/u.test(before)) return BEHIND_NAME[name];
  if (!/^\p{Lu}/u.test(next) || !/^\p{Lu}/u.test(core)) return undefined;
  return name === 'st' ? 'saint' : Object.hasOwn(BEFORE_NAME, name) ? BEFORE_NAME[name] : undefined;
}

/** "Louis XIV" is the fourteenth, "World War II" is two, "XX century" the twentieth. */
function numeral(words: readonly string[], at: number, core: string): string | undefined {
  // "Scene iv" is numbered as well as "Scene IV".
  const isSmall = /^[ivx]{1,5}$/u.test(core) && /^(?:Scene|Act|Part|Chapter|Book|Canto)$/u.test(words[at - 1] ?? '');
  const [, letters = '', possessive = ''] = /^([IVXL]+)(['’]s)?$/u.exec(isSmall ? core.toUpperCase() : core) ?? [];
  const value = romanValue(letters);
  if (value === undefined) return undefined;
  const rank = `${ordinal(englishNumber(String(value)))}${possessive === '' ? '' : "'s"}`;
  if (/^centur(?:y|ies)$/i.test(partsOf(words[at + 1]).core)) return rank;
  const before = (words[at - 1] ?? '').slice(0, 40);
  if (RULERS.has(before)) return `the ${rank}`;
  const counted = /^(?:War|Part|Chapter|Volume|Act|Scene|Canto|Book|Phase|Type|Class|Level|Apollo|Mark|Bowl|Season|Episode)$/i.test(before);
  // A size, and no fortieth: "Size XL".
  return counted || (letters.length > 1 && letters !== 'XL' && /^\p{Lu}\p{L}/u.test(before)) ? englishNumber(String(value)) : undefined;
}

/** "December 25", "25 December", "2024-12-25", "12/25/2024". */
function dated(words: readonly string[], at: number, core: string): string | undefined {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(core);
  const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(core);
  // What is past twelve is no month: "16/08/2009".
  const [first, second] = Number(slashed?.[1]) > 12 ? [slashed?.[2], slashed?.[1]] : [slashed?.[1], slashed?.[2]];
  const [year = '', month, day] = iso ? [iso[1], iso[2], iso[3]] : slashed ? [slashed[3], first, second] : [];
  const name = MONTHS[Number(month) - 1];
  if (name && Number(day) >= 1 && Number(day) <= 31) return `${name} ${dayOf(day ?? '')} ${yearOrNumber(year)}`;
  const days = daysOf(words, at, core);
  if (days !== undefined) return days;
  // "747-400", "A320-200": what falls is no span.
  const [, more, less] = /^(\d{3,4})[–-](\d{3,4})$/u.exec(core) ?? [];
  if (more && less && Number(more) > Number(less)) return `${yearOrNumber(more)} ${yearOrNumber(less)}`;
  if (!/^(?:[12]?[1-9]|[123]0|31)$/.test(core)) return undefined;
  const isMonth = (word: string | undefined): boolean => /^[A-Z]/.test(word ?? '') && MONTHS.includes(partsOf(word).core.toLowerCase());
  if ((isMonth(words[at - 1]) && partsOf(words[at - 1]).tail === '') || isShortMonth(words[at - 1])) return dayOf(core);
  if (!isMonth(words[at + 1]) && !isShortMonth(words[at + 1])) return undefined;
  return `${/^the$/i.test(words[at - 1] ?? '') ? '' : 'the '}${dayOf(core)} of`;
}

/** "May 5-7", "1-3 June". */
function daysOf(words: readonly string[], at: number, core: string): string | undefined {
  const [, from, to] = /^(\d{1,2})[–—-](\d{1,2})$/u.exec(core) ?? [];
  const isMonth = (word: string | undefined): boolean =>
    isShortMonth(word) || (/^[A-Z]/.test(word ?? '') && MONTHS.includes(partsOf(word).core.toLowerCase()));
  if (!from || !to || Number(from) >= Number(to) || Number(to) > 31) return undefined;
  if (isMonth(words[at - 1]) && /^\.?$/.test(partsOf(words[at - 1]).tail)) return `${dayOf(from)} to ${dayOf(to)}`;
  return isMonth(words[at + 1]) && partsOf(words[at]).tail === '' ? `the ${dayOf(from)} to the ${dayOf(to)} of` : undefined;
}

const dayOf = (digits: string): string => ordinal(englishNumber(String(Number(digits))));

function alone(core: string): string | undefined {
  if (core === '24/7') return 'twenty four seven';
  if (core === '24/7/365') return 'twenty four seven three sixty five';
  if (core === '9/11') return 'nine eleven';
  // As a word it would be a company.
  const [, letters] = /^(CO|NO|SO)2$/.exec(core) ?? [];
  if (letters) return `${GASES[letters] ?? ''} two`;
  const [, wide, high] = /^(\d{1,5})[x×](\d{1,5})$/u.exec(core) ?? [];
  if (wide && high) return `${englishNumber(wide)} by ${englishNumber(high)}`;
  const [, odds, against] = /^(\d{1,3}(?:,\d{3})+|\d{1,9}):(\d)$/.exec(core) ?? [];
  if (odds && against) return `${english(odds)} to ${englishNumber(against)}`;
  const [, digits, letter] = /^(\d{1,2})([GKD])$/.exec(core) ?? [];
  if (digits && letter && (letter !== 'K' || /^(?:2|4|5|6|8|12|16)$/.test(digits)))
    return `${englishNumber(digits)} ${LETTERS[letter] ?? ''}`;
  return power(core) ?? fraction(core) ?? telephone(core);
}

/** "10^6": "ten to the power of six". */
function power(core: string): string | undefined {
  const [, base, exponent] = /^(\d{1,9})\^(\d{1,4})$/.exec(core) ?? [];
  return base && exponent ? `${englishNumber(base)} to the power of ${englishNumber(exponent)}` : undefined;
}

function fraction(core: string): string | undefined {
  const [, over, under] = /^(\d{1,2})\/(\d{1,3})$/.exec(core) ?? [];
  if (!over || !under || Number(under) < 2 || Number(over) < 1 || Number(over) >= Number(under)) return undefined;
  const part = DENOMINATORS[under] ?? ordinal(englishNumber(under));
  return `${englishNumber(over)} ${part}${over === '1' ? '' : 's'}`;
}

function telephone(core: string): string | undefined {
  if (!/^(?:\+?\d{1,3}-)?(?:\d{3}-)?\d{3}-\d{4}$|^\d{3}\.\d{3}\.\d{4}$/.test(core)) return undefined;
  const digits = [...core.replace(/\D/g, '')].map((digit) => englishNumber(digit)).join(' ');
  return core.startsWith('+') ? `plus ${digits}` : digits;
}

/** A number with what it counts: "$1.5 million", "100 km", "−5 °C", "9:08 AM". */
function amount(words: readonly string[], at: number): Reading | undefined {
  const { core, tail } = partsOf(words[at]);
  const next = tail === '' ? besides(words[at + 1]) : { core: '', tail: '' };
  const [, hour, minutes] = /^(\d{1,2}):(\d\d)$/.exec(core) ?? [];
  const half = /^([ap])\.?m$/i.exec(next.core)?.[1]?.toLowerCase();
  const leadsOn = half !== undefined && isZone(words[at + 2]);
  if (hour && minutes && half) return { words: 2, spoken: `${clock(String(Number(hour)), minutes)} ${half} m`, leadsOn };
  const [, sign = '', , money = '', low, high, attached = ''] = AMOUNT.exec(core) ?? [];
  if (!low) return undefined;
  if (half && attached === '' && money === '' && Number(low) <= 12) return { words: 2, spoken: `${english(low)} ${half} m`, leadsOn };
  const scaled = attached === '' && SCALE.test(next.core);
  const plus = sign === '+' && next.core.startsWith('°') ? 'plus ' : '';
  const numbers = `${sign === '-' || sign === '−' ? 'minus ' : plus}${[low, ...(high ? [high] : [])].map(english).join(' to ')}`;
  const scale = scaled ? ` ${next.core.toLowerCase()}` : '';
  const after = scaled && next.tail === '' ? partsOf(words[at + 2]).core : next.core;
  const isOne = (high ?? low) === '1' && !scaled;
  if (/^fl\.?$/.test(words[at + 1] ?? '') && partsOf(words[at + 2]).core === 'oz' && attached === '' && tail === '')
    return { words: 3, spoken: `${numbers} fluid ${isOne ? 'ounce' : 'ounces'}` };
  const square = squareUnit(words, at, attached, tail);
  if (square !== undefined && money === '' && !scaled) return { words: 3, spoken: `${numbers} square ${square[isOne ? 0 : 1]}` };
  const unit = money
    ? currencyNamed(money)
    : (currencyNamed(scaled && next.tail !== '' ? '' : after) ?? (attached === '' && !scaled ? unitNamed(next.core) : unitNamed(attached)));
  // What is in one word and has no neighbour is read by its runs: "$1.50", "5kg", "25%".
  if (!scaled && !(attached === '' && !money && unit) && !(unit && /[°/−]/u.test(core)) && !/,\d{1,2}$/.test(low) && sign !== '−')
    return undefined;
  if (attached !== '' && !unit) return undefined;
  const count = 1 + (scaled ? 1 : 0) + (!money && attached === '' && unit ? 1 : 0);
  return {
    words: count,
    spoken: `${numbers}${scale} ${unit ? unit[isOne ? 0 : 1] : ''}`.trim(),
    leadsOn: /^\d+[x×]/u.test(words[at + count] ?? ''),
  };
}

/** "50 sq. ft". */
function squareUnit(words: readonly string[], at: number, attached: string, tail: string): readonly [string, string] | undefined {
  const isSquare = attached === '' && tail === '' && /^sq\.?$/i.test(words[at + 1] ?? '');
  return isSquare ? unitNamed(besides(words[at + 2]).core) : undefined;
}

/** What stands beside a number. "in" without its dot is the preposition. */
function besides(word: string | undefined): Written {
  const beside = partsOf(word);
  return beside.core === 'in' && beside.tail.startsWith('.') ? { ...beside, core: 'inch' } : beside;
}

const clock = (hour: string, minutes: string): string =>
  `${englishNumber(hour)}${minutes === '00' ? '' : minutes.startsWith('0') ? ` oh ${englishNumber(minutes.slice(1))}` : ` ${englishNumber(minutes)}`}`;

/** A comma before three digits parts thousands, before one or two it is the decimal point of a European hand. */
function english(digits: string): string {
  return englishNumber(/,\d{1,2}$/.test(digits) ? digits.replace(',', '.') : digits.replaceAll(',', ''));
}
