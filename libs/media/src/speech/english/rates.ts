/** English with a stroke, or a sign before its number: what is done so often, what is given out of so many, what is more or less than that. */
import { table } from '../../text/table.js';
import { partsOf, type Reading } from '../reading.js';
import { spokenEnglish } from '../spoken-english.js';
import { englishNumber, ordinal, yearOrNumber } from './numbers.js';
import { unitNamed } from './units.js';

const DEGREES: Readonly<Record<string, string>> = table({ C: 'celsius', F: 'fahrenheit', '': '' });
const OFTEN: Readonly<Record<string, string>> = table({
  ...{ day: 'a day', d: 'a day', week: 'a week', wk: 'a week', month: 'a month', mo: 'a month', year: 'a year', yr: 'a year' },
  ...{ hour: 'an hour', hr: 'an hour', h: 'an hour', night: 'a night', min: 'a minute', minute: 'a minute' },
});
const SIGNS: Readonly<Record<string, string>> = table({
  ...{ '>': 'greater than', '<': 'less than', '≥': 'at least', '≤': 'at most', '~': 'about', '≈': 'about', '±': 'plus minus' },
});
const PEOPLE =
  /^(?:people|users|patients|adults|doctors|dentists|women|men|children|kids|students|respondents|voters|stars|customers|cases)$/;
const STEPS = /^(?:step|slide|page|part|episode|lesson|round|stage|level|video|item|task|question)$/i;
/** Rates that stand in a text without their number. Letters that may be anything else are not among them: "W/L". */
const RATE = /^(?:km|m|cm|mm|mi|ft|mg|µg|μg|kg|ml|mL|MB|GB|kW|MW)\/(?:h|hr|s|sec|min|day|dL|dl|L|l|mL|ml|kg|km)$/u;
const DECIMAL = String.raw`\d{1,9}(?:\.\d{1,9})?`;

const OUT_OF = new RegExp(`^(${DECIMAL})/(\\d{1,4})$`, 'u');
const SHARES = new RegExp(`^(${DECIMAL})%[–—-](${DECIMAL})%$`, 'u');

/** What is said for `words[at]` and what belongs to it, or undefined. */
export function readRates(words: readonly string[], at: number): Reading | undefined {
  const { core, tail } = partsOf(words[at]);
  return (
    single(
      outOf(words, at, core) ??
        degrees(core) ??
        owed(words, at, core) ??
        shutter(words, at, core) ??
        oneUnit(core) ??
        rate(words, at, core),
    ) ??
    often(words, at, core, tail) ??
    pressure(words, at, core)
  );
}

const single = (spoken: string | undefined): Reading | undefined => (spoken === undefined ? undefined : { words: 1, spoken });

/** "Rated 4.7/5", "8/10 people": a part of a whole has no point in it. */
function outOf(words: readonly string[], at: number, core: string): string | undefined {
  const [, some, all] = OUT_OF.exec(core) ?? [];
  if (!some || !all || Number(some) > Number(all)) return undefined;
  if (STEPS.test(words[at - 1] ?? '')) return `${englishNumber(some)} of ${englishNumber(all)}`;
  const isOfMany = /^(?:5|10|100)$/.test(all) && PEOPLE.test(partsOf(words[at + 1]).core);
  return some.includes('.') || isOfMany ? `${englishNumber(some)} out of ${englishNumber(all)}` : undefined;
}

/** "-40°F/-40°C", "20°C–30°C". */
function degrees(core: string): string | undefined {
  const [, low = '', first = '', between, high = '', last = ''] =
    /^([-−+]?\d{1,4}(?:\.\d)?)°([CF]?)([/–—-])([-−+]?\d{1,4}(?:\.\d)?)°([CF]?)$/u.exec(core) ?? [];
  if (low === '') return undefined;
  const signed = (digits: string): string => `${/^[-−]/u.test(digits) ? 'minus ' : ''}${englishNumber(digits.replace(/^[-−+]/u, ''))}`;
  const named = (digits: string, scale: string): string =>
    `${signed(digits)} ${/^[-−+]?1$/u.test(digits) ? 'degree' : 'degrees'} ${DEGREES[scale] ?? ''}`.trim();
  if (between === '/') return `${named(low, first)} ${named(high, last)}`;
  return first === last ? `${signed(low)} to ${named(high, last)}` : `${named(low, first)} to ${named(high, last)}`;
}

/** "-$50": less than nothing. "350F" is an oven. */
function owed(words: readonly string[], at: number, core: string): string | undefined {
  const [, sum = ''] = /^[-−]([$€£¥₽]\d[\d,]*(?:\.\d+)?(?:k|mn?|bn?|t)?)$/iu.exec(core) ?? [];
  if (sum !== '') return `minus ${spokenEnglish(sum)}`;
  const [, most = ''] = /^([$€£¥₽]\d[\d,]*(?:\.\d+)?(?:k|mn?|bn?|t)?)\+$/iu.exec(core) ?? [];
  if (most !== '') return `more than ${spokenEnglish(most)}`;
  const [, heat, scale = ''] = /^([1-5]\d\d)([CF])$/.exec(core) ?? [];
  // "A Fiat 500C" is no oven.
  const isOven = at === 0 || /^(?:at|to|of|is|from|oven|over|under|above|below|about|around|or|and)$/i.test(words[at - 1] ?? '');
  return heat && isOven ? `${englishNumber(heat)} degrees ${DEGREES[scale] ?? ''}` : undefined;
}

