/**
 * Aborts when the time of one exchange is up or when whoever asked for it gives up. To be released at its end: `AbortSignal.any` and
 * `AbortSignal.timeout` leave theirs to the garbage collector, which costs more than the exchange where there are thousands a second.
 */
export class TimeLimit {
  readonly #ends = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #giveUp = (): void => this.#ends.abort(this.asked?.reason);

  constructor(
    private readonly asked: AbortSignal | undefined,
    timeoutMs: number,
  ) {
    this.#timer = setTimeout(() => this.#ends.abort(new DOMException('The time is up.', 'TimeoutError')), timeoutMs);
    this.#timer.unref();
    if (asked?.aborted) this.#giveUp();
    else asked?.addEventListener('abort', this.#giveUp, { once: true });
  }

  get signal(): AbortSignal {
    return this.#ends.signal;
  }

  /** Nothing aborts any more. Twice is safe. */
  release(): void {
    clearTimeout(this.#timer);
    this.asked?.removeEventListener('abort', this.#giveUp);
  }
}
