/** Wakes one loop. A ring while nobody waits is remembered. */
export class Bell {
  #isRung = false;
  #wake: (() => void) | null = null;

  ring(): void {
    this.#isRung = true;
    this.#wake?.();
  }

  /** Until it rings, at most `timeoutMs`. `deaf`: the whole time, and rings are kept for later. */
  async wait(timeoutMs: number, { deaf = false } = {}): Promise<void> {
    if (this.#isRung && !deaf) {
      this.#isRung = false;
      return;
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      if (deaf) return;
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
    if (!deaf) this.#isRung = false;
  }
}
