import { setTimeout as sleep } from 'node:timers/promises';

/**
 * How many run at once of those who have stepped back on the processor. Each of them weighs next to nothing, but twenty together weigh as
 * much as the one that they stepped back for. Nobody waits for ever: whoever has waited for long enough runs beside the others.
 */
export class ProcessorTurns {
  private running = 0;
  private readonly waiting = new Set<() => void>();

  constructor(
    private readonly atOnce: number,
    private readonly patienceMs: number,
  ) {}

  /** Comes back at once when it is aborted: what is to run sees that by itself. @returns what gives the turn back; twice is safe */
  async take(signal?: AbortSignal): Promise<() => void> {
    if (this.running >= this.atOnce) await this.wait(signal);
    this.running += 1;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.running -= 1;
      this.next();
    };
  }

  private async wait(signal: AbortSignal | undefined): Promise<void> {
    const over = new AbortController();
    const end = (): void => over.abort();
    this.waiting.add(end);
    signal?.addEventListener('abort', end, { once: true });
    if (signal?.aborted) end();
    await sleep(this.patienceMs, undefined, { signal: over.signal }).catch(() => undefined);
    this.waiting.delete(end);
    signal?.removeEventListener('abort', end);
  }

  /** The one that has waited longest. */
  private next(): void {
    const [first] = this.waiting;
    if (!first || this.running >= this.atOnce) return;
    this.waiting.delete(first);
    first();
  }
}
