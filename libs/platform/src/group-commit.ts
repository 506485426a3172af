export interface GroupCommitOptions<Item> {
  /** Items in one flush, at most. */
  readonly maxItems: number;
  /** Flushes under way at once, at most. */
  readonly concurrency: number;
  /** Items of the same key are never in two flushes at once, and stay in their order. */
  readonly keyOf?: (item: Item) => string;
  /** Whether another flush begins beside those under way, which have so many items, the oldest for so long. Without it whenever something waits. */
  readonly beginsBeside?: (waiting: number, underWay: number, forMs: number) => boolean;
}

const LOOK_AGAIN_MS = 25;

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
}

interface Flush<Item> {
  readonly items: readonly Item[];
  readonly begunAtMs: number;
}

/**
 * Gathers what arrives while a flush is under way into the next one: alone, an item waits for nobody; under load, many share one
 * round trip. `flush` answers for each item, in order; when it rejects, every item of that batch does.
 */
export class GroupCommit<Item, Result> {
  private waiting: Waiting<Item, Result>[] = [];
  /** The oldest first. */
  private readonly underWay = new Set<Flush<Item>>();
  private scheduled = false;
  private again: NodeJS.Timeout | null = null;
  private idle: (() => void)[] = [];

  constructor(
    private readonly flush: (items: Item[]) => Promise<PromiseSettledResult<Result>[]>,
    private readonly options: GroupCommitOptions<Item>,
  ) {
    if (options.maxItems < 1 || options.concurrency < 1) throw new RangeError('maxItems and concurrency must be at least 1');
  }

  /** Items that wait for a flush, and flushes under way. */
  get pending(): number {
    return this.waiting.length + this.underWay.size;
  }

  private get itemsUnderWay(): number {
    let count = 0;
    for (const { items } of this.underWay) count += items.length;
    return count;
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
    if (this.scheduled) return;
    if (!this.mayBegin()) return this.lookAgain();
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      while (this.waiting.length > 0 && this.mayBegin()) {
        const batch = this.nextBatch();
        if (batch.length === 0) return;
        void this.flushBatch(batch);
      }
    });
  }

  /** How long those under way take is known later: what waits is not left to them until something else comes. */
  private lookAgain(): void {
    if (this.again || !this.options.beginsBeside || this.underWay.size >= this.options.concurrency) return;
    this.again = setTimeout(() => {
      this.again = null;
      if (this.waiting.length > 0) this.schedule();
    }, LOOK_AGAIN_MS).unref();
  }

  private mayBegin(): boolean {
    const { concurrency, beginsBeside } = this.options;
    const [oldest] = this.underWay;
    if (!oldest) return true;
    if (this.underWay.size >= concurrency) return false;
    return beginsBeside?.(this.waiting.length, this.itemsUnderWay, performance.now() - oldest.begunAtMs) ?? true;
  }

  /** The first that wait, without those whose key is in a flush. */
  private nextBatch(): readonly Waiting<Item, Result>[] {
    const { maxItems, keyOf } = this.options;
    if (!keyOf || this.underWay.size === 0) return this.waiting.splice(0, maxItems);
    // Gathered only now: as a rule nothing else is under way.
    const busy = new Set<string>();
    for (const { items } of this.underWay) for (const item of items) busy.add(keyOf(item));
    const [batch, left]: [Waiting<Item, Result>[], Waiting<Item, Result>[]] = [[], []];
    for (const one of this.waiting) (batch.length < maxItems && !busy.has(keyOf(one.item)) ? batch : left).push(one);
    this.waiting = left;
    return batch;
  }

  private async flushBatch(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    const items = batch.map(({ item }) => item);
    const flush: Flush<Item> = { items, begunAtMs: performance.now() };
    this.underWay.add(flush);
    try {
      const results = await this.flush(items);
      batch.forEach(({ resolve, reject }, index) => {
        const result = results[index];
        if (result?.status === 'fulfilled') resolve(result.value);
        else reject(result ? result.reason : new Error(`the flush gave ${results.length} results for ${batch.length} items`));
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      this.underWay.delete(flush);
      if (this.waiting.length > 0) this.schedule();
      else if (this.underWay.size === 0) for (const resolve of this.idle.splice(0)) resolve();
    }
  }
}
