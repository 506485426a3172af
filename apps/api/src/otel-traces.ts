/**
 * Which traces there are, and what begins them. Loaded before everything else (`otel.ts`), so it imports nothing of the app.
 */
import {
  type Attributes,
  type Context,
  isSpanContextValid,
  type Span,
  type SpanContext,
  type TextMapPropagator,
  type TextMapSetter,
  trace,
} from '@opentelemetry/api';
import { type Sampler } from '@opentelemetry/sdk-trace';
import { type IncomingMessage } from 'node:http';

/** W3C: `traceparent` of version 00. */
const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** What a caller says of its own trace; null: nothing that can be used. */
function remoteOf({ traceparent }: IncomingMessage['headers']): SpanContext | null {
  const [, traceId = '', spanId = '', flags = ''] = TRACEPARENT.exec(String(traceparent)) ?? [];
  const found = { traceId, spanId, traceFlags: parseInt(flags, 16), isRemote: true };
  return isSpanContextValid(found) ? found : null;
}

/**
 * Strangers do not decide what our traces are called nor whether they are kept: a request begins a trace of its own, and only links to
 * its caller's.
 */
export class OwnRoots implements TextMapPropagator {
  /** @param w3c what is sent with our own requests */
  constructor(private readonly w3c: TextMapPropagator) {}

  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    this.w3c.inject(context, carrier, setter);
  }

  extract(context: Context): Context {
    return context;
  }

  fields(): string[] {
    return this.w3c.fields();
  }
}

/** Notes on the span of a request whose trace its caller calls its own. */
export function linkCaller(span: Span, request: unknown): void {
  const { headers } = request as Partial<IncomingMessage>;
  const remote = headers && remoteOf(headers);
  if (remote) span.addLink({ context: remote, attributes: { 'kadr.link': 'caller' } });
}

/** `SamplingDecision` of the SDK. */
const [NOT_RECORDED, RECORDED] = [0, 2];

export interface SamplingSettings {
  /** Share of `GET` requests that are recorded, 0 to 1. */
  readonly reads: number;
  /** Whether statements have spans of their own. */
  readonly statements: boolean;
}

/** Everything is recorded but reads, of which a share is, and statements unless asked for. What belongs to a trace shares its lot. */
export class OwnSampler implements Sampler {
  constructor(
    private readonly settings: SamplingSettings,
    private readonly chance: () => number = Math.random,
  ) {}

  shouldSample(...[context, , name, , attributes]: Parameters<Sampler['shouldSample']>): ReturnType<Sampler['shouldSample']> {
    return { decision: this.isWanted(context, name, attributes) ? RECORDED : NOT_RECORDED };
  }

  toString(): string {
    return `OwnSampler{reads=${this.settings.reads},statements=${this.settings.statements}}`;
  }

  private isWanted(context: Context, name: string, attributes: Attributes): boolean {
    if (!this.settings.statements && /^pg(-pool)?[.:]/.test(name)) return false;
    const parent = trace.getSpanContext(context);
    if (parent && isSpanContextValid(parent)) return (parent.traceFlags & 1) === 1;
    return attributes['http.request.method'] === 'GET' ? this.chance() < this.settings.reads : true;
  }
}
