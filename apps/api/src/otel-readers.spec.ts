import { type IncomingMessage, type ServerResponse } from 'node:http';
import { AggregationTemporality, InMemoryMetricExporter, MeterProvider, type MetricReader } from '@opentelemetry/sdk-metrics';
import { describe, expect, it } from '@jest/globals';
import { counter, histogram } from '#platform';
import { PushedMetrics, ScrapedMetrics } from './otel-readers.js';

const READERS: Readonly<Record<string, () => MetricReader>> = {
  scraped: () => new ScrapedMetrics({ preventServerStart: true }),
  pushed: () => new PushedMetrics({ exporter: new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE) }),
};

describe.each(Object.keys(READERS))('metrics that are %s', (how) => {
  it('show no gauge that is told no more, and keep what is counted', async () => {
    const reader = READERS[how]?.() as MetricReader;
    const provider = new MeterProvider({ readers: [reader] });
    const meter = provider.getMeter('spec');
    let leads = true;
    meter.createObservableGauge('waiting').addCallback((result) => (leads ? result.observe(5, { queue: 'a' }) : undefined));
    meter.createObservableCounter('ever').addCallback((result) => (leads ? result.observe(7) : undefined));
    const counter = meter.createCounter('here');
    counter.add(2);
    const told = async (): Promise<string[]> =>
      (await reader.collect()).resourceMetrics.scopeMetrics
        // What specs before this one have counted in the same process is told too.
        .filter(({ scope }) => scope.name === 'spec')
        .flatMap(({ metrics }) =>
          metrics.flatMap(({ descriptor, dataPoints }) => dataPoints.map(({ value }) => `${descriptor.name} ${String(value)}`)),
        );
    expect((await told()).sort()).toEqual(['ever 7', 'here 2', 'waiting 5']);
    leads = false;
    counter.add(1);
    expect((await told()).sort()).toEqual(['ever 7', 'here 3']);
    leads = true;
    expect((await told()).sort()).toEqual(['ever 7', 'here 3', 'waiting 5']);
    expect((await told()).sort()).toEqual(['ever 7', 'here 3', 'waiting 5']);
    await provider.shutdown();
  });
});

describe('the counters and distributions of the app', () => {
  const made = counter('kadr_spec_made', { description: 'Things made, by kind', unit: '{thing}' });
  const took = histogram('kadr_spec_seconds', { description: 'How long it took', unit: 's', buckets: [0.5, 2] });

  it('are in what Prometheus reads, under the names and buckets that they are declared with', async () => {
    const reader = new ScrapedMetrics({ preventServerStart: true, withoutTargetInfo: true, withoutScopeInfo: true });
    const provider = new MeterProvider({ readers: [reader] });
    made.add(2, { kind: 'a"b' });
    for (const seconds of [0.5, 1, 3]) took.record(seconds);
    const text = await new Promise<string>((resolve) => {
      const response = { setHeader: () => undefined, end: resolve } as unknown as ServerResponse;
      reader.getMetricsRequestHandler({} as IncomingMessage, response);
    });
    expect(text.split('\n').filter((line) => line.includes('kadr_spec'))).toEqual([
      '# HELP kadr_spec_made_total Things made, by kind',
      '# UNIT kadr_spec_made_total {thing}',
      '# TYPE kadr_spec_made_total counter',
      'kadr_spec_made_total{kind="a\\"b"} 2',
      '# HELP kadr_spec_seconds How long it took',
      '# UNIT kadr_spec_seconds s',
      '# TYPE kadr_spec_seconds histogram',
      'kadr_spec_seconds_count 3',
      'kadr_spec_seconds_sum 4.5',
      'kadr_spec_seconds_bucket{le="0.5"} 1',
      'kadr_spec_seconds_bucket{le="2"} 2',
      'kadr_spec_seconds_bucket{le="+Inf"} 3',
    ]);
    await provider.shutdown();
  });

  it.each([
    [AggregationTemporality.CUMULATIVE, [1, 3]],
    [AggregationTemporality.DELTA, [1, 2]],
  ])('are sent as the collector wants them (%s)', async (temporality, expected) => {
    const exporter = new InMemoryMetricExporter(temporality);
    const reader = new PushedMetrics({ exporter });
    const provider = new MeterProvider({ readers: [reader] });
    const more = counter(`kadr_spec_sent_${temporality}`, { description: 'Sent' });
    for (const value of [1, 2]) {
      more.add(value);
      await reader.forceFlush();
    }
    const sent = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics));
    const ours = sent.filter(({ descriptor }) => descriptor.name === `kadr_spec_sent_${temporality}`);
    expect(ours.map(({ dataPoints }) => dataPoints[0]?.value)).toEqual(expected);
    expect(ours.map(({ aggregationTemporality }) => aggregationTemporality)).toEqual([temporality, temporality]);
    await provider.shutdown();
  });
});
