import { type Rate } from '../providers.config.js';

/** Turns are planned with this much more than the period between them, so that one that is kept late does not delay the next. */
const SPREAD = 1.04;
/** Requests take different times to arrive: what leaves this much more than the period apart arrives a period apart. */
const TRAVEL = 1.02;

/**
 * When the next submission may be sent, so that no period ever holds more than the rate allows: one period after the submission that
 * was `rate.count` before it.
 * @param turns the latest turns that were given, oldest first, in milliseconds.
 * @returns the turn, not before `nowMs`, and the turns to remember.
 */
export function nextTurn(
  turns: readonly number[],
  rate: Rate | null,
  nowMs: number,
): { readonly turnMs: number; readonly turns: readonly number[] } {
  if (rate === null) return { turnMs: nowMs, turns: [] };
  const latest = turns.slice(-rate.count);
  const [oldest = 0] = latest;
  const isFull = latest.length === rate.count;
  const turnMs = Math.max(nowMs, isFull ? oldest + rate.seconds * 1000 * SPREAD : nowMs, latest.at(-1) ?? nowMs);
  return { turnMs, turns: [...latest, turnMs].slice(-rate.count) };
}

/**
 * A turn may come late, and then the next ones would come too soon after it: what counts is when submissions really began.
 * @param sent the latest of them, oldest first. @returns when the next one may begin, `nowMs` or later
 */
export function earliest(sent: readonly number[], rate: Rate | null, nowMs: number): number {
  if (rate === null || sent.length < rate.count) return nowMs;
  return Math.max(nowMs, (sent.at(-rate.count) ?? 0) + rate.seconds * 1000 * TRAVEL);
}

/** Attempts of one organisation that could be admitted. */
export interface Claimant {
  readonly orgId: string;
  readonly admitted: number;
  /** Oldest first. */
  readonly waiting: readonly string[];
}

/**
 * Who is admitted next: always the organisation that has the fewest attempts open, its oldest first.
 * @param free places in all
 * @returns attempt ids in the order of their turns
 */
export function admit(claimants: readonly Claimant[], free: number, limitPerOrg: number): readonly string[] {
  const queues = claimants.map(({ admitted, waiting }) => ({ admitted, waiting: [...waiting] }));
  const chosen: string[] = [];
  while (chosen.length < free) {
    const open = queues.filter(({ admitted, waiting }) => waiting.length > 0 && admitted < limitPerOrg);
    const [next] = open.sort((a, b) => a.admitted - b.admitted);
    const attemptId = next?.waiting.shift();
    if (!next || attemptId === undefined) break;
    next.admitted += 1;
    chosen.push(attemptId);
  }
  return chosen;
}
