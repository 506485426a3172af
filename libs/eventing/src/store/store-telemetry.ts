import { counter, histogram } from '#platform';

/** What the store tells about itself; the README lists the names. */
export class StoreTelemetry {
  readonly #appended = counter('kadr_events_appended', { description: 'Events appended, by module' });
  readonly #latency = histogram('kadr_append_duration_seconds', {
    description: 'One transaction that appends, with all decisions gathered in it',
    unit: 's',
    buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
  });
  readonly #gathered = histogram('kadr_append_decisions', {
    description: 'Decisions gathered in one transaction',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
  });
  readonly #retried = counter('kadr_append_retries', { description: 'Attempts done again, by reason: conflict or connection' });

  appended(events: readonly { readonly module: string }[], decisions: number, tookMs: number): void {
    const perModule = new Map<string, number>();
    for (const { module } of events) perModule.set(module, (perModule.get(module) ?? 0) + 1);
    for (const [module, count] of perModule) this.#appended.add(count, { module });
    this.#latency.record(tookMs / 1000);
    this.#gathered.record(decisions);
  }

  retried(reason: 'conflict' | 'connection'): void {
    this.#retried.add(1, { reason });
  }
}
