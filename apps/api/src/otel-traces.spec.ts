import { type Context, ROOT_CONTEXT, type Span, SpanKind, trace } from '@opentelemetry/api';
import { describe, expect, it } from '@jest/globals';
import { otelConfig } from './otel.config.js';
import { linkCaller, OwnRoots, OwnSampler } from './otel-traces.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const header = `00-${TRACE}-b7ad6b7169203331-01`;

const within = (traceFlags: number): Context =>
  trace.setSpanContext(ROOT_CONTEXT, { traceId: TRACE, spanId: 'b7ad6b7169203331', traceFlags });

describe('D11: the trace of a stranger', () => {
  it('is not gone on with', () => {
    const context = new OwnRoots({ inject: () => undefined, extract: () => within(1), fields: () => [] }).extract(ROOT_CONTEXT);
    expect(trace.getSpanContext(context)).toBeUndefined();
    expect(otelConfig({}).trustsCallers).toBe(false);
    expect(otelConfig({ KADR_TRUST_TRACEPARENT: '1' }).trustsCallers).toBe(true);
  });

  it.each([
    [header, [TRACE]],
    [undefined, []],
    ['00-00000000000000000000000000000000-0000000000000000-01', []],
    ['nonsense', []],
  ])('is linked to where it says who it is (%s)', (traceparent, expected) => {
    const links: string[] = [];
    const span = { addLink: ({ context }: { context: { traceId: string } }) => void links.push(context.traceId) } as unknown as Span;
    linkCaller(span, { headers: { traceparent } });
    linkCaller(span, {});
    expect(links).toEqual(expected);
  });
});

describe('what is recorded', () => {
  const decide = (sampler: OwnSampler, name: string, context: Context = ROOT_CONTEXT, method?: string): boolean =>
    sampler.shouldSample(context, TRACE, name, SpanKind.SERVER, method ? { 'http.request.method': method } : {}, []).decision === 2;

  it('is all that changes something, and a share of reads', () => {
    const sampler = new OwnSampler({ reads: 0.05, statements: false }, () => 0.04);
    const unlucky = new OwnSampler({ reads: 0.05, statements: false }, () => 0.06);
    expect([decide(sampler, 'GET', ROOT_CONTEXT, 'GET'), decide(unlucky, 'GET', ROOT_CONTEXT, 'GET')]).toEqual([true, false]);
    expect([decide(unlucky, 'POST', ROOT_CONTEXT, 'POST'), decide(unlucky, 'task render')]).toEqual([true, true]);
    expect([decide(unlucky, 'decide', within(1)), decide(sampler, 'decide', within(0))]).toEqual([true, false]);
  });

  it('D12: is a statement only where somebody asked for it', () => {
    expect(decide(new OwnSampler({ reads: 1, statements: false }), 'pg.query:SELECT kadr', within(1))).toBe(false);
    expect(decide(new OwnSampler({ reads: 1, statements: true }), 'pg.query:SELECT kadr', within(1))).toBe(true);
    const env = (more: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://x', ...more });
    expect(otelConfig(env({})).sampling).toEqual({ reads: 0.05, statements: false });
    expect(otelConfig(env({ KADR_TRACE_SQL: '1', KADR_TRACE_READS: '0.5' })).sampling).toEqual({ reads: 0.5, statements: true });
    expect([env({}), env({ KADR_TRACE_SQL: '1' })].map((one) => otelConfig(one).tracesStatements)).toEqual([false, true]);
    expect(otelConfig(env({ OTEL_TRACES_SAMPLER: 'always_on' })).sampling).toBeNull();
    expect(otelConfig({}).sampling).toBeNull();
  });
});

describe('metrics', () => {
  it('are sent where somebody asked for it, and are always served', () => {
    expect([otelConfig({}), otelConfig({ OTEL_METRICS_EXPORTER: 'none' })].map(({ exportsMetrics }) => exportsMetrics)).toEqual([
      false,
      false,
    ]);
    const asked = otelConfig({
      OTEL_METRICS_EXPORTER: 'otlp',
      OTEL_METRIC_EXPORT_INTERVAL: '5000',
      KADR_ROLES: 'api',
      KADR_VERSION: '1.2.3',
    });
    expect([asked.exportsMetrics, asked.metricsEveryMs]).toEqual([true, 5000]);
    expect(asked.resource).toEqual({ 'service.namespace': 'kadr', 'service.version': '1.2.3', 'kadr.roles': 'api' });
  });
});

describe('the whole SDK', () => {
  const isQuiet = (env: NodeJS.ProcessEnv): boolean => otelConfig(env).isQuiet;

  it('is left out where nothing leaves the process', () => {
    expect([isQuiet({}), isQuiet({ OTEL_SERVICE_NAME: 'films', OTEL_RESOURCE_ATTRIBUTES: 'a=b' })]).toEqual([true, true]);
  });

  it.each([
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://x' },
    { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://x' },
    { OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://x' },
    { OTEL_TRACES_EXPORTER: 'console' },
    { OTEL_LOGS_EXPORTER: 'console' },
    { OTEL_METRICS_EXPORTER: 'otlp' },
    { OTEL_TRACES_SAMPLER: 'always_on' },
    { OTEL_PROPAGATORS: 'b3' },
    { OTEL_SDK_DISABLED: 'true' },
    { OTEL_LOG_LEVEL: 'debug' },
  ])('is loaded where something does, or more is asked of it: %j', (env) => {
    expect(isQuiet(env)).toBe(false);
  });
});
