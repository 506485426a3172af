/** Russian whole numbers up to 999 in the genitive: behind "до", "от", "около", "более" and their like. */
import type { Gender } from './numbers.js';

const ONES = 'ноля одного двух трёх четырёх пяти шести семи восьми девяти'.split(' ');
const TEENS = 'десяти одиннадцати двенадцати тринадцати четырнадцати пятнадцати шестнадцати семнадцати восемнадцати девятнадцати'.split(
  ' ',
);
const TENS = '- - двадцати тридцати сорока пятидесяти шестидесяти семидесяти восьмидесяти девяноста'.split(' ');
const HUNDREDS = '- ста двухсот трёхсот четырёхсот пятисот шестисот семисот восьмисот девятисот'.split(' ');

const LARGEST = 999;

/** @returns undefined for what is no whole number up to 999 */
export function russianGenitive(digits: string, gender: Gender = 'm'): string | undefined {
  const value = Number(digits);
  if (!/^\d{1,3}$/.test(digits) || value > LARGEST) return undefined;
  const [hundreds, rest] = [Math.floor(value / 100), value % 100];
  const [tens, ones] = [Math.floor(rest / 10), rest % 10];
  const one = ones === 1 && gender === 'f' ? 'одной' : ONES[ones];
  const said = [
    hundreds > 0 ? HUNDREDS[hundreds] : '',
    tens === 1 ? TEENS[ones] : tens > 1 ? TENS[tens] : '',
    tens !== 1 && (ones > 0 || value === 0) ? one : '',
  ];
  return said.filter((part) => part).join(' ');
}

const ASKS = /^(?:до|от|около|более|менее|больше|меньше|свыше|после|из|кроме|для|без)$/iu;
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
