/** Of the time, what a look may take that reads all history: longer looks are made less often. */
const SHARE = 0.01;

/** When something is due that takes the longer, the more there is. Times in ms, of one clock that only rises. */
export class ShareOfTime {
  private nextAtMs = -Infinity;

  constructor(
    private readonly everyMs: number,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /** Does nothing before it is due. What fails is due at once again. */
  async run(work: () => Promise<void>): Promise<void> {
    const begunMs = this.nowMs();
    if (begunMs < this.nextAtMs) return;
    await work();
    const endedMs = this.nowMs();
    this.nextAtMs = endedMs + Math.max(this.everyMs, (endedMs - begunMs) / SHARE);
  }
}
