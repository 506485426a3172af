/** Places on the film and lengths of time. All in seconds. */

import { numberFormat } from './formats';

const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');

/** A place on the film: `00:30.5`. */
export function timeCode(seconds: number): string {
  const tenths = Math.round(seconds * 10);
  return `${two(tenths / 600)}:${two((tenths % 600) / 10)}.${tenths % 10}`;
}

/** As on a clock: `1:10`, above an hour `1:02:03`. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const rest = `${hours > 0 ? two((whole % 3600) / 60) : Math.floor(whole / 60)}:${two(whole % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

export function secondsText(seconds: number, locale: string, digits = 1): string {
  const format = {
    style: 'unit',
    unit: 'second',
    unitDisplay: 'narrow',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  } as const;
  return numberFormat(locale, format)
    .format(seconds)
    .replace(/(\d)\s?(\p{L}+)$/u, '$1 $2');
}

/** The largest unit that fits, in words: `3 h`, `12 min`, `40 s`. */
export function span(seconds: number, locale: string): string {
  const [unit, size] = seconds >= 5400 ? (['hour', 3600] as const) : seconds >= 60 ? (['minute', 60] as const) : (['second', 1] as const);
  return numberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 }).format(
    Math.max(unit === 'second' ? 0 : 1, Math.round(seconds / size)),
  );
}

/** The starts of pieces that stand one after the other. */
export function starts(lengths: readonly number[]): number[] {
  let at = 0;
  return lengths.map((length) => {
    const start = at;
    at += length;
    return Math.round(start * 1000) / 1000;
  });
}

/** Index of the piece that is shown at that moment; the last one after its end, -1 when there is none. */
export function pieceAt(lengths: readonly number[], seconds: number): number {
  return starts(lengths).findLastIndex((start, index) => seconds >= start || index === 0);
}
