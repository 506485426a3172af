export interface GroupCommitOptions {
  /** Items in one flush, at most. */
  readonly maxItems: number;
  /** Flushes under way at once, at most. */
  readonly concurrency: number;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Gathers what arrives while a flush is under way into the next one: alone, an item waits for nobody; under load, many share one
 * round trip. `flush` answers for each item, in order; when it rejects, every item of that batch does.
 */
export class GroupCommit<Item, Result> {
  private waiting: Waiting<Item, Result>[] = [];
  private flushing = 0;
  private scheduled = false;
  private idle: (() => void)[] = [];

  constructor(
    private readonly flush: (items: Item[]) => Promise<PromiseSettledResult<Result>[]>,
    private readonly options: GroupCommitOptions,
  ) {
    if (options.maxItems < 1 || options.concurrency < 1) throw new RangeError('maxItems and concurrency must be at least 1');
  }

  /** Items that wait for a flush or are in one. */
  get pending(): number {
    return this.waiting.length + this.flushing;
  }

  add(item: Item): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      this.schedule();
    });
  }

  /** Resolves when nothing waits and no flush is under way. */
  async drained(): Promise<void> {
    if (this.pending === 0) return;
    await new Promise<void>((resolve) => this.idle.push(resolve));
  }

  /** Once per turn of the event loop, so that everything that arrived in this turn goes together. */
  private schedule(): void {
    if (this.scheduled || this.flushing >= this.options.concurrency) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      while (this.waiting.length > 0 && this.flushing < this.options.concurrency) {
        void this.flushBatch(this.waiting.splice(0, this.options.maxItems));
      }
    });
  }

  private async flushBatch(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    this.flushing += 1;
    try {
      const results = await this.flush(batch.map(({ item }) => item));
      batch.forEach(({ resolve, reject }, index) => {
        const result = results[index];
        if (result?.status === 'fulfilled') resolve(result.value);
        else reject(result ? result.reason : new Error(`the flush gave ${results.length} results for ${batch.length} items`));
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      this.flushing -= 1;
      if (this.waiting.length > 0) this.schedule();
      else if (this.flushing === 0) for (const resolve of this.idle.splice(0)) resolve();
    }
  }
}
