import {
  type Attributes,
  type Counter,
  type Histogram,
  type Meter,
  type MeterProvider,
  metrics,
  type ObservableResult,
} from '@opentelemetry/api';

interface InstrumentSettings {
  readonly description: string;
  /** UCUM: `s`, `ms`, `By`, `{task}`. */
  readonly unit?: string;
  /** Upper bounds of the histogram's buckets, in its unit. */
  readonly buckets?: readonly number[];
}

const meter = () => metrics.getMeter('kadr');

/** Made by whoever collects at that moment: nobody may have begun to when an instrument is first used. */
function current<Instrument>(make: (from: Meter) => Instrument): () => Instrument {
  let known: { readonly provider: MeterProvider; readonly instrument: Instrument } | undefined;
  return () => {
    const provider = metrics.getMeterProvider();
    if (known?.provider !== provider) known = { provider, instrument: make(meter()) };
    return known.instrument;
  };
}

/** A number that only rises. Prometheus sees `<name>_total`. */
export function counter(name: string, settings: InstrumentSettings): Pick<Counter, 'add'> {
  const instrument = current((from) => from.createCounter(name, settings));
  return { add: (value, attributes) => instrument().add(value, attributes) };
}

/** A distribution, in buckets. */
export function histogram(name: string, { buckets, ...settings }: InstrumentSettings): Pick<Histogram, 'record'> {
  const options = { ...settings, ...(buckets && { advice: { explicitBucketBoundaries: [...buckets] } }) };
  const instrument = current((from) => from.createHistogram(name, options));
  return { record: (value, attributes) => instrument().record(value, attributes) };
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
