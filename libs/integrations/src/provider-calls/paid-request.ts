import { type LeaseProof, NotSent } from './lease-proof.js';

/**
 * When a paid request may be broken off. What leads to it (pictures that are uploaded first) ends with its task. Once it has left, its answer
 * is waited for, however little anybody wants it by then: a request that is torn down in the middle is charged all the same, and the
 * provider's name for what it makes, without which it can neither be cancelled nor asked for its cost, would be lost. Its own time limit ends
 * the wait.
 */
export class PaidRequest {
  private readonly controller = new AbortController();
  private readonly breakOff = (): void => this.controller.abort(this.task.reason);

  /** @param task aborted when the task is broken off */
  constructor(
    private readonly proof: Pick<LeaseProof, 'require'>,
    private readonly task: AbortSignal,
  ) {
    if (task.aborted) this.breakOff();
    else task.addEventListener('abort', this.breakOff, { once: true });
  }

  /** What it is sent with. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** To be called right before it leaves. @throws NotSent when it must not */
  async leave(): Promise<void> {
    await this.proof.require();
    if (this.signal.aborted) throw new NotSent('its task was broken off', { cause: this.signal.reason });
    this.end();
  }

  /** It is over, or was never sent. Twice is safe. */
  end(): void {
    this.task.removeEventListener('abort', this.breakOff);
  }
}
