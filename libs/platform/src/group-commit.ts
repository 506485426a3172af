/**
 * Carries out together what arrives while the call before is under way: one round trip for many. No timers: a lone item goes out
 * at once, and under load the batches grow by themselves.
 */
export class GroupCommit<Item, Result> {
  private waiting: { item: Item; resolve: (result: Result) => void; reject: (reason: unknown) => void }[] = [];
  private underWay = 0;

  constructor(
    /** Answers each item, in order. A rejection of the whole call rejects every item. */
    private readonly flush: (items: Item[]) => Promise<PromiseSettledResult<Result>[]>,
    private readonly limits: { readonly maxItems: number; readonly concurrency: number },
  ) {}

  add(item: Item): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      // After this turn of the loop, so that what is added in one go leaves in one go.
      queueMicrotask(() => void this.next());
    });
  }

  private async next(): Promise<void> {
    if (this.underWay >= this.limits.concurrency || this.waiting.length === 0) return;
    const batch = this.waiting.splice(0, this.limits.maxItems);
    this.underWay++;
    try {
      const results = await this.flush(batch.map(({ item }) => item));
      batch.forEach(({ resolve, reject }, i) => {
        const result = results[i];
        if (result?.status === 'fulfilled') resolve(result.value);
        else reject(result?.reason ?? new Error('the group commit gave no answer for an item'));
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      this.underWay--;
      void this.next();
    }
  }
}
