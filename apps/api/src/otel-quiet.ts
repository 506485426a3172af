/**
 * The telemetry of a process that sends nothing anywhere: metrics are served, trace ids run from request to task, no span is recorded. The
 * whole SDK loads the exporters of all protocols, which is a good part of what a start costs. Loaded before everything else (`otel.ts`), so
 * it imports nothing of the app.
 */
import { context, metrics, propagation, type TextMapPropagator, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { type Instrumentation, registerInstrumentations } from '@opentelemetry/instrumentation';
import { detectResources, type Resource, type ResourceDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, type MeterProviderOptions } from '@opentelemetry/sdk-metrics';
import { AlwaysOffSampler, TracerProvider } from '@opentelemetry/sdk-trace';

export interface TelemetryParts {
  readonly serviceName: string;
  readonly resource: Resource;
  readonly resourceDetectors: ResourceDetector[];
  readonly metricReaders: NonNullable<MeterProviderOptions['readers']>;
  readonly views: NonNullable<MeterProviderOptions['views']>;
  readonly instrumentations: Instrumentation[];
  /** Default: W3C trace context and baggage. */
  readonly textMapPropagator?: TextMapPropagator;
}

/** As `NodeSDK` with the same parts, without an exporter and with `always_off`. */
export class QuietSdk {
  private readonly meters: MeterProvider;
  private readonly tracers: TracerProvider;

  constructor(private readonly parts: TelemetryParts) {
    const { serviceName, resourceDetectors: detectors, metricReaders: readers, views } = parts;
    const resource = parts.resource.merge(detectResources({ detectors })).merge(resourceFromAttributes({ 'service.name': serviceName }));
    this.meters = new MeterProvider({ resource, readers, views });
    this.tracers = new TracerProvider({ resource, sampler: new AlwaysOffSampler() });
  }

  start(): void {
    const { instrumentations, textMapPropagator } = this.parts;
    registerInstrumentations({ instrumentations });
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    const w3c = [new W3CTraceContextPropagator(), new W3CBaggagePropagator()];
    propagation.setGlobalPropagator(textMapPropagator ?? new CompositePropagator({ propagators: w3c }));
    metrics.setGlobalMeterProvider(this.meters);
    for (const instrumentation of instrumentations) instrumentation.setMeterProvider(this.meters);
    trace.setGlobalTracerProvider(this.tracers);
  }

  async shutdown(): Promise<void> {
    await Promise.all([this.tracers.shutdown(), this.meters.shutdown()]);
  }
}
