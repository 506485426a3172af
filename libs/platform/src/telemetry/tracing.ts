import {
  type Attributes,
  type Context,
  context,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

export interface SpanSettings {
  readonly attributes?: Attributes;
  /** W3C traceparent of what led here; null begins a new trace; undefined goes on with the active span. */
  readonly parent?: string | null | undefined;
  readonly kind?: SpanKind;
}

/** Runs `work` in a span of that name. An error ends the span as failed, unless it is a refusal (it has a `kind`), and is thrown on. */
export async function withSpan<T>(name: string, settings: SpanSettings, work: (span: Span) => Promise<T>): Promise<T> {
  const { attributes = {}, parent, kind = SpanKind.INTERNAL } = settings;
  const from = parent === undefined ? context.active() : contextOf(parent);
  return trace.getTracer('kadr').startActiveSpan(name, { attributes, kind }, from, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      markFailed(span, error);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** The active span as a W3C traceparent, to be stored beside what it caused; null outside a trace. */
export function currentTraceparent(): string | null {
  const active = trace.getActiveSpan()?.spanContext();
  if (!active || !isSpanContextValid(active)) return null;
  return `00-${active.traceId}-${active.spanId}-${active.traceFlags.toString(16).padStart(2, '0')}`;
}

/** Trace id of the active span, null outside a trace. */
export function currentTraceId(): string | null {
  return currentTraceparent()?.slice(3, 35) ?? null;
}

function contextOf(traceparent: string | null): Context {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (!traceId || !spanId || !flags) return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: parseInt(flags, 16), isRemote: true });
}

function markFailed(span: Span, error: unknown): void {
  const { code, kind } = error as { code?: unknown; kind?: unknown };
  if (typeof kind === 'string' && typeof code === 'string') {
    span.setAttribute('kadr.refused', code);
    return;
  }
  span.recordException(error instanceof Error ? error : String(error));
  span.setStatus({ code: SpanStatusCode.ERROR, ...(error instanceof Error && { message: error.message }) });
}
