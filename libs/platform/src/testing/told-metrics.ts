import { metrics } from '@opentelemetry/api';
import {
  AggregationTemporality,
  type DataPoint,
  type Histogram,
  InstrumentType,
  MeterProvider,
  MetricReader,
} from '@opentelemetry/sdk-metrics';
import { gatheredMetrics } from '../telemetry/gathered-metrics.js';

class AskedReader extends MetricReader {
  /** As in apps/api/src/otel-readers.ts. */
  override selectAggregationTemporality(type: InstrumentType): AggregationTemporality {
    return type === InstrumentType.OBSERVABLE_GAUGE ? AggregationTemporality.DELTA : AggregationTemporality.CUMULATIVE;
  }

  protected async onForceFlush(): Promise<void> {}
  protected async onShutdown(): Promise<void> {}
}

/** What this process tells of itself from now on, as a scrape would see it. To be made before gauges are declared: these keep their meter. */
export class ToldMetrics {
  private readonly reader = new AskedReader();
  private readonly provider = new MeterProvider({ readers: [this.reader] });
  private readonly before = gatheredMetrics().gathered();

  constructor() {
    metrics.disable();
    metrics.setGlobalMeterProvider(this.provider);
  }

  /** Lines `label=value,… number`, sorted; of a histogram how many were recorded and their sum. */
  async of(name: string): Promise<string[]> {
    const { resourceMetrics, errors } = await this.reader.collect();
    if (errors.length > 0) throw new AggregateError(errors, 'metrics could not be collected');
    const scopes = [...resourceMetrics.scopeMetrics, gatheredMetrics().told(this.before)];
    const all = scopes.flatMap(({ metrics: told }) => told).filter((one) => one.descriptor.name === name);
    return all
      .flatMap(({ dataPoints }) => dataPoints as readonly DataPoint<number | Histogram>[])
      .map(({ attributes, value }) => {
        const labels = Object.entries(attributes).map(([label, text]) => `${label}=${String(text)}`);
        const told = typeof value === 'number' ? exact(value) : `${value.count} ${exact(value.sum ?? 0)}`;
        return [...(labels.length > 0 ? [labels.join(',')] : []), told].join(' ');
      })
      .sort();
  }

  async end(): Promise<void> {
    await this.provider.shutdown();
    metrics.disable();
  }
}

/** What earlier specs of this process recorded was subtracted, which leaves a rest in the last digits. */
const exact = (sum: number): number => Number(sum.toPrecision(12));
