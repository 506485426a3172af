import { table } from '../../text/table.js';

/** Russian numbers as words: cardinals by gender, ordinals by gender and case. */
export type Gender = 'm' | 'f' | 'n';
export type OrdinalForm = Gender | 'gen' | 'dat' | 'ins' | 'prep' | 'fObl' | 'fAcc' | 'pl' | 'plGen' | 'plDat' | 'plIns';
/** After 1, after 2 to 4, after 5 and more. */
export type Plurals = readonly [one: string, few: string, many: string];

const ONES =
  'ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать'.split(
    ' ',
  );
const TENS = '_ _ двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто'.split(' ');
const HUNDREDS = '_ сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот'.split(' ');
const SCALES: readonly (readonly [Gender, Plurals])[] = [
  ['m', ['', '', '']],
  ['f', ['тысяча', 'тысячи', 'тысяч']],
  ['m', ['миллион', 'миллиона', 'миллионов']],
  ['m', ['миллиард', 'миллиарда', 'миллиардов']],
  ['m', ['триллион', 'триллиона', 'триллионов']],
];
const BY_GENDER: Readonly<Record<string, string>> = table({ f1: 'одна', f2: 'две', n1: 'одно' });
const STEMS =
  '_ перв втор трет четвёрт пят шест седьм восьм девят десят одиннадцат двенадцат тринадцат четырнадцат пятнадцат шестнадцат семнадцат восемнадцат девятнадцат'.split(
    ' ',
  );
const TEN_STEMS = '_ _ двадцат тридцат сороков пятидесят шестидесят семидесят восьмидесят девяност'.split(' ');
const HUNDRED_STEMS = '_ сот двухсот трёхсот четырёхсот пятисот шестисот семисот восьмисот девятисот'.split(' ');
const THOUSANDS = '_ _ двух трёх четырёх пяти шести семи восьми девяти'.split(' ');
const STRESSED = /^(?:втор|шест|седьм|восьм|сороков)$/;
const ENDINGS: Readonly<Record<OrdinalForm, string>> = {
  m: 'ый',
  f: 'ая',
  n: 'ое',
  gen: 'ого',
  dat: 'ому',
  ins: 'ым',
  prep: 'ом',
  fObl: 'ой',
  fAcc: 'ую',
  pl: 'ые',
  plGen: 'ых',
  plDat: 'ым',
  plIns: 'ыми',
};
const THIRD: Readonly<Record<OrdinalForm, string>> = {
  m: 'третий',
  f: 'третья',
  n: 'третье',
  gen: 'третьего',
  dat: 'третьему',
  ins: 'третьим',
  prep: 'третьем',
  fObl: 'третьей',
  fAcc: 'третью',
  pl: 'третьи',
  plGen: 'третьих',
  plDat: 'третьим',
  plIns: 'третьими',
};
const TENTHS = ['', 'десят', 'сот', 'тысячн'];

/** A decimal string with `,` or `.`; digit by digit where it is longer than trillions or begins with a zero. */
export function russianNumber(digits: string, gender: Gender = 'm'): string {
  const [whole = '', fraction] = digits.split(/[.,]/);
  if (fraction === undefined) return russianWhole(whole, gender);
  const parts = TENTHS[fraction.length];
  if (parts === undefined || parts === '') return `${russianWhole(whole, 'm')} точка ${spell(fraction)}`;
  const many = (value: string): boolean => !/(?:^|[^1])1$/.test(value);
  const wholes = `${russianWhole(whole, 'f')} ${many(whole) ? 'целых' : 'целая'}`;
  return `${wholes} ${russianWhole(fraction.replace(/^0+(?=\d)/, ''), 'f')} ${parts}${many(fraction) ? 'ых' : 'ая'}`;
}

function russianWhole(whole: string, gender: Gender): string {
  if (whole.length > 15 || (whole.length > 1 && whole.startsWith('0'))) return spell(whole);
  if (whole.length <= 3) return below1000(Number(whole), gender) || 'ноль';
  const groups: string[] = [];
  for (let end = whole.length, scale = 0; end > 0; end -= 3, scale += 1) {
    const value = Number(whole.slice(Math.max(0, end - 3), end));
    const [ofScale, plurals] = SCALES[scale] ?? ['m', ['', '', '']];
    if (value === 0) continue;
    // "тысяча девятьсот", not "одна тысяча девятьсот".
    const count = value === 1 && scale === 1 && end <= 1 ? '' : below1000(value, scale === 0 ? gender : ofScale);
    groups.unshift(`${count} ${russianPlural(String(value), plurals)}`.trim());
  }
  return groups.join(' ') || 'ноль';
}

function below1000(value: number, gender: Gender): string {
  const parts: string[] = [];
  if (value >= 100) parts.push(HUNDREDS[Math.floor(value / 100)] ?? '');
  const rest = value % 100;
  if (rest >= 20) parts.push(TENS[Math.floor(rest / 10)] ?? '');
  const one = rest >= 20 ? rest % 10 : rest;
  if (one > 0) parts.push(BY_GENDER[`${gender}${one}`] ?? ONES[one] ?? '');
  return parts.join(' ');
}

function spell(digits: string): string {
  return [...digits].map((digit) => ONES[Number(digit)] ?? '').join(' ');
}

/** The ordinal of 1 to 9999: only its last word is one, what stands before it stays a cardinal. */
export function russianOrdinal(value: number, form: OrdinalForm): string {
  const last = lastPart(value);
  const before = value - last === 0 ? '' : `${russianNumber(String(value - last))} `;
  if (last === 3) return before + THIRD[form];
  const stem = stemOf(last);
  return before + stem + (form === 'm' && STRESSED.test(stem) ? 'ой' : ENDINGS[form]);
}

function lastPart(value: number): number {
  const rest = value % 100;
  if (rest > 0) return rest < 20 || rest % 10 === 0 ? rest : rest % 10;
  return value % 1000 > 0 ? value % 1000 : value;
}

function stemOf(part: number): string {
  if (part < 20) return STEMS[part] ?? '';
  if (part < 100) return TEN_STEMS[part / 10] ?? '';
  if (part < 1000) return HUNDRED_STEMS[part / 100] ?? '';
  return `${THOUSANDS[part / 1000] ?? ''}тысячн`.replace(/^_/, '');
}

/** 1 процент, 2 процента, 5 процентов; a fraction takes the second form ("2,5 процента"). */
export function russianPlural(digits: string, [one, few, many]: Plurals): string {
  if (/[.,]\d/.test(digits)) return few;
  const lastTwo = Number(digits.replace(/\D/g, '').slice(-2));
  const last = lastTwo % 10;
  if (lastTwo >= 11 && lastTwo <= 14) return many;
  return last === 1 ? one : last >= 2 && last <= 4 ? few : many;
}
