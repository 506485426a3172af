import { AggregationTemporality, InMemoryMetricExporter, MeterProvider, type MetricReader } from '@opentelemetry/sdk-metrics';
import { describe, expect, it } from '@jest/globals';
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
      (await reader.collect()).resourceMetrics.scopeMetrics.flatMap(({ metrics }) =>
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