/** "1/1000 s", "wait 30s", "1m30s". */
function shutter(words: readonly string[], at: number, core: string): string | undefined {
  const [, part] = /^1\/(\d{2,4})$/.exec(core) ?? [];
  if (part && /^(?:s|sec|second)$/.test(partsOf(words[at + 1]).core)) return `one ${ordinal(englishNumber(part))} of a`;
  if (/^(?:s|sec)$/.test(core) && /^1\/\d{2,4}$/.test(words[at - 1] ?? '')) return 'second';
  const [, minutes, seconds] = /^(?:(\d{1,3})m)?(\d{1,3})s$/.exec(core) ?? [];
  if (!seconds || !(minutes ?? /^(?:for|every|after|wait|within|last|lasts|under)$/i.test(words[at - 1] ?? ''))) return undefined;
  const counted = (digits: string, unit: string): string => `${englishNumber(digits)} ${unit}${digits === '1' ? '' : 's'}`;
  return `${minutes ? `${counted(minutes, 'minute')} ` : ''}${counted(seconds, 'second')}`;
}

/** "5%-10%": both ends have the sign, which is said once. */
function oneUnit(core: string): string | undefined {
  const [, low, high] = SHARES.exec(core) ?? [];
  return low && high ? `${englishNumber(low)} to ${englishNumber(high)} percent` : undefined;
}

/** "In km/h", "the mg/dL scale". */
function rate(words: readonly string[], at: number, core: string): string | undefined {
  if (/^[CF]$/.test(core) && /^degrees?$/.test(words[at - 1] ?? '')) return DEGREES[core];
  const [, from = '', to = ''] = /^((?:19|20)\d\d)\/(\d\d)$/.exec(core) ?? [];
  if (from !== '' && Number(to) === (Number(from) + 1) % 100) return `${yearOrNumber(from)} ${englishNumber(to)}`;
  if (/^[lL]\/100$/.test(core) && /^km/.test(words[at + 1] ?? '')) return 'liters per one hundred';
  if (/^km$/.test(core) && /^[lL]\/100$/.test(words[at - 1] ?? '')) return 'kilometers';
  return RATE.test(core) ? unitNamed(core)?.[/^(?:one|1|per|a)$/i.test(words[at - 1] ?? '') ? 0 : 1] : undefined;
}

/** "3x/day", "1x per day", "2x daily". */
function often(words: readonly string[], at: number, core: string, tail: string): Reading | undefined {
  const [, count, time] = /^(\d{1,3})[x×](?:\/([a-z]{1,6}))?$/u.exec(core) ?? [];
  if (!count) return undefined;
  const times = count === '1' ? 'once' : count === '2' ? 'twice' : `${englishNumber(count)} times`;
  if (time) return Object.hasOwn(OFTEN, time) ? { words: 1, spoken: `${times} ${OFTEN[time] ?? ''}` } : undefined;
  const next = partsOf(words[at + 1]).core;
  return tail === '' && /^(?:per|an?|daily|weekly|monthly|yearly|each|every)$/.test(next) && next !== 'each'
    ? { words: 1, spoken: times }
    : undefined;
}

/** "120/80 mmHg", "blood pressure 120/80". */
function pressure(words: readonly string[], at: number, core: string): Reading | undefined {
  const [, upper, lower] = /^(\d{2,3})\/(\d{2,3})$/.exec(core) ?? [];
  const isMercury = /^mm\s?Hg$/.test(partsOf(words[at + 1]).core);
  const isOfBlood = words.slice(Math.max(0, at - 3), at).some((word) => /^(?:pressure|BP)$/u.test(partsOf(word).core));
  if (!upper || !lower || !(isMercury || isOfBlood)) return undefined;
  const spoken = `${englishNumber(upper)} over ${englishNumber(lower)}`;
  return isMercury ? { words: 2, spoken: `${spoken} millimeters of mercury` } : { words: 1, spoken };
}

/** ">10 kg", ".5 mm", "between 5-10%": the number is read as any other, with what its sign says. */
export function readBesideSign(
  words: readonly string[],
  at: number,
  read: (words: readonly string[], at: number) => Reading | undefined,
): Reading | undefined {
  const word = words[at] ?? '';
  const { core } = partsOf(word);
  const again = (text: string): Reading => {
    const near = [words[at - 1] ?? '', text, ...words.slice(at + 1, at + 5)];
    return read(near, 1) ?? { words: 1, spoken: spokenEnglish(text) };
  };
  const [, sign = '', rest = ''] = /^([<>≥≤~≈±])([-−]?[$€£]?\d\S*)$/u.exec(core) ?? [];
  if (sign !== '') {
    const reading = again(word.slice(word.indexOf(rest)));
    return { ...reading, spoken: `${SIGNS[sign] ?? ''} ${reading.spoken}` };
  }
  const [, point] = /^\.(\d{1,6}\S{0,4})$/u.exec(core) ?? [];
  if (point) {
    const reading = again(word.replace('.', '0.'));
    return { ...reading, spoken: reading.spoken.replace(/^zero /u, '') };
  }
  if (/^between$/i.test(words[at - 1] ?? '') && /^[$€£]?\d[\d,.:]*[^\d\s]{0,2}[–—-][$€£]?\d/u.test(core)) {
    const near = ['', word, ...words.slice(at + 1, at + 5)];
    const reading = read(near, 1) ?? { words: 1, spoken: spokenEnglish(word) };
    return { ...reading, spoken: reading.spoken.replace(' to ', ' and ') };
  }
  return undefined;
}
