import {
  type Attributes,
  type Context,
  context,
  createContextKey,
  INVALID_TRACEID,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** As `@opentelemetry/core` calls it: below it no span begins and nothing is sent along. */
const SUPPRESSED = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

/** What quick things say while it is not known yet whether there will be a span around them. */
const SAID_SO_FAR = createContextKey('kadr.said-so-far');
/** As many as a span keeps. */
const MOST_EVENTS = 128;

interface Said {
  readonly name: string;
  readonly attributes: Attributes;
  /** Unix time in milliseconds. */
  readonly at: number;
}

export interface SpanSettings {
  readonly attributes?: Attributes;
  /** W3C traceparent of what led here; null begins a new trace; undefined goes on with the active span. */
  readonly parent?: string | null | undefined;
  readonly kind?: SpanKind;
}

/** Runs `work` in a span of that name. An error ends the span as failed, unless it is a refusal (it has a `kind`), and is thrown on. */
export function withSpan<T>(name: string, settings: SpanSettings, work: (span: Span) => Promise<T>): Promise<T> {
  const { attributes = {}, parent, kind = SpanKind.INTERNAL } = settings;
  const from = parent === undefined ? context.active() : contextOf(parent);
  const above = trace.getSpan(from);
  // Of a trace that nobody records there is no more to know than its id.
  if (above && isUnrecorded(above.spanContext())) return context.with(from, () => work(above));
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

export interface SlowSpanSettings {
  readonly attributes?: Attributes;
  readonly kind?: SpanKind;
  readonly slowMs: number;
}

/**
 * As `withSpan`, for what is done often and is quick as a rule: it has a span when it failed or took `slowMs`. Otherwise the active span has
 * an event of that name with the same attributes and `kadr.duration_ms`. Nothing below it has spans.
 * @param work may add to the attributes, until it has ended
 */
export async function withSpanIfSlow<T>(
  name: string,
  settings: SlowSpanSettings,
  work: (attributes: Attributes) => Promise<T>,
): Promise<T> {
  const attributes = { ...settings.attributes };
  const { kind = SpanKind.INTERNAL, slowMs } = settings;
  const startTime = Date.now();
  const from = performance.now();
  const begin = (): Span => trace.getTracer('kadr').startSpan(name, { attributes, kind, startTime });
  try {
    const result = await context.with(context.active().setValue(SUPPRESSED, true), () => work(attributes));
    const tookMs = performance.now() - from;
    if (tookMs >= slowMs) begin().end();
    else say(name, { ...attributes, 'kadr.duration_ms': Math.round(tookMs) });
    return result;
  } catch (error) {
    const span = begin();
    markFailed(span, error);
    span.end();
    throw error;
  }
}

/** An event of the active span, or of the one that there may be later. */
function say(name: string, attributes: Attributes): void {
  const active = trace.getActiveSpan();
  if (active?.isRecording()) {
    active.addEvent(name, attributes);
    return;
  }
  const later = context.active().getValue(SAID_SO_FAR) as Said[] | undefined;
  if (later && later.length < MOST_EVENTS) later.push({ name, attributes, at: Date.now() });
}

/**
 * As `withSpan`, for what mostly finds that nothing has happened yet: whether there is a span is said when it has ended. What begins
 * meanwhile goes on from `parent` itself; events of quick things are kept for the span.
 * @param attributesOf what the span says beside its settings; null: no span
 */
export async function withLateSpan<T>(
  name: string,
  { attributes = {}, parent = null, kind = SpanKind.INTERNAL }: SpanSettings,
  work: () => Promise<T>,
  attributesOf: (result: T) => Attributes | null,
): Promise<T> {
  const from = contextOf(parent);
  const startTime = Date.now();
  const said: Said[] = [];
  const begin = (more: Attributes): Span => {
    const span = trace.getTracer('kadr').startSpan(name, { attributes: { ...attributes, ...more }, kind, startTime }, from);
    for (const event of said) span.addEvent(event.name, event.attributes, event.at);
    return span;
  };
  try {
    const result = await context.with(from.setValue(SAID_SO_FAR, said), work);
    const more = attributesOf(result);
    if (more) begin(more).end();
    return result;
  } catch (error) {
    const span = begin({});
    markFailed(span, error);
    span.end();
    throw error;
  }
}

/** The active span as a W3C traceparent, to be stored beside what it caused; null outside a trace. */
export function currentTraceparent(): string | null {
  const active = trace.getActiveSpan()?.spanContext();
  if (!active || active.traceId === INVALID_TRACEID) return null;
  const known = written.get(active);
  if (known !== undefined) return known;
  const traceparent = `00-${active.traceId}-${active.spanId}-${active.traceFlags.toString(16).padStart(2, '0')}`;
  written.set(active, traceparent);
  return traceparent;
}

/** Trace id of the active span, null outside a trace. */
export function currentTraceId(): string | null {
  return currentTraceparent()?.slice(3, 35) ?? null;
}

const isUnrecorded = ({ traceId, traceFlags }: SpanContext): boolean => (traceFlags & 1) === 0 && traceId !== INVALID_TRACEID;

/** Tasks of one film, and what they decide, all come from the same few. */
const MOST_READ = 500;
const read = new Map<string, Context>();
const written = new WeakMap<SpanContext, string>();

function contextOf(traceparent: string | null): Context {
  if (traceparent === null) return ROOT_CONTEXT;
  const known = read.get(traceparent);
  if (known) return known;
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent) ?? [];
  if (!traceId || !spanId || !flags) return ROOT_CONTEXT;
  const spanContext = { traceId, spanId, traceFlags: parseInt(flags, 16), isRemote: true };
  const from = trace.setSpanContext(ROOT_CONTEXT, spanContext);
  // Said again it is the same text, which what it caused then shares.
  written.set(spanContext, traceparent);
  read.set(traceparent, from);
  if (read.size > MOST_READ) read.delete(read.keys().next().value ?? '');
  return from;
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
