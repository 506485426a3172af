import { type Attributes } from '@opentelemetry/api';

/** As the SDK has it: what comes under more sets of labels is told under one that says so. */
const MOST_SERIES = 2_000;
const OVERFLOW: Attributes = { 'otel.metric.overflow': true };

export interface Numbers {
  readonly records: number;
  readonly sum: number;
  /** Of each bucket, the one above the last bound included; none of a counter. */
  readonly counts: readonly number[];
}

/** The numbers of one set of labels since it was first met. */
export class Series implements Numbers {
  records = 0;
  sum = 0;
  least = Infinity;
  most = -Infinity;
  readonly counts: number[];
  /** Unix time in milliseconds. */
  readonly sinceMs = Date.now();

  constructor(
    readonly attributes: Attributes,
    buckets: number,
  ) {
    this.counts = Array.from({ length: buckets }, () => 0);
  }

  get now(): Numbers {
    return { records: this.records, sum: this.sum, counts: [...this.counts] };
  }
}

/** What leads to a series, label by label. */
interface Branch {
  series: Series | null;
  /** By name, then by value. */
  readonly labels: Map<string, Map<unknown, Branch>>;
}

const branch = (): Branch => ({ series: null, labels: new Map() });

export interface GatheredSettings {
  readonly description: string;
  readonly unit: string;
  /** Upper bounds of the buckets, rising; null: of a counter, which has none. */
  readonly bounds: readonly number[] | null;
}

/** A counter or a distribution. To record is to add to numbers that are found by the values of the labels. */
export class GatheredInstrument {
  private readonly root = branch();
  private readonly known = new Map<string, Series>();

  constructor(
    readonly name: string,
    readonly settings: GatheredSettings,
  ) {}

  get series(): readonly Series[] {
    return [...this.known.values()];
  }

  /** What is less than 0, or no number, counts for nothing. */
  record(value: number, attributes?: Attributes): void {
    if (!(value >= 0)) return;
    const { bounds } = this.settings;
    const series = this.seriesOf(attributes);
    series.records += 1;
    series.sum += value;
    if (bounds === null) return;
    if (value < series.least) series.least = value;
    if (value > series.most) series.most = value;
    let bucket = 0;
    for (; bucket < bounds.length; bucket += 1) if (value <= (bounds[bucket] ?? Infinity)) break;
    series.counts[bucket] = (series.counts[bucket] ?? 0) + 1;
  }

  private seriesOf(attributes: Attributes = {}): Series {
    let at = this.root;
    for (const label in attributes) {
      const values = at.labels.get(label) ?? new Map<unknown, Branch>();
      const value = attributes[label];
      const next = values.get(value) ?? branch();
      // Nor is the way remembered to more than can be told apart.
      if (next.series === null && next.labels.size === 0 && this.isFull) return this.made(attributes);
      if (values.size === 0) at.labels.set(label, values);
      values.set(value, next);
      at = next;
    }
    return (at.series ??= this.made(attributes));
  }

  private get isFull(): boolean {
    return this.known.size >= MOST_SERIES - 1;
  }

  /** Labels are a set: in another order they are the same. */
  private made(attributes: Attributes): Series {
    const known = this.known.get(keyOf(attributes));
    if (known) return known;
    const shown = this.isFull ? OVERFLOW : { ...attributes };
    const { bounds } = this.settings;
    const series = this.known.get(keyOf(shown)) ?? new Series(shown, bounds === null ? 0 : bounds.length + 1);
    this.known.set(keyOf(shown), series);
    return series;
  }
}

const keyOf = (attributes: Attributes): string =>
  JSON.stringify(Object.entries(attributes).sort(([one], [other]) => (one < other ? -1 : 1)));
