import { counter, histogram, observableGauge } from '#platform';

/** Counts of deliveries by state and of endpoints by status, as the leader last saw them. */
export interface Backlog {
  readonly deliveries: Readonly<Record<string, number>>;
  readonly endpoints: Readonly<Record<string, number>>;
  readonly oldestDueSeconds: number;
}

/** What deliveries tell about themselves; the README lists the names. */
export class DeliveryTelemetry {
  readonly #attempts = counter('kadr_webhook_attempts', { description: 'Tries that ended, by outcome' });
  readonly #duration = histogram('kadr_webhook_duration_seconds', {
    ...{ description: 'One request to a receiver', unit: 's' },
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
  });
  readonly #delay = histogram('kadr_webhook_delay_seconds', {
    ...{ description: 'From what happened to the answer of the receiver that took it', unit: 's' },
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 21_600],
  });
  readonly #woken = counter('kadr_webhook_lanes_woken', { description: 'Lanes that slept over something due; should stay 0' });
  readonly #stops: (() => void)[];
  /** Null: another process leads. */
  backlog: Backlog | null = null;

  constructor() {
    this.#stops = [
      observableGauge('kadr_webhook_backlog', { description: 'Deliveries that have not ended, by state' }, (result) => {
        for (const [state, count] of Object.entries(this.backlog?.deliveries ?? {})) result.observe(count, { state });
      }),
      observableGauge('kadr_webhook_endpoints', { description: 'Endpoints, by status' }, (result) => {
        for (const [status, count] of Object.entries(this.backlog?.endpoints ?? {})) result.observe(count, { status });
      }),
      observableGauge('kadr_webhook_oldest_due_seconds', { description: 'How long the oldest due delivery waits', unit: 's' }, (result) => {
        if (this.backlog) result.observe(this.backlog.oldestDueSeconds);
      }),
    ];
  }

  ended(outcome: string, durationMs: number): void {
    this.#attempts.add(1, { outcome });
    this.#duration.record(durationMs / 1000);
  }

  /** @param occurredAt RFC 3339 */
  delivered(occurredAt: string, nowMs: number): void {
    this.#delay.record(Math.max(0, nowMs - Date.parse(occurredAt)) / 1000);
  }

  woken(lanes: number): void {
    if (lanes > 0) this.#woken.add(lanes);
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }
}
