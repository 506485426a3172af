/** English that is dictated: the zone behind a time, the code behind a state, telephones in groups. */
import { partsOf, type Reading } from '../reading.js';
import { speltEnglish } from '../spoken-english.js';
import { englishNumber } from './numbers.js';

const ZONES = new Set(
  (
    'UTC GMT EST EDT ET CST CDT CT MST MDT MT PST PDT PT AKST HST AST ADT NST CET CEST EET EEST WET WEST BST IST MSK JST KST HKT SGT ' +
    'AEST AEDT ACST AWST NZST NZDT'
  ).split(' '),
);
const STATES = new Set(
  (
    'AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA ' +
    'WA WV WI WY DC D.C'
  ).split(' '),
);
const ZIP = /^\d{5}(?:-\d{4})?$/;
const CODED = /^(?:zip|zipcode|postcode|pin|passcode)$/i;

const dictated = (text: string): string => [...text.replace(/\D/g, '')].map((digit) => englishNumber(digit)).join(' ');

/** Whether the word is the zone of a time before it. */
export const isZone = (word: string | undefined): boolean => ZONES.has(partsOf(word).core);

/** What is said for `words[at]` and what belongs to it, or undefined. */
export function readDialled(words: readonly string[], at: number): Reading | undefined {
  const { core, tail } = partsOf(words[at]);
  return (
    zoned(words, at, core) ??
    state(words, at, core) ??
    code(words, at, core) ??
    telephone(words, at, core, tail) ??
    early(words, at, core, tail)
  );
}

const single = (spoken: string | undefined): Reading | undefined => (spoken === undefined ? undefined : { words: 1, spoken });

/** "5 p.m. EST", "18:00 CET". */
function zoned(words: readonly string[], at: number, core: string): Reading | undefined {
  const isBehindTime = /^(?:\(?\d{1,2}:\d\d(?::\d\d)?|\(?(?:\d{1,2}(?::\d\d)?)?[ap]\.?m\.?)$/i.test(words[at - 1] ?? '');
  return isBehindTime && ZONES.has(core) ? { words: 1, spoken: speltEnglish(core), isWhole: true } : undefined;
}

/** "Washington, D.C. 20500": no sentence ends before the code. */
function state(words: readonly string[], at: number, core: string): Reading | undefined {
  return core === 'D.C' && ZIP.test(partsOf(words[at + 1]).core) ? { words: 1, spoken: speltEnglish('DC'), leadsOn: true } : undefined;
}

/** "CA 90210", "zip code 90210", "PIN 1234". */
function code(words: readonly string[], at: number, core: string): Reading | undefined {
  const before = partsOf(words[at - 1]).core;
  if (ZIP.test(core) && STATES.has(before)) return single(dictated(core));
  const isCoded = CODED.test(before) || (before === 'code' && /^(?:zip|postal|pin)$/i.test(words[at - 2] ?? ''));
  return isCoded && /^\d{4,6}$/.test(core) ? single(dictated(core)) : undefined;
}

/** "+1 555 123 4567", "(555) 123-4567". */
function telephone(words: readonly string[], at: number, core: string, tail: string): Reading | undefined {
  const isArea = /^\(?\d{3}\)$/.test(words[at] ?? '') && /^\d{3}[-.]\d{4}$/.test(partsOf(words[at + 1]).core);
  if (isArea) return { words: 2, spoken: dictated(`${core}${partsOf(words[at + 1]).core}`) };
  if (!/^\+\d{1,3}$/.test(core) || tail !== '') return undefined;
  let [digits, count] = ['', 1];
  while (count < 7 && /^(?:\(0\))?\(?\d{2,4}\)?(?:-\d{2,4}){0,2}[.,;!?]?$/.test(words[at + count] ?? '')) {
    digits += (words[at + count] ?? '').replace('(0)', '').replace(/\D/g, '');
    count += 1;
    if (/[.,;!?]$/.test(words[at + count - 1] ?? '')) break;
  }
  return digits.length >= 7 ? { words: count, spoken: `plus ${dictated(core)} ${dictated(digits)}` } : undefined;
}

/** "08:30": nobody says the nought of the morning. "noon–2pm" goes from one to the other. */
function early(words: readonly string[], at: number, core: string, tail: string): Reading | undefined {
  const [, hour = '', minutes = ''] = /^0([1-9]):([0-5]\d)$/.exec(core) ?? [];
  const isHalf = tail === '' && /^[ap]\.?m\.?$/i.test(words[at + 1] ?? '');
  if (hour !== '' && !isHalf) {
    const past = minutes === '00' ? '' : ` ${minutes.startsWith('0') ? 'oh ' : ''}${englishNumber(String(Number(minutes)))}`;
    return single(`${englishNumber(hour)}${past}`);
  }
  const [, short] = /^['’]0(\d)[.,;!?)]*$/u.exec(words[at] ?? '') ?? [];
  if (short) return single(`oh ${englishNumber(short)}`);
  const [, from = '', to = '', half = ''] = /^(noon|midnight)[–—-](\d{1,2})([ap])\.?m$/iu.exec(core) ?? [];
  return from === '' ? undefined : single(`${from.toLowerCase()} to ${englishNumber(to)} ${half.toLowerCase()} m`);
}
