/**
 * How numbers and times are written in a language. Each way is made once: making a format costs a hundred times what using it does, and
 * a sheet of 48 segments uses some two hundred times.
 */
const made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

function once<F extends Intl.NumberFormat | Intl.DateTimeFormat>(kind: string, locale: string, options: object, make: () => F): F {
  const key = `${kind} ${locale} ${JSON.stringify(options)}`;
  const known = made.get(key) as F | undefined;
  if (known) return known;
  const format = make();
  made.set(key, format);
  return format;
}

export const numberFormat = (locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat =>
  once('number', locale, options, () => new Intl.NumberFormat(locale, options));

export const timeFormat = (locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  once('time', locale, options, () => new Intl.DateTimeFormat(locale, options));

/** Day and time to the second, for a title that appears when one points at a shorter time. */
export const wholeTime = (at: Date, locale: string): string => timeFormat(locale, { dateStyle: 'short', timeStyle: 'medium' }).format(at);
