/**
 * Telemetry, loaded with `--import` before anything else so that it can patch `http`. It imports nothing of the app for that reason,
 * and leaves its Prometheus reader where GET /metrics finds it. Spans leave the process only when an OTEL_* endpoint is named.
 */
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { otelConfig } from './otel.config.js';

const config = otelConfig();
const reader = new PrometheusExporter({ preventServerStart: true, withoutTargetInfo: true, withoutScopeInfo: true });
const QUIET = /^\/(health|metrics)(\/|$)/;

const nobody = { onStart: () => {}, onEnd: () => {}, forceFlush: async () => {}, shutdown: async () => {} };

const sdk = new NodeSDK({
  serviceName: config.serviceName,
  metricReaders: [reader],
  // The SDK makes no trace ids at all unless somebody listens to spans.
  ...(!config.exportsTraces && { spanProcessors: [nobody] }),
  instrumentations: [
    new HttpInstrumentation({
      ignoreIncomingRequestHook: ({ url }) => QUIET.test(url ?? ''),
      // Spans of calls out begin where work is done (a task, a command), never for the telemetry's own traffic.
      requireParentforOutgoingSpans: true,
      // Signed links carry their secret in the query.
      redactedQueryParams: ['token', 'signature', 'sig', 'key', 'X-Amz-Signature'],
    }),
    // Statements without their values, below what asked for them; pollers and leases ask for nobody.
    ...(config.exportsTraces ? [new PgInstrumentation({ requireParentSpan: true, ignoreConnectSpans: true })] : []),
  ],
});
sdk.start();
(globalThis as Record<symbol, unknown>)[Symbol.for('kadr.prometheus-reader')] = reader;

/** Sends what is still waiting; called by the process after everything else has stopped. */
(globalThis as Record<symbol, unknown>)[Symbol.for('kadr.telemetry-shutdown')] = (): Promise<void> => sdk.shutdown();
