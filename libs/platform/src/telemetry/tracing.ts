import {
  type Attributes,
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  context,
  propagation,
  trace,
} from '@opentelemetry/api';

const tracer = trace.getTracer('kadr');

export interface SpanOptions {
  readonly attributes?: Attributes;
  /** W3C trace context of what led here, stored with an event or a task. Undefined: the active span. */
  readonly parent?: string | null;
  readonly kind?: SpanKind;
}

const contextOf = (traceparent: string): Context => propagation.extract(ROOT_CONTEXT, { traceparent });

/** Runs `work` in a span that ends with it; an error marks the span and is thrown on. */
export async function withSpan<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
  const parent = options.parent ? contextOf(options.parent) : context.active();
  return tracer.startActiveSpan(name, { kind: options.kind ?? SpanKind.INTERNAL, attributes: options.attributes }, parent, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.recordException(error as Error);
      span.setStatus({ code: SpanStatusCode.ERROR, message: String((error as Error | undefined)?.message ?? error) });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** @returns the W3C trace context of the active span; null outside a trace. */
export function currentTraceparent(): string | null {
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent ?? null;
}
