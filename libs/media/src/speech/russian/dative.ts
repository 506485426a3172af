/** Russian numbers in the dative: "к пятидесяти", "к двадцати одному". */
import { table } from '../../text/table.js';
import { russianGenitive } from './genitive.js';

/** Up to a hundred all others are as in the genitive. */
const OWN: Readonly<Record<string, string>> = table({ '1': 'одному', '2': 'двум', '3': 'трём', '4': 'четырём', '1000': 'тысяче' });
const HUNDREDS = '- ста двумстам трёмстам четырёмстам пятистам шестистам семистам восьмистам девятистам'.split(' ');

/** @param digits of a whole number @returns undefined for what is larger than 1000, or none */
export function russianDative(digits: string): string | undefined {
  const value = Number(digits);
  if (!/^\d{1,4}$/.test(digits) || value < 1 || value > 1000) return undefined;
  if (Object.hasOwn(OWN, digits)) return OWN[digits];
  const [hundreds, rest] = [Math.floor(value / 100), value % 100];
  const [tens, ones] = [Math.floor(rest / 10), rest % 10];
  const isTwoWords = tens > 1 && ones > 0;
  const small = isTwoWords ? [String(tens * 10), String(ones)] : rest > 0 ? [String(rest)] : [];
  return [...(hundreds > 0 ? [HUNDREDS[hundreds]] : []), ...small.map((part) => OWN[part] ?? russianGenitive(part))].join(' ');
}
