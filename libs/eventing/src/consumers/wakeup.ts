/** Wakes one loop. A signal while nobody waits is remembered. */
export class Wakeup {
  #isSignalled = false;
  #wake: (() => void) | null = null;

  signal(): void {
    this.#isSignalled = true;
    this.#wake?.();
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
