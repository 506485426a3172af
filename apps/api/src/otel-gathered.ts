import { emptyResource } from '@opentelemetry/resources';
import { AggregationTemporality, type CollectionResult, type MetricProducer, type ScopeMetrics } from '@opentelemetry/sdk-metrics';

/** `GATHERED_METRICS` of libs/platform: this is loaded before the app and imports nothing of it. */
const GATHERED_METRICS = Symbol.for('kadr.gathered-metrics');

/** What had been gathered at a moment. */
interface Gathered {
  readonly atMs: number;
  readonly numbers: ReadonlyMap<object, object>;
}

interface GatheredMetrics {
  gathered(): Gathered;
  told(before: Gathered | null): ScopeMetrics;
}

const NOTHING: Gathered = { atMs: 0, numbers: new Map() };

/** The app's own counters and distributions, for one reader. */
export class GatheredProducer implements MetricProducer {
  /** Null: each reading tells of all that ever was. */
  private before: Gathered | null;

  /** @param temporality as the reader has counters and distributions */
  constructor(temporality: AggregationTemporality) {
    this.before = temporality === AggregationTemporality.DELTA ? NOTHING : null;
  }

  async collect(): Promise<CollectionResult> {
    const gathered = (globalThis as { [GATHERED_METRICS]?: GatheredMetrics })[GATHERED_METRICS];
    const scopeMetrics = gathered ? [gathered.told(this.before)] : [];
    if (gathered && this.before) this.before = gathered.gathered();
    // The reader says of what this is told itself.
    return { resourceMetrics: { resource: emptyResource(), scopeMetrics }, errors: [] };
  }
}
