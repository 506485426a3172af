import { DateTime } from 'luxon';
import { type QuietHours } from '../contracts/contact.events.js';

const HOUR_MS = 3_600_000;

/**
 * When somebody who is left alone at `nowMs` may be spoken to again. What a clock shows twice begins with the first and ends with the second
 * time; what it jumps over is the moment of the jump.
 * @returns null: now. Milliseconds since 1970
 */
export function quietUntil(quiet: QuietHours | null, nowMs: number): number | null {
  if (!quiet) return null;
  const today = DateTime.fromMillis(nowMs, { zone: quiet.zone });
  for (const days of [-1, 0]) {
    const day = today.plus({ days });
    const startMs = momentOf(day, quiet.from, 'first');
    const endMs = momentOf(quiet.to > quiet.from ? day : day.plus({ days: 1 }), quiet.to, 'last');
    if (startMs <= nowMs && nowMs < endMs) return endMs;
  }
  return null;
}

/** @param time `HH:MM` of that day */
function momentOf(day: DateTime, time: string, which: 'first' | 'last'): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const found = DateTime.fromObject({ year: day.year, month: day.month, day: day.day, hour, minute }, { zone: day.zone });
  if (found.hour !== hour || found.minute !== minute) return jumpBefore(found);
  const moments = found.getPossibleOffsets().map((one) => one.toMillis());
  return which === 'first' ? Math.min(...moments) : Math.max(...moments);
}

/** The moment at which the clock was put forward, a few hours before `after` at most. */
function jumpBefore(after: DateTime): number {
  let [before, since] = [after.toMillis() - 4 * HOUR_MS, after.toMillis()];
  const offsetAt = (ms: number): number => DateTime.fromMillis(ms, { zone: after.zone }).offset;
  while (since - before > 1) {
    const middle = Math.floor((before + since) / 2);
    if (offsetAt(middle) === after.offset) since = middle;
    else before = middle;
  }
  return since;
}
