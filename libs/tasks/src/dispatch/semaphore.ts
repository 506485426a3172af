/** How many tasks of one queue this process carries out at a time, however they came here. */
export class Semaphore {
  private taken = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly limit: number) {}

  get inUse(): number {
    return this.taken;
  }

  /** @returns false when none is free, or others have been waiting for one. */
  tryAcquire(): boolean {
    if (this.taken >= this.limit || this.waiting.length > 0) return false;
    this.taken += 1;
    return true;
  }

  /** Resolves with a place of one's own, in the order of asking. */
  async acquire(): Promise<void> {
    if (this.tryAcquire()) return;
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  release(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.taken -= 1;
  }
}
