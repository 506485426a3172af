/** Share of the newest duration in the running mean. */
const NEWEST = 0.1;
/** What takes longer than this counts at once. */
const LONG_SECONDS = 0.25;
/** Before this many attempts nobody knows how long tasks take. */
export const SEEN_ENOUGH = 16;
/** Nobody minds which process does what takes no longer. */
const QUICK_SECONDS = 0.05;
/** What counts as a turn in the queue, however quick the work is. */
const SHORTEST_SECONDS = 0.001;

/** How long attempts at the kinds of one queue take in this process. */
export class KindDurations {
  private readonly means = new Map<string, number>();
  private attempts = 0;
  private slowest = 0;

  /** How many attempts the means stand on. */
  get seen(): number {
    return this.attempts;
  }

  /** 0 when nothing was seen. */
  get slowestSeconds(): number {
    return this.slowest;
  }

  /** Whether all kinds are known to take a moment only. */
  get areQuick(): boolean {
    return this.attempts >= SEEN_ENOUGH && this.slowest < QUICK_SECONDS;
  }

  learn(kind: string, tookMs: number): void {
    const seconds = Math.max(SHORTEST_SECONDS, tookMs / 1000);
    const mean = this.means.get(kind);
    this.attempts += 1;
    this.means.set(kind, mean === undefined || seconds > LONG_SECONDS ? seconds : mean + (seconds - mean) * NEWEST);
    this.slowest = Math.max(...this.means.values());
  }

  /** @returns means by kind, in seconds. Kinds that were not seen yet are missing. */
  seconds(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.means);
  }
}
