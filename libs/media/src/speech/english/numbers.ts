import { table } from '../../text/table.js';

/** English numbers as words. */
const ONES =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = '_ _ twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const SCALES = ['', 'thousand', 'million', 'billion', 'trillion', 'quadrillion'];
const ORDINALS: Readonly<Record<string, string>> = table({
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
});

/** Four digits are read as a year: "nineteen eighty four". */
export function yearOrNumber(run: string): string {
  if (!/^(?:1[1-9]|20)\d\d$/.test(run) || /^20?00/.test(run)) return englishNumber(run.replaceAll(',', ''));
  const high = englishNumber(run.slice(0, 2));
  const low = run.slice(2);
  if (low === '00') return `${high} hundred`;
  if (run.startsWith('200')) return `two thousand ${englishNumber(run.slice(3))}`;
  return low.startsWith('0') ? `${high} oh ${englishNumber(low.slice(1))}` : `${high} ${englishNumber(low)}`;
}

/** English cardinal of a decimal string without separators; digit by digit past quadrillions and behind the point. */
export function englishNumber(digits: string): string {
  const [whole = '', fraction] = digits.split('.');
  const tail = fraction === undefined ? '' : ` point ${spell(fraction)}`;
  if (whole.length > 18 || (whole.length > 1 && whole.startsWith('0'))) return spell(whole) + tail;
  const groups: string[] = [];
  for (let end = whole.length, scale = 0; end > 0; end -= 3, scale += 1) {
    const value = Number(whole.slice(Math.max(0, end - 3), end));
    if (value > 0) groups.unshift(`${below1000(value)} ${SCALES[scale] ?? ''}`.trim());
  }
  return (groups.join(' ') || 'zero') + tail;
}

function below1000(value: number): string {
  const parts: string[] = [];
  if (value >= 100) parts.push(`${ONES[Math.floor(value / 100)] ?? ''} hundred`);
  const rest = value % 100;
  if (rest >= 20) parts.push(TENS[Math.floor(rest / 10)] ?? '');
  const one = rest >= 20 ? rest % 10 : rest;
  if (one > 0) parts.push(ONES[one] ?? '');
  return parts.join(' ');
}

function spell(digits: string): string {
  return [...digits].map((digit) => ONES[Number(digit)] ?? '').join(' ');
}

/** The ordinal of a cardinal in words. */
export function ordinal(cardinal: string): string {
  const words = cardinal.split(' ');
  const last = words.pop() ?? '';
  words.push(ORDINALS[last] ?? (last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`));
  return words.join(' ');
}

/** Of the last word of a number: "nineties". */
export function plural(words: string): string {
  return words.endsWith('y') ? `${words.slice(0, -1)}ies` : words.endsWith('x') ? `${words}es` : `${words}s`;
}
