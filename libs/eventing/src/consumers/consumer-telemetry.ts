import { counter, histogram, observableGauge } from '#platform';

export interface Watched {
  readonly name: string;
  lag(): number | null;
  lagSeconds(): number | null;
  readonly keysWaiting: number;
  readonly partitions: number;
}

/** What consumers tell about themselves; the README lists the names. */
export class ConsumerTelemetry {
  readonly #handled = counter('kadr_consumer_events', { description: 'Events looked at, by consumer' });
  readonly #batch = histogram('kadr_consumer_batch_duration_seconds', {
    description: 'From reading a page of events to its commit',
    unit: 's',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2],
  });
  readonly #parked = counter('kadr_dead_letters', { description: 'Events parked after their last attempt, by consumer' });

  handled(consumer: string, events: number, tookMs: number): void {
    this.#handled.add(events, { consumer });
    this.#batch.record(tookMs / 1000, { consumer });
  }

  parked(consumer: string): void {
    this.#parked.add(1, { consumer });
  }

  /** @returns a function that ends it */
  watch(consumers: readonly Watched[]): () => void {
    const ends = [
      observableGauge('kadr_consumer_lag_events', { description: 'Positions a consumer is behind; where it runs' }, (result) => {
        for (const consumer of consumers) {
          const lag = consumer.lag();
          if (lag !== null) result.observe(lag, { consumer: consumer.name });
        }
      }),
      observableGauge(
        'kadr_consumer_lag_seconds',
        { description: 'Age of the oldest event that a consumer has at hand and has not handled; where it runs', unit: 's' },
        (result) => {
          for (const consumer of consumers) {
            const lag = consumer.lagSeconds();
            if (lag !== null) result.observe(lag, { consumer: consumer.name });
          }
        },
      ),
      observableGauge('kadr_consumer_partitions', { description: 'Partitions that a process works on, by consumer' }, (result) => {
        for (const consumer of consumers) result.observe(consumer.partitions, { consumer: consumer.name });
      }),
      observableGauge('kadr_dead_letter_lanes', { description: 'Streams or rows in which something waits; where they run' }, (result) => {
        for (const consumer of consumers) result.observe(consumer.keysWaiting, { consumer: consumer.name });
      }),
    ];
    return () => ends.forEach((end) => end());
  }
}
