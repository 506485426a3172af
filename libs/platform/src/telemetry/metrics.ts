import { type Attributes, type Counter, type Histogram, metrics, type ObservableResult } from '@opentelemetry/api';
import { gatheredMetrics } from './gathered-metrics.js';

interface InstrumentSettings {
  readonly description: string;
  /** UCUM: `s`, `ms`, `By`, `{task}`. */
  readonly unit?: string;
}

interface HistogramSettings extends InstrumentSettings {
  /** Upper bounds of the buckets, in its unit, rising. */
  readonly buckets: readonly number[];
}

const meter = () => metrics.getMeter('kadr');

/** A number that only rises. Prometheus sees `<name>_total`. */
export function counter(name: string, { description, unit = '' }: InstrumentSettings): Pick<Counter, 'add'> {
  const instrument = gatheredMetrics().instrument(name, { description, unit, bounds: null });
  return { add: (value, attributes) => instrument.record(value, attributes) };
}

/** A distribution, in buckets. */
export function histogram(name: string, { description, unit = '', buckets }: HistogramSettings): Pick<Histogram, 'record'> {
  const instrument = gatheredMetrics().instrument(name, { description, unit, bounds: buckets });
  return { record: (value, attributes) => instrument.record(value, attributes) };
}

/** A number read whenever metrics are collected. @returns a function that ends the reading */
export function observableGauge(
  name: string,
  settings: InstrumentSettings,
  observe: (result: ObservableResult<Attributes>) => void | Promise<void>,
): () => void {
  const gauge = meter().createObservableGauge(name, settings);
  gauge.addCallback(observe);
  return () => gauge.removeCallback(observe);
}

/** A number that only rises, known as a whole whenever metrics are collected. Prometheus sees `<name>_total`. @returns a function that ends the reading */
export function observableCounter(
  name: string,
  settings: InstrumentSettings,
  observe: (result: ObservableResult<Attributes>) => void | Promise<void>,
): () => void {
  const instrument = meter().createObservableCounter(name, settings);
  instrument.addCallback(observe);
  return () => instrument.removeCallback(observe);
}
