import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { AggregationTemporality, InstrumentType, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';

/**
 * A gauge says what is so now. Cumulated, one that is told no more, because another process leads or holds the partition, would stand at
 * its last value for as long as this process lives, and `max` over all processes would show that.
 */
const isToldAnew = (type: InstrumentType): boolean => type === InstrumentType.OBSERVABLE_GAUGE;

export class ScrapedMetrics extends PrometheusExporter {
  override selectAggregationTemporality(type: InstrumentType): AggregationTemporality {
    return isToldAnew(type) ? AggregationTemporality.DELTA : super.selectAggregationTemporality(type);
  }
}

export class PushedMetrics extends PeriodicExportingMetricReader {
  override selectAggregationTemporality(type: InstrumentType): AggregationTemporality {
    return isToldAnew(type) ? AggregationTemporality.DELTA : super.selectAggregationTemporality(type);
  }
}
