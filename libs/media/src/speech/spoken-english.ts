/** English words for what flite cannot be trusted to read: numbers, money, symbols, addresses, acronyms, foreign letters. */
import { table } from '../text/table.js';
import { decomposed } from '../text/decomposed.js';
import { withoutEnd } from '../text/without-end.js';
import { englishNumber, ordinal, plural, yearOrNumber } from './english/numbers.js';

/** Letters of one run that are said: nobody listens to more of them without a space, and some fall apart into eighteen. */
const MAX_RUN = 5_000;
const SYMBOLS: Readonly<Record<string, string>> = table({
  '%': 'percent',
  '‰': 'per mille',
  '&': 'and',
  '+': 'plus',
  '=': 'equals',
  '@': 'at',
  '°': 'degrees',
  '№': 'number',
  '#': 'number',
  '×': 'times',
  '÷': 'divided by',
  '≥': 'at least',
  '≤': 'at most',
  '≠': 'does not equal',
  '~': 'about',
  '¢': 'cents',
  '±': 'plus minus',
  '<': 'less than',
  '>': 'greater than',
  '≈': 'about',
  '½': 'one half',
  '¼': 'one quarter',
  '¾': 'three quarters',
  '²': 'squared',
  '³': 'cubed',
  '§': 'section',
  '€': 'euros',
  $: 'dollars',
  '£': 'pounds',
  '¥': 'yen',
  '₽': 'rubles',
});
const CURRENCY: Readonly<Record<string, readonly [string, string]>> = table({
  $: ['dollar', 'dollars'],
  '€': ['euro', 'euros'],
  '£': ['pound', 'pounds'],
  '¥': ['yen', 'yen'],
  '₽': ['ruble', 'rubles'],
});
const MAGNITUDES: Readonly<Record<string, string>> = table({
  k: 'thousand',
  m: 'million',
  mn: 'million',
  b: 'billion',
  bn: 'billion',
  t: 'trillion',
});
/** Read out only behind a number, where the letters cannot be a word. */
const UNITS: Readonly<Record<string, string>> = table({
  km: 'kilometers',
  m: 'meters',
  cm: 'centimeters',
  mm: 'millimeters',
  kg: 'kilograms',
  g: 'grams',
  mg: 'milligrams',
  l: 'liters',
  ml: 'milliliters',
  h: 'hours',
  min: 'minutes',
  s: 'seconds',
  sec: 'seconds',
  ms: 'milliseconds',
  mph: 'miles per hour',
  ft: 'feet',
  lb: 'pounds',
  lbs: 'pounds',
  oz: 'ounces',
  gb: 'gigabytes',
  mb: 'megabytes',
  tb: 'terabytes',
  hz: 'hertz',
  khz: 'kilohertz',
  mhz: 'megahertz',
  ghz: 'gigahertz',
  kw: 'kilowatts',
  am: 'a m',
  pm: 'p m',
  k: 'thousand',
  x: 'times',
});
const ABBREVIATIONS: Readonly<Record<string, string>> = table({
  mr: 'mister',
  mrs: 'missus',
  ms: 'miz',
  dr: 'doctor',
  prof: 'professor',
  vs: 'versus',
  etc: 'et cetera',
  'e.g': 'for example',
  'i.e': 'that is',
  approx: 'approximately',
  dept: 'department',
  jr: 'junior',
  sr: 'senior',
});
// Letter names spelt so that flite's lexicon says them, whatever stands beside them.
const LETTERS: Readonly<Record<string, string>> = Object.fromEntries(
  'ay bee see dee ee eff jee aitch eye jay kay ell em en oh pee cue are ess tee you vee double-you ex why zee'
    .split(' ')
    .map((name, i) => [String.fromCharCode(97 + i), name.replace('-', ' ')]),
);
const READ_AS_WORD = new Set('NASA NATO OPEC LASER RADAR SCUBA ASAP COVID AIDS UNESCO UNICEF FIFA NOT AND THE YES NO OK ALL'.split(' '));
const SPELT = new Set(
  (
    'AI API USA UK EU UN US IT ID IQ URL ATM CEO CFO COO CTO CIA FBI GPU CPU UFO USB AR EV TV PC HR PR UI UX IP OS IBM UAE IMF ECB ESPN HIV MIT UCLA ' +
    'USSR AGM ROI KPI SEO HBO IPO MBA DIY FAQ ETA ICU MRI EKG ECG IVF UV AC ADHD OCD LED ESA ISS EPA FDA DEA IRS NSA NGO YMCA ASMR ISBN GPA QA UFC NBA ' +
    'IOC SUV AMD ABC IPA EEG ISP VAT IRA FYI VIP OMG IMO TBA ETF ESG IOU UNHCR UTC NY DNA RNA APR EPS IEA OECD IPCC UAV UHD USPS USDA UPS LTE'
  ).split(' '),
);
const CYRILLIC: Readonly<Record<string, string>> = Object.fromEntries(
  'а-a б-b в-v г-g д-d е-ye ё-yo ж-zh з-z и-ee й-y к-k л-l м-m н-n о-o п-p р-r с-s т-t у-oo ф-f х-kh ц-ts ч-ch ш-sh щ-sh ъ- ы-y ь- э-e ю-yoo я-ya і-ee ї-yee є-ye ґ-g'
    .split(' ')
    .map((pair) => pair.split('-') as [string, string]),
);
const ADDRESS =
  /^(?:https?:\/\/)?(?:www\.)?((?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|ai|app|edu|gov|info|me|tv|co|uk|de|ru|eu|us))(?:[/?#:].*)?$/i;

/** What is said for one written word, in lower-case words separated by single spaces; '' when nothing in it has a sound. */
export function spokenEnglish(word: string): string {
  if (word !== '~' && Object.hasOwn(SYMBOLS, word)) return SYMBOLS[word] ?? '';
  const about = /^[("“]*~(?=[\d$€£])/u.test(word) ? 'about ' : '';
  const core = withoutEnd(word.replace(/^[^\p{L}\p{N}$€£¥₽@#+<>№&%=°§½¼¾±≈≥≤-]+/u, ''), /[^\p{L}\p{N}%°$€£¥₽¢+#²³½¼¾&=]/u);
  return squeeze(about + speakCore(core));
}

function speakCore(core: string): string {
  if (core === '') return '';
  const abbreviation = ABBREVIATIONS[core.toLowerCase()];
  if (abbreviation) return abbreviation;
  const address = ADDRESS.exec(core);
  if (address?.[1]) return address[1].split('.').map(speakRuns).join(' dot ');
  const email = /^([\w.+-]+)@([\w-]+(?:\.[\w-]+)+)$/.exec(core);
  if (email?.[1] && email[2])
    return `${email[1].split('.').map(speakRuns).join(' dot ')} at ${email[2].split('.').map(speakRuns).join(' dot ')}`;
  const money = /^([$€£¥₽])(\d[\d,]*(?:\.\d+)?)(k|mn?|bn?|t)?$/i.exec(core) ?? null;
  if (money?.[1] && money[2]) return speakMoney(money[1], money[2], money[3]);
  const hashtag = /^#(\p{L}.*)$/u.exec(core);
  if (hashtag?.[1]) return `hashtag ${speakRuns(hashtag[1])}`;
  return speakRuns(core);
}

function speakMoney(sign: string, digits: string, magnitude: string | undefined): string {
  const [one, many] = CURRENCY[sign] ?? ['', ''];
  const value = digits.replaceAll(',', '');
  if (magnitude) return `${englishNumber(value)} ${MAGNITUDES[magnitude.toLowerCase()] ?? ''} ${many}`;
  const cents = /^(\d+)\.(\d\d)$/.exec(value);
  if (cents?.[1] && cents[2] && many !== 'yen') {
    const small = Number(cents[2]);
    const major = `${englishNumber(cents[1])} ${Number(cents[1]) === 1 ? one : many}`;
    return small === 0 ? major : `${major} ${englishNumber(String(small))}`;
  }
  return `${englishNumber(value)} ${value === '1' ? one : many}`;
}

/** Letters, numbers and symbols of a mixed word, each said in its place ("H2O", "5–10", "25%", "1990s"). */
function speakRuns(core: string): string {
  // Whose it is belongs to a word in capitals as to any other: "COVID's", "NASA's".
  const [, name, possessive = ''] = /^(\p{Lu}{2,12})('s)$/u.exec(core.replaceAll('’', "'")) ?? [];
  if (name !== undefined && !/^\p{Lu}{2,4}$/u.test(name)) return `${speakLetters(name, false, false)}${possessive}`;
  const runs =
    core.replaceAll('’', "'").match(/\d[\d,]*(?:\.\d+)?|\p{Lu}+(?![\p{Ll}'])|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}\p{M}']+|\p{L}|./gu) ?? [];
  const said: string[] = [];
  for (let i = 0; i < runs.length; i += 1) {
    const run = runs[i] ?? '';
    const before = runs[i - 1] ?? '';
    const after = runs[i + 1] ?? '';
    const betweenNumbers = /\d$/.test(before) && /^\d/.test(after);
    if (/^\d/.test(run)) {
      const suffix = after.toLowerCase();
      if (/^(?:st|nd|rd|th)$/.test(suffix)) said.push(ordinal(englishNumber(run.replaceAll(',', ''))));
      else if (suffix === 's' || suffix === "'s") said.push(plural(yearOrNumber(run)));
      else {
        said.push(before === ':' && /^0\d$/.test(run) ? (run === '00' ? '' : `oh ${englishNumber(run.slice(1))}`) : yearOrNumber(run));
        if (UNITS[suffix] && i + 2 >= runs.length) said.push(UNITS[suffix]);
        else continue;
      }
      i += 1;
    } else if (/^\p{L}/u.test(run)) said.push(speakLetters(run, runs.length > 1, /^\d/.test(after)));
    else if (run === '-' || run === '–' || run === '—') {
      if (betweenNumbers) said.push('to');
      else if (before === '' && /^\d/.test(after)) said.push('minus');
    } else if (run === '/' && betweenNumbers) said.push('slash');
    else if (run === '.' && /[\p{L}\d]/u.test(after) && betweenNumbers) said.push('point');
    else said.push(SYMBOLS[run] ?? '');
  }
  return said.join(' ');
}

function speakLetters(run: string, mixed: boolean, beforeDigits: boolean): string {
  const upper = run.length > 0 && run === run.toUpperCase() && run !== run.toLowerCase();
  const spelt = upper && /^[A-Z]+$/.test(run) && !READ_AS_WORD.has(run);
  if (
    spelt &&
    (SPELT.has(run) ||
      (run.length > 1 && run.length <= 5 && !/[AEIOUY]/.test(run)) ||
      (run.length === 1 && mixed) ||
      (run.length <= 3 && beforeDigits))
  ) {
    return speltEnglish(run);
  }
  const latin = [...decomposed(run.slice(0, MAX_RUN).toLowerCase(), 'NFKD')]
    .map((c) => (/[a-z']/.test(c) ? c : (CYRILLIC[c] ?? '')))
    .join('');
  // A run no lexicon knows and no mouth would say in one breath is read in bites.
  return withoutEnd(latin.replace(/^'+/, ''), /'/).replace(/[a-z']{24}(?=[a-z'])/g, '$& ');
}

/** The names of letters: "EST" where it is no word. */
export const speltEnglish = (letters: string): string => [...letters.toLowerCase()].map((letter) => LETTERS[letter] ?? '').join(' ');

function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
