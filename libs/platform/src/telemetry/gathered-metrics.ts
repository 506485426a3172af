import { type HrTime, ValueType } from '@opentelemetry/api';
import { type DataPoint, type Histogram, type MetricData, type ScopeMetrics } from '@opentelemetry/sdk-metrics';
import { GatheredInstrument, type GatheredSettings, type Numbers, type Series } from './gathered-instrument.js';

/** Where the telemetry that is started before everything else (`otel.ts`) finds what was gathered: it cannot import this. */
export const GATHERED_METRICS = Symbol.for('kadr.gathered-metrics');

/** `DataPointType` and `AggregationTemporality` of the SDK, which is not loaded for their sake. */
const [HISTOGRAM, SUM] = [0, 3];
const [DELTA, CUMULATIVE] = [0, 1];

/** What had been gathered at a moment. */
export interface Gathered {
  readonly atMs: number;
  readonly numbers: ReadonlyMap<Series, Numbers>;
}

/**
 * All counters and distributions of this process. The SDK's own look for their numbers by sorting labels and writing them down as JSON, a
 * microsecond for each record, of which a job has some two hundred. These are read by the SDK when it is asked (`MetricProducer`).
 */
export class GatheredMetrics {
  private readonly instruments = new Map<string, GatheredInstrument>();

  /** Whoever declares the same name shares its numbers. @throws Error when it has other buckets */
  instrument(name: string, settings: GatheredSettings): GatheredInstrument {
    const known = this.instruments.get(name) ?? new GatheredInstrument(name, settings);
    if (String(known.settings.bounds) !== String(settings.bounds))
      throw new Error(`the instrument ${name} is declared twice, with other buckets`);
    this.instruments.set(name, known);
    return known;
  }

  /** To be given to `told` later. */
  gathered(): Gathered {
    const all = [...this.instruments.values()].flatMap(({ series }) => series);
    return { atMs: Date.now(), numbers: new Map(all.map((one) => [one, one.now])) };
  }

  /** As the SDK's readers take it. @param before nothing is told but what was recorded since; null: all that ever was */
  told(before: Gathered | null): ScopeMetrics {
    const metrics = [...this.instruments.values()].map((one) => metricOf(one, before));
    return { scope: { name: 'kadr' }, metrics: metrics.filter(({ dataPoints }) => dataPoints.length > 0) };
  }
}

/** The one of this process, also where this module is loaded twice. */
export function gatheredMetrics(): GatheredMetrics {
  const world = globalThis as { [GATHERED_METRICS]?: GatheredMetrics };
  return (world[GATHERED_METRICS] ??= new GatheredMetrics());
}

const NOTHING: Numbers = { records: 0, sum: 0, counts: [] };

function metricOf({ name, settings: { bounds, description, unit }, series }: GatheredInstrument, before: Gathered | null): MetricData {
  const endTime = hrTimeOf(Date.now());
  const earlierOf = (one: Series): Numbers => before?.numbers.get(one) ?? NOTHING;
  const point = <T>(one: Series, value: T): DataPoint<T> => ({
    ...{ attributes: one.attributes, value, endTime },
    startTime: hrTimeOf(before ? Math.max(one.sinceMs, before.atMs) : one.sinceMs),
  });
  const recorded = series.filter((one) => one.records > earlierOf(one).records);
  const common = {
    descriptor: { name, description, unit, valueType: ValueType.DOUBLE },
    aggregationTemporality: before ? DELTA : CUMULATIVE,
  };
  return bounds === null
    ? { ...common, dataPointType: SUM, isMonotonic: true, dataPoints: recorded.map((one) => point(one, one.sum - earlierOf(one).sum)) }
    : { ...common, dataPointType: HISTOGRAM, dataPoints: recorded.map((one) => point(one, histogramOf(one, bounds, earlierOf(one)))) };
}

/** The least and the most are known of the whole alone. */
function histogramOf({ records, sum, counts, least, most }: Series, bounds: readonly number[], earlier: Numbers): Histogram {
  return {
    count: records - earlier.records,
    sum: sum - earlier.sum,
    buckets: { boundaries: [...bounds], counts: counts.map((count, bucket) => count - (earlier.counts[bucket] ?? 0)) },
    ...(earlier === NOTHING && { min: least, max: most }),
  };
}

const hrTimeOf = (ms: number): HrTime => [Math.floor(ms / 1000), (ms % 1000) * 1_000_000];
