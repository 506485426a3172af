import { AggregationTemporality, MeterProvider, type MetricData, MetricReader } from '@opentelemetry/sdk-metrics';
import { describe, expect, it } from '@jest/globals';
import { type Gathered, GatheredMetrics, gatheredMetrics } from './gathered-metrics.js';

class SdkReader extends MetricReader {
  protected async onForceFlush(): Promise<void> {}
  protected async onShutdown(): Promise<void> {}
}

const SECONDS = [0.1, 1, 10];

/** The same records for the SDK's own instruments and for ours. */
class Both {
  readonly ours = new GatheredMetrics();
  private readonly reader: SdkReader;
  private readonly meter;
  before: Gathered | null = null;

  constructor(temporality = AggregationTemporality.CUMULATIVE) {
    this.reader = new SdkReader({ aggregationTemporalitySelector: () => temporality });
    this.meter = new MeterProvider({ readers: [this.reader] }).getMeter('kadr');
    if (temporality === AggregationTemporality.DELTA) this.before = { atMs: 0, numbers: new Map() };
  }

  counter(name: string) {
    const about = { description: `of ${name}`, unit: '{thing}' };
    const [theirs, our] = [this.meter.createCounter(name, about), this.ours.instrument(name, { ...about, bounds: null })];
    return (value: number, labels?: Record<string, string | number>) => {
      theirs.add(value, labels);
      our.record(value, labels);
    };
  }

  histogram(name: string) {
    const about = { description: `of ${name}`, unit: 's' };
    const theirs = this.meter.createHistogram(name, { ...about, advice: { explicitBucketBoundaries: SECONDS } });
    const our = this.ours.instrument(name, { ...about, bounds: SECONDS });
    return (value: number, labels?: Record<string, string | number>) => {
      theirs.record(value, labels);
      our.record(value, labels);
    };
  }

  /** What a reader sees of both. */
  async told(): Promise<{ readonly ours: object[]; readonly theirs: object[] }> {
    const { resourceMetrics } = await this.reader.collect();
    const ours = this.ours.told(this.before).metrics;
    if (this.before) this.before = this.ours.gathered();
    return { ours: ours.map(shown), theirs: resourceMetrics.scopeMetrics.flatMap(({ metrics }) => metrics).map(shown) };
  }
}

/** But for the times, and for what the SDK keeps of an instrument beside its description. */
function shown({ descriptor, dataPoints, ...rest }: MetricData): object {
  const { name, description, unit, valueType } = descriptor;
  return { ...rest, name, description, unit, valueType, points: dataPoints.map(({ attributes, value }) => ({ attributes, value })) };
}

describe('what is gathered', () => {
  it('is what the SDK would tell: sums, buckets with their upper bounds, the least and the most, by labels', async () => {
    const both = new Both();
    const [count, measure] = [both.counter('made'), both.histogram('took')];
    count(0, { kind: 'never' });
    for (const [value, kind] of [
      [0.05, 'a'],
      [0.1, 'a'],
      [0.11, 'b'],
      [1, 'a'],
      [10, 'b'],
      [10.5, 'a'],
      [0, 'b'],
    ] as const) {
      // prettier-ignore
      count(value, { kind });
      measure(value, { kind });
      measure(value);
    }
    const first = await both.told();
    expect(first.ours).toEqual(first.theirs);
    expect(first.ours).toHaveLength(2);
    measure(3, { kind: 'a' });
    const second = await both.told();
    expect(second.ours).toEqual(second.theirs);
  });

  it('takes labels as a set, and values as they are', async () => {
    const both = new Both();
    const count = both.counter('made');
    count(1, { kind: 'a', outcome: 'done' });
    count(2, { outcome: 'done', kind: 'a' });
    count(4, { kind: 'done', outcome: 'a' });
    count(8, { kind: 'a' });
    count(16, { kind: 1 });
    count(32, { kind: '1' });
    count(64, {});
    count(128);
    const { ours, theirs } = await both.told();
    expect(ours).toEqual(theirs);
    expect(ours).toMatchObject([{ points: [{ value: 3 }, { value: 4 }, { value: 8 }, { value: 16 }, { value: 32 }, { value: 192 }] }]);
  });

  it('is told as what came since the last time, to who asks so', async () => {
    const both = new Both(AggregationTemporality.DELTA);
    const [count, measure] = [both.counter('made'), both.histogram('took')];
    const record = (value: number, kind: string): void => {
      count(value, { kind });
      measure(value, { kind });
    };
    record(2, 'a');
    const first = await both.told();
    expect(first.ours).toEqual(first.theirs);
    record(0.5, 'b');
    record(0, 'b');
    const second = await both.told();
    expect(second.ours).toEqual(second.theirs);
    expect((await both.told()).ours).toEqual([]);
    record(0.5, 'b');
    const fourth = await both.told();
    // Of a part of the time the SDK knows the least and the most as well; whoever keeps distributions does not ask for them.
    expect(fourth.ours).toMatchObject([{ points: [{ value: 0.5 }] }, { points: [{ value: { count: 1, sum: 0.5, buckets: { counts: [0, 1, 0, 0] } } }] }]); // prettier-ignore
  });

  it('leaves out what is less than nothing or no number', async () => {
    const both = new Both();
    const [count, measure] = [both.counter('made'), both.histogram('took')];
    for (const value of [-1, 2]) count(value, { kind: 'a' });
    for (const value of [-1, Number.NaN, 2]) measure(value, { kind: 'a' });
    const { ours, theirs } = await both.told();
    expect(ours).toEqual(theirs);
  });

  it('has as many sets of labels as the SDK; all others are one that says so', async () => {
    const both = new Both();
    const count = both.counter('made');
    for (let index = 0; index < 2_100; index += 1) count(1, { kind: `k${index}`, place: 'here' });
    for (let index = 0; index < 2_100; index += 1) count(1, { place: 'here', kind: `k${index}` });
    const { ours, theirs } = await both.told();
    expect(ours).toEqual(theirs);
    expect(ours).toMatchObject([{ points: { length: 2_000 } }]);
  });

  it('has the times of its first record and of the reading', () => {
    const metrics = new GatheredMetrics();
    const at = Date.now();
    metrics.instrument('made', { description: '', unit: '', bounds: null }).record(1);
    const before = { atMs: at + 7_250, numbers: new Map() };
    const [startOf, sinceOf] = [null, before].map((since) => metrics.told(since).metrics[0]?.dataPoints[0]?.startTime);
    expect(Math.abs((startOf?.[0] ?? 0) * 1000 + (startOf?.[1] ?? 0) / 1e6 - at)).toBeLessThan(5_000);
    expect(sinceOf).toEqual([Math.floor((at + 7_250) / 1000), ((at + 7_250) % 1000) * 1e6]);
  });
});

describe('an instrument', () => {
  it('is the same to all who declare it, and has the same buckets', () => {
    const metrics = new GatheredMetrics();
    const settings = { description: '', unit: 's', bounds: [1, 2] };
    expect(metrics.instrument('took', settings)).toBe(metrics.instrument('took', { ...settings, bounds: [1, 2] }));
    expect(() => metrics.instrument('took', { ...settings, bounds: [1, 3] })).toThrow('other buckets');
    expect(() => metrics.instrument('took', { ...settings, bounds: null })).toThrow('other buckets');
  });

  it('is found by who was loaded before it, and by a second copy of this module', () => {
    const ours = gatheredMetrics();
    expect((globalThis as Record<symbol, unknown>)[Symbol.for('kadr.gathered-metrics')]).toBe(ours);
    expect(gatheredMetrics()).toBe(ours);
  });
});
