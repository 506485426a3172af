import { type AnyAggregate, type Recorded } from '../domain/index.js';
import { type EventTransaction, UnknownEvent } from '../store/contracts.js';

/** What a page of events comes to, before anything of it is stored. */
export interface Prepared {
  /** Events that could not be handled, with why. Later ones of the same ordering key were not tried. */
  readonly failures: ReadonlyMap<Recorded, unknown>;
  /** Nothing to store: no transaction is needed. */
  readonly isEmpty: boolean;
  /** In the transaction that moves the checkpoint. */
  store(tx: EventTransaction): Promise<void>;
  /** When it is committed, or `isEmpty`. Never throws. */
  committed(): void;
}

/** What is done with events; the consumer does the rest: partitions, checkpoints, retries, dead letters. */
export interface Handler {
  readonly name: string;
  /** `each`: partitions are read side by side, in several processes. `all`: one reader for the whole log, in its order. */
  readonly partitioning: 'each' | 'all';
  /** How long an event may wait for others; without: not at all. */
  readonly mayLagMs?: number;
  concerns(event: Recorded): boolean;
  /** Events of one ordering key are handled in order, and wait for each other when one fails. */
  orderingKeyOf(event: Recorded): string;
  /** Events in order. @throws only for what has nothing to do with one event, such as a lost connection */
  prepare(events: readonly Recorded[]): Promise<Prepared>;
}

/** Of a type or version that only a newer release knows: whether it concerns a handler, only that one can tell. */
export function isUnknown(event: Recorded, aggregate: AnyAggregate): boolean {
  return (aggregate.schemaVersions as Readonly<Record<string, number>>)[event.type] === undefined;
}

/** @throws UnknownEvent when a newer release wrote it, or nobody here knows its kind of stream */
export function assertKnown(event: Recorded, aggregate: AnyAggregate | undefined): void {
  const today = (aggregate?.schemaVersions as Readonly<Record<string, number>> | undefined)?.[event.type];
  if (today !== event.schemaVersion) throw new UnknownEvent(event);
}
