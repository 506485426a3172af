/** Which ticks of a schedule are due, and which of them are too late. Pure; all times in milliseconds since 1970. */
import { type Missed } from '../../contracts/workflow-schedule.events.js';

/** The first tick after a moment; null: there is none any more. */
export type NextTick = (afterMs: number) => number | null;

export interface DueTick {
  readonly dueMs: number;
  readonly action: 'fire' | 'missed';
}

export interface Due {
  /** In their order, each once. */
  readonly ticks: readonly DueTick[];
  /** Older ones than anybody asks for, from the first to the last; null: none. */
  readonly forgotten: { readonly fromMs: number; readonly untilMs: number } | null;
  /** The tick after them; null: there is none. */
  readonly nextMs: number | null;
}

/** So much later a tick is only late, not missed. */
const LATE_MS = 60_000;
/** Missed ticks that are made up at most. */
export const MOST_MADE_UP = 100;

export interface DueRule {
  readonly missed: Missed;
  readonly windowMs: number;
  readonly next: NextTick;
  /** How long after its time a tick is to fire. */
  readonly delayOf: (dueMs: number) => number;
}

/** @param firstMs the first tick that nothing was decided about @param nowMs by the clock that all go by */
export function dueTicks(firstMs: number, nowMs: number, { missed, windowMs, next, delayOf }: DueRule): Due {
  const windowStart = nowMs - Math.max(windowMs, LATE_MS + delayOf(firstMs));
  const isForgotten = firstMs < windowStart;
  let at: number | null = isForgotten ? next(windowStart - 1) : firstMs;
  const forgotten = isForgotten ? { fromMs: firstMs, untilMs: windowStart - 1 } : null;
  const due: number[] = [];
  for (; at !== null && at + delayOf(at) <= nowMs; at = next(at)) due.push(at);
  const late = due.filter((one) => nowMs - one - delayOf(one) > LATE_MS);
  const madeUp = new Set(missed === 'none' ? [] : late.slice(missed === 'last' ? -1 : -MOST_MADE_UP));
  const isLost = new Set(late.filter((one) => !madeUp.has(one)));
  return { ticks: due.map((dueMs) => ({ dueMs, action: isLost.has(dueMs) ? 'missed' : 'fire' })), forgotten, nextMs: at };
}

/** What a tick does while runs of the ticks before go on. */
export type OverlapAction = 'fire' | 'skip' | 'buffer' | 'cancel';
const MOST_BUFFERED = 100;

export function overlapAction(overlap: string, active: number, buffered: number): OverlapAction {
  if (overlap === 'allow') return 'fire';
  // What waits already comes first.
  if (active === 0 && buffered === 0) return 'fire';
  if (overlap === 'cancel_other') return 'cancel';
  if (overlap === 'buffer_one') return buffered < 1 ? 'buffer' : 'skip';
  if (overlap === 'buffer_all') return buffered < MOST_BUFFERED ? 'buffer' : 'skip';
  return 'skip';
}

/** Ticks that are missed together are written down together. */
export function grouped(ticks: readonly DueTick[]): DueTick[][] {
  const groups: DueTick[][] = [];
  for (const tick of ticks) {
    const last = groups.at(-1);
    if (tick.action === 'missed' && last?.at(-1)?.action === 'missed') last.push(tick);
    else groups.push([tick]);
  }
  return groups;
}
