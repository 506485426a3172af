/** Russian numbers in the genitive: behind "до", "от", "около", "более" and their like. */
import type { Gender } from './numbers.js';

const ONES = 'ноля одного двух трёх четырёх пяти шести семи восьми девяти'.split(' ');
const TEENS = 'десяти одиннадцати двенадцати тринадцати четырнадцати пятнадцати шестнадцати семнадцати восемнадцати девятнадцати'.split(
  ' ',
);
const TENS = '- - двадцати тридцати сорока пятидесяти шестидесяти семидесяти восьмидесяти девяноста'.split(' ');
const HUNDREDS = '- ста двухсот трёхсот четырёхсот пятисот шестисот семисот восьмисот девятисот'.split(' ');
/** From thousands on: behind 1, behind all others. */
const SCALES: readonly (readonly [Gender, one: string, many: string])[] = [
  ['m', '', ''],
  ['f', 'тысячи', 'тысяч'],
  ['m', 'миллиона', 'миллионов'],
  ['m', 'миллиарда', 'миллиардов'],
  ['m', 'триллиона', 'триллионов'],
];
const PARTS = ['', 'десят', 'сот', 'тысячн'];

/** Whether what it counts stands in the singular: 1, 21, 101. */
export const countsOne = (digits: string): boolean => /(?<!1)1$/.test(digits);

/** @param digits with `,` or `.` before a fraction @returns undefined for what is larger than trillions, or finer than thousandths */
export function russianGenitive(digits: string, gender: Gender = 'm'): string | undefined {
  const [whole = '', fraction] = digits.split(/[.,]/);
  if (!/^(?:0|[1-9]\d{0,14})$/.test(whole)) return undefined;
  if (fraction === undefined) return wholeOf(whole, gender);
  const part = PARTS[fraction.length];
  if (!part) return undefined;
  const wholes = `${wholeOf(whole, 'f')} ${countsOne(whole) ? 'целой' : 'целых'}`;
  return `${wholes} ${wholeOf(fraction.replace(/^0+(?=\d)/, ''), 'f')} ${part}${countsOne(fraction) ? 'ой' : 'ых'}`;
}

function wholeOf(digits: string, gender: Gender): string {
  const groups: string[] = [];
  for (let end = digits.length, scale = 0; end > 0; end -= 3, scale += 1) {
    const group = digits.slice(Math.max(0, end - 3), end);
    const [ofScale, one, many] = SCALES[scale] ?? ['m', '', ''];
    if (Number(group) === 0) continue;
    // "до тысячи двухсот", not "до одной тысячи двухсот".
    const count = Number(group) === 1 && scale === 1 && end <= 1 ? '' : below1000(Number(group), scale === 0 ? gender : ofScale);
    groups.unshift(`${count} ${countsOne(group) ? one : many}`.trim());
  }
  return groups.join(' ') || 'ноля';
}

function below1000(value: number, gender: Gender): string {
  const [hundreds, rest] = [Math.floor(value / 100), value % 100];
  const [tens, ones] = [Math.floor(rest / 10), rest % 10];
  const one = ones === 1 && gender === 'f' ? 'одной' : ONES[ones];
  const said = [
    hundreds > 0 ? HUNDREDS[hundreds] : '',
    tens === 1 ? TEENS[ones] : tens > 1 ? TENS[tens] : '',
    tens !== 1 && ones > 0 ? one : '',
  ];
  return said.filter((part) => part).join(' ');
}

const ASKS =
  /^(?:до|от|около|ок\.|более|менее|больше|меньше|свыше|после|из|кроме|для|без|у|среди|вместо|против|вокруг|возле|порядка|старше|младше|выше|ниже|дороже|дешевле|длиннее|тяжелее|глубже|дольше|чаще|реже|быстрее|медленнее|моложе|шире|короче|позже|крупнее|мощнее|легче|ближе|дальше|течение|протяжении|продолжении|ранее|>|<|≥|≤)$/iu;
/** "С 9 до 18", but "с 5 друзьями". */
const FROM = /^(?:с|со)$/iu;
const TO = /^(?:до|по)$/iu;
const WORDS_TO_THE_END = 3;

/** Whether the word before a number asks for its genitive. @param at place of the number */
export function asksForGenitive(words: readonly string[], at: number): boolean {
  const before = (words[at - 1] ?? '').replace(/^[«"(]+/u, '');
  if (ASKS.test(before)) return true;
  return FROM.test(before) && words.slice(at + 1, at + 1 + WORDS_TO_THE_END).some((word) => TO.test(word));
}
