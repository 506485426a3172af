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

/** By signal: whom it is to tell. It has one listener for all of them: it would look through its listeners for each that comes or goes. */
const told = new WeakMap<AbortSignal, { readonly all: Set<() => void>; readonly tell: () => void }>();

function tellOf(signal: AbortSignal, one: () => void): void {
  const known = told.get(signal);
  if (known) return void known.all.add(one);
  const all = new Set([one]);
  const tell = (): void => {
    told.delete(signal);
    for (const each of [...all]) each();
  };
  told.set(signal, { all, tell });
  signal.addEventListener('abort', tell, { once: true });
}

function tellNoMore(signal: AbortSignal, one: () => void): void {
  const known = told.get(signal);
  if (!known?.all.delete(one) || known.all.size > 0) return;
  told.delete(signal);
  signal.removeEventListener('abort', known.tell);
}

/** The same for an exchange that is told by a call: a signal and its listeners cost as much as the rest of a small one. To be released as well. */
export class CallLimit {
  readonly #timer: NodeJS.Timeout;
  readonly #giveUp = (): void => this.#over(this.asked?.reason);
  #reason: { readonly error: unknown } | null = null;
  /** Called once, with the reason, when it is over. */
  onOver: ((reason: unknown) => void) | null = null;

  constructor(
    private readonly asked: AbortSignal | undefined,
    timeoutMs: number,
  ) {
    this.#timer = setTimeout(() => this.#over(new DOMException('The time is up.', 'TimeoutError')), timeoutMs);
    this.#timer.unref();
    if (asked?.aborted) this.#giveUp();
    else if (asked) tellOf(asked, this.#giveUp);
  }

  get isOver(): boolean {
    return this.#reason !== null;
  }

  /** @throws the reason */
  throwIfOver(): void {
    if (this.#reason) throw this.#reason.error;
  }

  /** @throws the reason, whatever becomes of the work */
  async within<T>(work: Promise<T>): Promise<T> {
    work.catch(() => undefined);
    this.throwIfOver();
    try {
      return await new Promise<T>((resolve, reject) => {
        this.onOver = reject;
        work.then(resolve, reject);
      });
    } finally {
      this.onOver = null;
    }
  }

  /** Nothing is over any more. Twice is safe. */
  release(): void {
    clearTimeout(this.#timer);
    if (this.asked) tellNoMore(this.asked, this.#giveUp);
  }

  #over(error: unknown): void {
    this.#reason ??= { error };
    this.onOver?.(error);
  }
}
