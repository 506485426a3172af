/** Wakes one loop. A signal while nobody waits is remembered. */
export class Wakeup {
  #isSignalled = false;
  #wake: (() => void) | null = null;
  #later: NodeJS.Timeout | null = null;

  signal(): void {
    if (this.#later) clearTimeout(this.#later);
    this.#later = null;
    this.#isSignalled = true;
    this.#wake?.();
  }

  /** At the latest in so many milliseconds; until then there may be more to wake for. */
  signalWithin(ms: number): void {
    if (ms === 0) return this.signal();
    this.#later ??= setTimeout(() => this.signal(), ms).unref();
  }

  /** Until it is signalled, at most `timeoutMs`. `isDeaf`: the whole time, and signals are kept for later. */
  async wait(timeoutMs: number, { isDeaf = false } = {}): Promise<void> {
    if (this.#isSignalled && !isDeaf) {
      this.#isSignalled = false;
      return;
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      if (isDeaf) return;
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
    if (!isDeaf) this.#isSignalled = false;
  }
}
