/** Text on a terminal. Pure. */

/** What would steer a terminal or turn letters around; titles and names of files are written by others. */

const STEERING = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g;
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const NO_WIDTH = /^[\p{Mn}\p{Me}\u200b-\u200d\ufe00-\ufe0f]+$/u;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** One line without anything that a terminal would obey. */
export const clean = (text: string): string => text.replace(STEERING, ' ').trim();

/** As `clean`, line by line. */
export const cleanLines = (text: string): string =>
  text
    .split(/\r\n|[\r\n]/)
    .map((line) => line.replace(STEERING, ' '))
    .join('\n');

const widthOfOne = (grapheme: string): number => (NO_WIDTH.test(grapheme) ? 0 : WIDE.test(grapheme) ? 2 : 1);

/** In columns of a terminal. */
export function widthOf(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += widthOfOne(segment);
  return width;
}

/** At most so many columns, with an ellipsis where something is left out. */
export function fitted(text: string, columns: number, ellipsis = '…'): string {
  if (widthOf(text) <= columns) return text;
  if (columns <= 0) return '';
  let fitting = '';
  let width = widthOf(ellipsis);
  for (const { segment } of graphemes.segment(text)) {
    width += widthOfOne(segment);
    if (width > columns) break;
    fitting += segment;
  }
  return widthOf(fitting) + widthOf(ellipsis) <= columns ? fitting + ellipsis : fitting;
}

export const padded = (text: string, columns: number): string => text + ' '.repeat(Math.max(0, columns - widthOf(text)));
export const padLeft = (text: string, columns: number): string => ' '.repeat(Math.max(0, columns - widthOf(text))) + text;

/** 1 USD = 1 000 000. Whole cents, or as much as is there below one. */
export function money(amountMicros: number, currency = 'USD'): string {
  const amount = amountMicros / 1_000_000;
  const digits = amountMicros % 10_000 === 0 || Math.abs(amount) >= 1 ? amount.toFixed(2) : amount.toFixed(6).replace(/0+$/, '');
  return currency === 'USD' ? `$${digits}` : `${digits} ${clean(currency)}`;
}

/** `1:05`, `1:02:03`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = count;
  let unit = 0;
  for (; value >= 1000 && unit < units.length - 1; unit += 1) value /= 1000;
  return `${unit === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}

/** JSON that a terminal shows as it is: nothing in it is a control character, also none of the C1 range. */
export const jsonText = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
