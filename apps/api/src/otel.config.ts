/**
 * The SDK reads the standard OTEL_* variables by itself. Its default is to dial a collector on this machine; without an endpoint we
 * tell it to keep everything to itself, and metrics are served by GET /metrics anyway.
 */
export function otelConfig(env: NodeJS.ProcessEnv = process.env): { readonly serviceName: string; readonly exportsTraces: boolean } {
  const hasEndpoint = (signal: string): boolean =>
    Boolean(env['OTEL_EXPORTER_OTLP_ENDPOINT'] || env[`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`]);
  if (!hasEndpoint('TRACES')) env['OTEL_TRACES_EXPORTER'] ??= 'none';
  if (!hasEndpoint('LOGS')) env['OTEL_LOGS_EXPORTER'] ??= 'none';
  // Without anybody to send spans to, none are recorded; trace ids still run from request to task, for the logs.
  if (env['OTEL_TRACES_EXPORTER'] === 'none') env['OTEL_TRACES_SAMPLER'] ??= 'always_off';
  env['OTEL_METRICS_EXPORTER'] ??= 'none';
  return { serviceName: env['OTEL_SERVICE_NAME'] || 'kadr', exportsTraces: env['OTEL_TRACES_EXPORTER'] !== 'none' };
}
