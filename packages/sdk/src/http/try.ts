/** One try of a call: its time, its signal, and what its failures are called. */
import { AbortError, ConnectionError, KadrError, TimeoutError } from '../errors.js';
import { abortedBy } from './retry.js';

/** Ends what it is given to when the caller says so, or when nothing has moved for too long. */
export class Patience {
  private readonly controller = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly abort = (): void => this.controller.abort(abortedBy(this.caller));

  constructor(
    private readonly idleMs: number,
    private readonly caller?: AbortSignal,
  ) {
    if (caller?.aborted) this.abort();
    else caller?.addEventListener('abort', this.abort, { once: true });
    this.touch();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Something has moved: the time begins anew. */
  touch(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.controller.abort(new TimeoutError(`Nothing came for ${this.idleMs / 1000} s`)), this.idleMs);
  }

  /** No more time: only the caller ends it. */
  rest(): void {
    clearTimeout(this.timer);
  }

  end(): void {
    clearTimeout(this.timer);
    this.caller?.removeEventListener('abort', this.abort);
  }

  /** Also where the work itself does not listen to the signal. @throws AbortError, TimeoutError, KadrError; all else as ConnectionError */
  async with<T>(work: Promise<T>): Promise<T> {
    let refuse = (): void => undefined;
    const ended = new Promise<never>((_resolve, reject) => {
      refuse = () => reject(this.signal.reason as Error);
    });
    this.signal.addEventListener('abort', refuse, { once: true });
    if (this.signal.aborted) refuse();
    try {
      return await Promise.race([work, ended]);
    } catch (error) {
      throw this.named(error);
    } finally {
      this.signal.removeEventListener('abort', refuse);
      work.catch(() => undefined);
      ended.catch(() => undefined);
    }
  }

  private named(error: unknown): Error {
    const { reason } = this.signal as { reason: unknown };
    if (this.signal.aborted && (reason instanceof AbortError || reason instanceof TimeoutError)) return reason;
    return error instanceof KadrError ? error : connectionError(error);
  }
}

/** `fetch` hides the reason one or more causes deep. Addresses may hold tokens in their query, so only codes are repeated. */
export function connectionError(error: unknown): ConnectionError {
  let code: unknown;
  for (let at = error as { code?: unknown; cause?: unknown } | undefined; at && code === undefined; at = at.cause as typeof at)
    code = at.code;
  return new ConnectionError(`No whole answer came${typeof code === 'string' ? ` (${code})` : ''}`, { cause: error });
}
