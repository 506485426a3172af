import { DateTime } from 'luxon';
import { type BillingPeriod } from '../contracts/billing.events.js';

/** When an organisation's periods begin. */
export interface Calendar {
  /** IANA name. */
  readonly timezone: string;
  /** RFC 3339; its day in that zone is the day of the month on which periods begin. */
  readonly startsAt: string;
}

/**
 * The month that contains the moment: from midnight of the start day in the organisation's time zone to the next. A start day that a
 * month does not have falls on its last day, and comes back in the next month that has it. Where clocks are put forward at midnight, the
 * day begins at its first moment.
 */
export function periodAt({ timezone, startsAt }: Calendar, at: string): BillingPeriod {
  const moment = DateTime.fromISO(at, { zone: timezone });
  const anchor = DateTime.fromISO(startsAt, { zone: timezone }).startOf('day');
  if (!moment.isValid || !anchor.isValid) throw new RangeError(`${at} or ${startsAt} is no time in ${timezone}`);
  const begin = (months: number): DateTime => anchor.plus({ months }).startOf('day');
  let months = (moment.year - anchor.year) * 12 + moment.month - anchor.month;
  while (begin(months) > moment) months -= 1;
  while (begin(months + 1) <= moment) months += 1;
  return { start: instant(begin(months)), end: instant(begin(months + 1)) };
}

/** The day a moment falls on, `2026-11-21`. */
export const dayOf = (timezone: string, at: string): string => DateTime.fromISO(at, { zone: timezone }).toISODate() ?? '';

/** The first moment of a day, and of the one after it, RFC 3339. Null: there is no such day. */
export function daySpan(timezone: string, day: string): { start: string; end: string } | null {
  const start = DateTime.fromISO(day, { zone: timezone }).startOf('day');
  return start.isValid ? { start: instant(start), end: instant(start.plus({ days: 1 }).startOf('day')) } : null;
}

const instant = (time: DateTime): string => new Date(time.toMillis()).toISOString();
