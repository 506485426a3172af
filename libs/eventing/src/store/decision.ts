import { storableJson } from '#platform';
import { type AnyAggregate, type Command, DomainError, type Event, type EventMetadata, type Recorded } from '../domain/index.js';
import { personalOf } from '../personal/vault.js';
import { type Context, type Decided, type Fence } from './contracts.js';
import { type Appended } from './event-table.js';
import { type NewEvent } from './new-event.js';
import { fold, type Folded } from './fold-cache.js';
import { partitionOf } from './stream-partition.js';

/** A command waiting for its decision. */
export interface Request {
  readonly aggregate: AnyAggregate;
  readonly streamId: string;
  readonly command: Command;
  readonly context: Context;
  readonly fence?: Fence;
  /** Id of the first event; the others are derived from it. The same for every attempt, so that no attempt can append twice. */
  readonly eventId: string;
  readonly traceparent: string | null;
}

/** What was decided, before and after it is stored: `commitAt` fills in what only the store knows. */
export class Decision {
  constructor(
    readonly request: Request,
    readonly rows: readonly NewEvent[],
    readonly folded: Folded,
    readonly events: readonly Recorded[],
  ) {
    const { state, version, position, recordedAt } = folded;
    this.result = { state, version, position, recordedAt, events };
    this.#learntAtMs = folded.learntAtMs;
  }

  #learntAtMs: number;

  /** Handed to the caller; completed in place. */
  readonly result: { -readonly [K in keyof Decided<unknown, Event>]: Decided<unknown, Event>[K] };

  /** @param askedAtMs when the store was asked to */
  commitAt(appended: readonly Appended[], askedAtMs: number): void {
    this.#learntAtMs = askedAtMs;
    this.events.forEach((event, index) => {
      const stored = appended[index];
      if (stored) Object.assign(event, stored);
    });
    const last = appended.at(-1);
    if (last) Object.assign(this.result, { position: last.position, recordedAt: last.recordedAt });
  }

  /** The stream as it is after the commit. */
  get after(): Folded {
    const { state, version, position, recordedAt } = this.result;
    return { state, version, position, recordedAt, learntAtMs: this.#learntAtMs };
  }
}

export interface DecisionEnvironment {
  readonly partitions: number;
  derive(...parts: string[]): string;
  now(): string;
}

/** Of an event's data. What is larger than the published stream takes is published as a reference. */
const MAX_EVENT_BYTES = 4 * 1024 * 1024;

/** Nothing of the decision was stored. */
export class EventTooLarge extends DomainError {
  readonly code = 'event_too_large';
  readonly kind = 'invalid';

  constructor(type: string) {
    super(`What was asked for is too large to be recorded: ${type} would have more than ${MAX_EVENT_BYTES} bytes.`);
  }
}

/** Asks the aggregate and prepares what it says for the store. Pure but for the clock. @throws DomainError, UnknownEvent, or whatever `decide` throws */
export function decideOn(request: Request, before: Folded, environment: DecisionEnvironment): Decision {
  const { aggregate, streamId, command, context } = request;
  if (before.unknown) throw before.unknown;
  const facts = aggregate.decide(command, before.state);
  if (facts.length === 0) return new Decision(request, [], before, []);
  const metadata: EventMetadata = {
    orgId: context.orgId,
    correlationId: context.correlationId ?? request.eventId,
    causationId: context.causationId ?? null,
    actor: context.actor,
    traceparent: request.traceparent,
  };
  const metadataText = JSON.stringify(metadata);
  const partition = partitionOf(streamId, environment.partitions);
  const recordedAt = environment.now();
  const rows: NewEvent[] = [];
  const events: Recorded[] = [];
  facts.forEach((fact, index) => {
    const schemaVersion = (aggregate.schemaVersions as Readonly<Record<string, number>>)[fact.type];
    if (schemaVersion === undefined) throw new Error(`${aggregate.name} decided ${fact.type}, which has no schema version`);
    const version = before.version + 1 + index;
    const eventId = index === 0 ? request.eventId : environment.derive(request.eventId, String(index));
    const data = storableJson(fact.data);
    if (data.length * 3 > MAX_EVENT_BYTES && Buffer.byteLength(data) > MAX_EVENT_BYTES) throw new EventTooLarge(fact.type);
    // Parsed again, so that what this process hands on is what every other one will read.
    const stored = JSON.parse(data) as object;
    const personal = personalOf(aggregate, fact.type);
    rows.push({
      ...{ eventId, streamId, version, type: fact.type, schemaVersion, module: aggregate.module },
      ...{ orgId: context.orgId, partition, data, metadata: metadataText },
      ...(personal && { personal, parsed: stored }),
    });
    events.push({ type: fact.type, data: stored, eventId, streamId, version, position: 0, recordedAt, schemaVersion, metadata });
  });
  return new Decision(request, rows, fold(aggregate, before, events), events);
}
