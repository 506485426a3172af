import { type ExporterConfig, PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import {
  AggregationTemporality,
  InstrumentType,
  PeriodicExportingMetricReader,
  type PeriodicExportingMetricReaderOptions,
} from '@opentelemetry/sdk-metrics';
import { GatheredProducer } from './otel-gathered.js';

/**
 * A gauge says what is so now. Cumulated, one that is told no more, because another process leads or holds the partition, would stand at
 * its last value for as long as this process lives, and `max` over all processes would show that.
 */
const isToldAnew = (type: InstrumentType): boolean => type === InstrumentType.OBSERVABLE_GAUGE;

export class ScrapedMetrics extends PrometheusExporter {
  constructor(config: ExporterConfig) {
    super({ ...config, metricProducers: [new GatheredProducer(AggregationTemporality.CUMULATIVE)] });
  }

  override selectAggregationTemporality(type: InstrumentType): AggregationTemporality {
    return isToldAnew(type) ? AggregationTemporality.DELTA : super.selectAggregationTemporality(type);
  }
}

export class PushedMetrics extends PeriodicExportingMetricReader {
  constructor(options: PeriodicExportingMetricReaderOptions) {
    const temporality = options.exporter.selectAggregationTemporality?.(InstrumentType.COUNTER) ?? AggregationTemporality.CUMULATIVE;
    super({ ...options, metricProducers: [new GatheredProducer(temporality)] });
  }

  override selectAggregationTemporality(type: InstrumentType): AggregationTemporality {
    return isToldAnew(type) ? AggregationTemporality.DELTA : super.selectAggregationTemporality(type);
  }
}
