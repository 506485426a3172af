import { type CacheRoom } from '#platform';
import { type AnyAggregate, type Recorded } from '../domain/index.js';
import { UnknownEvent } from './contracts.js';
import { eventOf, type EventRow } from './event-row.js';
import { StateCache } from './state-cache.js';

/** A stream folded up to `version`. */
export interface Folded {
  readonly state: unknown;
  readonly version: number;
  readonly position: number;
  readonly recordedAt: string | null;
  /** By `performance.now()`, when the store was asked about `version`: it has had it since. Infinity before the first event. */
  readonly learntAtMs: number;
  /** The first event behind `version` that this release cannot read: reads show what is before it, nobody decides on it. */
  readonly unknown?: UnknownEvent;
}

export const emptyStream = (aggregate: AnyAggregate): Folded => ({
  state: aggregate.initialState,
  version: 0,
  position: 0,
  recordedAt: null,
  learntAtMs: Infinity,
});

/**
 * As if decided on `from`: `learntAtMs` stays. Who has read the events from the store says when.
 * @throws UnknownEvent when the aggregate's `evolve` gives nothing back or a version is missing
 */
export function fold(aggregate: AnyAggregate, from: Folded, events: readonly Recorded[]): Folded {
  let { state, version } = from;
  for (const event of events) {
    if (event.version !== version + 1) throw new Error(`${event.streamId}: version ${event.version} does not follow ${version}`);
    state = aggregate.evolve(state, event);
    if (state === undefined) throw new UnknownEvent(event);
    version = event.version;
  }
  const last = events.at(-1);
  return last ? { state, version, position: last.position, recordedAt: last.recordedAt, learntAtMs: from.learntAtMs } : from;
}

/** Folds as far as this release can read. @throws what else `evolve` throws */
export function foldKnown(aggregate: AnyAggregate, from: Folded, rows: readonly EventRow[]): Folded {
  let folded = from;
  try {
    for (const row of rows) folded = fold(aggregate, folded, [eventOf(row, aggregate)]);
    return folded;
  } catch (error) {
    if (error instanceof UnknownEvent) return { ...folded, unknown: error };
    throw error;
  }
}

/**
 * Folded states of the streams used last. Never the reason why something is right: a decision on a stale state meets the unique
 * (stream, version), and a refusal is only given after the stream was read.
 */
export class FoldCache {
  readonly #entries: StateCache<Folded & { readonly aggregate: AnyAggregate }>;

  constructor(room: CacheRoom) {
    this.#entries = new StateCache(room);
  }

  get(aggregate: AnyAggregate, streamId: string): Folded | undefined {
    const entry = this.#entries.get(streamId);
    return entry?.aggregate === aggregate ? entry : undefined;
  }

  /** Keeps the newer of two. */
  set(aggregate: AnyAggregate, streamId: string, folded: Folded): void {
    if (folded.unknown) return;
    const known = this.#entries.peek(streamId);
    if (known?.aggregate === aggregate && known.version >= folded.version) return;
    const { state, version, position, recordedAt, learntAtMs } = folded;
    this.#entries.set(streamId, { aggregate, state, version, position, recordedAt, learntAtMs });
  }

  forget(streamId: string): void {
    this.#entries.delete(streamId);
  }

  forgetAll(): void {
    this.#entries.clear();
  }

  /** Someone, perhaps in another process, appended this: what is older is of no use. */
  outdatedBy(event: Recorded): void {
    const known = this.#entries.peek(event.streamId);
    if (known && known.version < event.version) this.#entries.delete(event.streamId);
  }
}
