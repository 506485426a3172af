import { type Fields } from '../../http/exchange.js';

/** What is wrong with a value, or null. */
export type Check = (value: unknown) => string | null;

export const text =
  (most = 20_000): Check =>
  (value) =>
    typeof value !== 'string' ? 'must be a string' : value.length > most ? `must be at most ${most} characters` : null;
export const bool: Check = (value) => (typeof value === 'boolean' ? null : 'must be a boolean');
export const anything: Check = () => null;
/** Strings or numbers: the type counts, as the service is strict about it. */
export const oneOf =
  (...values: readonly (string | number)[]): Check =>
  (value) =>
    values.some((one) => one === value)
      ? null
      : `is not within the range of allowed options (${values.map((one) => JSON.stringify(one)).join(', ')})`;
export const number =
  (least: number, most: number): Check =>
  (value) =>
    typeof value === 'number' && value >= least && value <= most ? null : `must be a number from ${least} to ${most}`;
export const url: Check = (value) => (typeof value === 'string' && /^(https?:\/\/|data:)/.test(value) ? null : 'must be a URL');
export const urls =
  (least: number, most: number): Check =>
  (value) => {
    if (!Array.isArray(value) || value.length < least || value.length > most) return `must be an array of ${least} to ${most} URLs`;
    return value.map(url).find((problem) => problem !== null) ?? null;
  };

/** Names that end in `*` are required. */
export type Shape = Readonly<Record<string, Check>>;

/** The first thing wrong with it, as the service tells it; null: none. */
export function problemWith(shape: Shape, fields: Fields): string | null {
  for (const [name, check] of Object.entries(shape)) {
    const field = name.replace(/\*$/, '');
    const value = fields[field];
    if (value === undefined || value === null || value === '') {
      if (name.endsWith('*')) return `${field} is required`;
      continue;
    }
    const problem = check(value);
    if (problem !== null) return `${field} ${problem}`;
  }
  return null;
}
