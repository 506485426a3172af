/**
 * Telemetry, loaded with `--import` before anything else so that it can patch `http`. It imports nothing of the app for that reason,
 * and leaves its Prometheus reader where GET /metrics finds it. Spans leave the process only when an OTEL_* endpoint is named.
 */
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { RuntimeNodeInstrumentation } from '@opentelemetry/instrumentation-runtime-node';
import { envDetector, hostDetector, osDetector, resourceFromAttributes, serviceInstanceIdDetector } from '@opentelemetry/resources';
import { AggregationType, type MetricReader } from '@opentelemetry/sdk-metrics';
import { otelConfig } from './otel.config.js';
import { PushedMetrics, ScrapedMetrics } from './otel-readers.js';
import { QuietSdk, type TelemetryParts } from './otel-quiet.js';
import { linkCaller, OwnRoots, OwnSampler } from './otel-traces.js';

const config = otelConfig();
const reader = new ScrapedMetrics({ preventServerStart: true, withoutTargetInfo: true, withoutScopeInfo: true });
const QUIET = /^\/(health|metrics)(\/|$)/;

/** The exporter adds no unit to the names of instruments: those of others get theirs here. */
const IN_SECONDS = ['http.server.request.duration', 'http.client.request.duration'];

/** To a collector; loaded only where it is wanted. */
async function pushed(): Promise<MetricReader[]> {
  if (!config.exportsMetrics) return [];
  const { OTLPMetricExporter } = await import('@opentelemetry/exporter-metrics-otlp-proto');
  return [new PushedMetrics({ exporter: new OTLPMetricExporter(), exportIntervalMillis: config.metricsEveryMs })];
}

const nobody = { onStart: () => {}, onEnd: () => {}, forceFlush: async () => {}, shutdown: async () => {} };

const parts: TelemetryParts = {
  serviceName: config.serviceName,
  // Not the process' detector: command lines and names of users are nobody's business.
  resource: resourceFromAttributes(config.resource),
  resourceDetectors: [serviceInstanceIdDetector, hostDetector, osDetector, envDetector],
  metricReaders: [reader, ...(await pushed())],
  views: [
    ...IN_SECONDS.map((instrumentName) => ({ instrumentName, name: `${instrumentName}.seconds` })),
    // How the pool is used we measure ourselves, for a fifth of the cost (`pool-telemetry.ts`).
    { meterName: '@opentelemetry/instrumentation-pg', aggregation: { type: AggregationType.DROP as const } },
    // Ours look back over a minute, so that every block is seen (`EventLoop`).
    ...['nodejs.eventloop.utilization', 'nodejs.eventloop.delay.max'].map((instrumentName) => ({
      instrumentName,
      meterName: '@opentelemetry/instrumentation-runtime-node',
      aggregation: { type: AggregationType.DROP as const },
    })),
  ],
  ...(!config.trustsCallers && { textMapPropagator: new OwnRoots(new W3CTraceContextPropagator()) }),
  instrumentations: [
    new HttpInstrumentation({
      ignoreIncomingRequestHook: ({ url }) => QUIET.test(url ?? ''),
      // Spans of calls out begin where work is done (a task, a command), never for the telemetry's own traffic.
      requireParentforOutgoingSpans: true,
      // Signed links carry their secret in the query.
      redactedQueryParams: ['token', 'signature', 'sig', 'key', 'X-Amz-Signature'],
      ...(!config.trustsCallers && { requestHook: linkCaller }),
    }),
    // Statements have spans where that is asked for, without their values, below what asked for them; pollers and leases ask for nobody.
    ...(config.tracesStatements ? [new PgInstrumentation({ requireParentSpan: true, ignoreConnectSpans: true })] : []),
    new RuntimeNodeInstrumentation(),
  ],
};

/** Loaded only where something leaves this process, or OTEL_* variables say more than that nothing does. */
async function wholeSdk(): Promise<{ start(): void; shutdown(): Promise<void> }> {
  const { NodeSDK } = await import('@opentelemetry/sdk-node');
  return new NodeSDK({
    ...parts,
    // The SDK makes no trace ids at all unless somebody listens to spans.
    ...(!config.exportsTraces && { spanProcessors: [nobody] }),
    ...(config.sampling && { sampler: new OwnSampler(config.sampling) }),
  });
}

const sdk = config.isQuiet ? new QuietSdk(parts) : await wholeSdk();
sdk.start();
(globalThis as Record<symbol, unknown>)[Symbol.for('kadr.prometheus-reader')] = reader;

/** Sends what is still waiting; called by the process after everything else has stopped. */
(globalThis as Record<symbol, unknown>)[Symbol.for('kadr.telemetry-shutdown')] = (): Promise<void> => sdk.shutdown();
