import { isConnectionError } from '#platform';

/** While the database is away all consumers of a process fail, again and again: one line in so long says it for all of them. */
const OUTAGE_EVERY_MS = 10_000;

/** What the log says of pages that could not be handled. */
export class ConsumerTroubles {
  private toldAtMs = -Infinity;

  constructor(
    private readonly warn: (line: object, message: string) => void,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  tell(consumer: string, error: unknown): void {
    if (!isConnectionError(error)) return this.warn({ err: error, consumer }, 'a page of events could not be handled; trying again');
    if (this.nowMs() - this.toldAtMs < OUTAGE_EVERY_MS) return;
    this.toldAtMs = this.nowMs();
    const reason = error instanceof Error ? error.message : String(error);
    this.warn({ consumer, reason }, 'the database is away: this consumer, and others of this process, go on when it is back');
  }
}
