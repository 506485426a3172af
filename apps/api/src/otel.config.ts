import { type SamplingSettings } from './otel-traces.js';

export interface OtelConfig {
  readonly serviceName: string;
  readonly exportsTraces: boolean;
  /** Beside being served by GET /metrics. */
  readonly exportsMetrics: boolean;
  readonly metricsEveryMs: number;
  /** Said of everything this process sends: its release and what it does. */
  readonly resource: Readonly<Record<string, string>>;
  /** A caller's trace goes on here; else a request begins one of its own. */
  readonly trustsCallers: boolean;
  /** Whether statements have spans. */
  readonly tracesStatements: boolean;
  /** Null: OTEL_TRACES_SAMPLER decides. */
  readonly sampling: SamplingSettings | null;
  /** Nothing is sent anywhere and no span recorded, and nothing asks for what only the whole SDK can do. */
  readonly isQuiet: boolean;
}

/** Read by the SDK alone. */
const FOR_THE_SDK = ['OTEL_SDK_DISABLED', 'OTEL_LOG_LEVEL', 'OTEL_PROPAGATORS', 'OTEL_NODE_EXPERIMENTAL_SDK_METRICS'];

/**
 * The SDK reads the standard OTEL_* variables by itself. Its default is to dial a collector on this machine; without an endpoint we
 * tell it to keep everything to itself, and metrics are served by GET /metrics anyway.
 */
export function otelConfig(env: NodeJS.ProcessEnv = process.env): OtelConfig {
  const hasEndpoint = (signal: string): boolean =>
    Boolean(env['OTEL_EXPORTER_OTLP_ENDPOINT'] || env[`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`]);
  if (!hasEndpoint('TRACES')) env['OTEL_TRACES_EXPORTER'] ??= 'none';
  if (!hasEndpoint('LOGS')) env['OTEL_LOGS_EXPORTER'] ??= 'none';
  // Without anybody to send spans to, none are recorded; trace ids still run from request to task, for the logs.
  if (env['OTEL_TRACES_EXPORTER'] === 'none') env['OTEL_TRACES_SAMPLER'] ??= 'always_off';
  env['OTEL_METRICS_EXPORTER'] ??= 'none';
  const isOn = (name: string): boolean => ['1', 'true'].includes((env[name] ?? '').toLowerCase());
  const reads = Number(env['KADR_TRACE_READS'] || '0.05');
  const exportsMetrics = env['OTEL_METRICS_EXPORTER'].split(',').some((name) => name.trim() === 'otlp');
  const recordsNothing = env['OTEL_TRACES_EXPORTER'] === 'none' && env['OTEL_TRACES_SAMPLER'] === 'always_off';
  return {
    serviceName: env['OTEL_SERVICE_NAME'] || 'kadr',
    exportsTraces: env['OTEL_TRACES_EXPORTER'] !== 'none',
    exportsMetrics,
    metricsEveryMs: Number(env['OTEL_METRIC_EXPORT_INTERVAL']) || 60_000,
    resource: {
      'service.namespace': env['KADR_NAMESPACE'] || 'kadr',
      'service.version': env['KADR_VERSION'] || 'unknown',
      'kadr.roles': env['KADR_ROLES'] || 'all',
    },
    trustsCallers: isOn('KADR_TRUST_TRACEPARENT'),
    tracesStatements: isOn('KADR_TRACE_SQL'),
    sampling: env['OTEL_TRACES_SAMPLER'] ? null : { reads: reads >= 0 && reads <= 1 ? reads : 0.05, statements: isOn('KADR_TRACE_SQL') },
    isQuiet: recordsNothing && !exportsMetrics && env['OTEL_LOGS_EXPORTER'] === 'none' && !FOR_THE_SDK.some((name) => env[name]),
  };
}
