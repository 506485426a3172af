/** Money is counted in millionths of a dollar. */

import { numberFormat } from './formats';

/** Cents, or as many places as a small sum needs so as not to be shown as nothing. */
export function money(micros: number, locale: string): string {
  const isSmall = micros !== 0 && Math.abs(micros) < 10_000;
  return numberFormat(locale, {
    style: 'currency',
    currency: 'USD',
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: 2,
    maximumFractionDigits: isSmall ? 4 : 2,
  }).format(micros / 1_000_000);
}

export const count = (value: number, locale: string): string => numberFormat(locale, { maximumFractionDigits: 1 }).format(value);

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

export function bytes(size: number, locale: string): string {
  const step = size < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(size) / 3));
  const value = size / 1000 ** step;
  return numberFormat(locale, {
    style: 'unit',
    unit: UNITS[step],
    unitDisplay: 'short',
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value);
}

/** Whole numbers that follow one another are said as a range: `4–15, 20`. */
export function ranges(values: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const value of [...values].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && value === last[1] + 1) last[1] = value;
    else runs.push([value, value]);
  }
  return runs.map(([from, to]) => (to - from > 1 ? `${from}–${to}` : from === to ? `${from}` : `${from}, ${to}`)).join(', ');
}
