import { type Running } from '../execution/running-tasks.js';
import { type KindDurations, SEEN_ENOUGH } from './kind-durations.js';

/** Tasks claimed ahead shall not wait longer than this for a place. */
const HORIZON_SECONDS = 0.25;
/** And go back when no place has ended its work for so long: all may have met long work at once, and nobody else can take what is held. */
const STUCK_MS = 5_000;
const MAX_AHEAD = 400;

/**
 * Tasks that are claimed and leased but wait for a place: where they take milliseconds, claiming each by itself costs more than doing it.
 * Their leases are prolonged like all others, and a stop gives them back.
 */
export class Prefetch {
  private readonly tasks: Running[] = [];
  private reserved = 0;
  private timer: NodeJS.Timeout | null = null;

  /**
   * @param worked how much work the places have ended so far; null: not all of them are at work. What is being recorded holds up nobody for long.
   * @param giveBack told what nobody waits for here any more
   */
  constructor(
    private readonly worked: () => number | null,
    private readonly giveBack: (tasks: readonly Running[]) => void,
    private readonly stuckMs = STUCK_MS,
  ) {}

  get isEmpty(): boolean {
    return this.tasks.length === 0;
  }

  /** @returns how many more to claim ahead for so many places. The slowest kind decides: nobody knows which kinds come next. */
  room(places: number, durations: KindDurations): number {
    if (durations.seen < SEEN_ENOUGH) return 0;
    const inTime = Math.floor((HORIZON_SECONDS / durations.slowestSeconds) * places) - places;
    return Math.max(0, Math.min(MAX_AHEAD, inTime) - this.tasks.length - this.reserved);
  }

  /** Room for one that is about to be ours. @returns false when there is none. */
  reserve(places: number, durations: KindDurations): boolean {
    if (this.room(places, durations) === 0) return false;
    this.reserved += 1;
    return true;
  }

  /** It came, or will not come. */
  unreserve(): void {
    this.reserved -= 1;
  }

  add(tasks: readonly Running[]): void {
    this.tasks.push(...tasks);
    if (tasks.length > 0) this.watch();
  }

  take(): Running | undefined {
    return this.tasks.shift();
  }

  drain(): Running[] {
    return this.tasks.splice(0);
  }

  private watch(): void {
    if (this.timer) return;
    const before = this.worked();
    this.timer = setTimeout(() => {
      this.timer = null;
      if (this.isEmpty) return;
      if (before === null || this.worked() !== before) this.watch();
      else this.giveBack(this.drain());
    }, this.stuckMs).unref();
  }
}
