/** How many tasks of one queue this process carries out at a time, however they came here. */
export class Semaphore {
  private taken = 0;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly limit: number) {}

  get inUse(): number {
    return this.taken;
  }

  /** Somebody waits for a place. */
  get isAwaited(): boolean {
    return this.waiting.size > 0;
  }

  /** @returns false when none is free, or others have been waiting for one. */
  tryAcquire(): boolean {
    if (this.taken >= this.limit || this.waiting.size > 0) return false;
    this.taken += 1;
    return true;
  }

  /** In the order of asking. @returns true with a place of one's own; false when none became free in time. */
  async acquireWithin(limitMs: number): Promise<boolean> {
    if (this.tryAcquire()) return true;
    return new Promise<boolean>((resolve) => {
      const granted = (): void => {
        clearTimeout(timer);
        resolve(true);
      };
      const timer = setTimeout(() => {
        this.waiting.delete(granted);
        resolve(false);
      }, limitMs);
      this.waiting.add(granted);
    });
  }

  release(): void {
    const [next] = this.waiting;
    if (!next) {
      this.taken -= 1;
      return;
    }
    this.waiting.delete(next);
    next();
  }
}
