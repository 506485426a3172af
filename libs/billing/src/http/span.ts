import { type FieldFault } from '#platform';
import { daySpan } from '../application/billing-period.js';
import { isDay } from './billing.request.js';

const MAX_DAYS = 400;
const DAY_MS = 86_400_000;

export interface Span {
  readonly from: string | null;
  readonly to: string | null;
}

/** A day stands for its first moment in `from` and for its last in `to`, in the organisation's time zone. */
export function spanOf(query: { readonly from?: string; readonly to?: string }, timezone: string): Span {
  const moment = (text: string | undefined, side: 'start' | 'end'): string | null => {
    if (text === undefined) return null;
    return isDay(text) ? (daySpan(timezone, text)?.[side] ?? null) : new Date(text).toISOString();
  };
  return { from: moment(query.from, 'start'), to: moment(query.to, 'end') };
}

/** @returns what is wrong with a span of which both ends are known */
export function faultsOfSpan({ from, to }: Span): FieldFault[] {
  if (from === null || to === null) return [];
  const ms = Date.parse(to) - Date.parse(from);
  if (ms < 0) return [{ path: 'to', message: 'must not be before from' }];
  // A day may have 25 hours where clocks are put back.
  if (ms > MAX_DAYS * DAY_MS + DAY_MS / 24) return [{ path: 'from', message: `must be at most ${MAX_DAYS} days before to` }];
  return [];
}
