import { type Queryable } from '#platform';
import { type Recorded } from '../domain/index.js';
import { type Rows } from '../projections/fold-rows.js';
import { writeRows } from '../projections/row-table.js';
import { keyOfStream, rowOfState } from '../projections/state-rows.js';
import { type AnyStateProjection, type EventingRegistry } from '../registry.js';
import { isPassing } from '../store/database-errors.js';
import { type EventStore } from '../store/event-store.js';
import { assertKnown, type Handler, type Prepared } from './handler.js';

/** Keeps the rows of an asynchronous projection of states: one write for each stream of a page, whatever happened in it. */
export class StateProjectionHandler implements Handler {
  readonly name: string;
  /** As other projections: a rebuild moves the one checkpoint. */
  readonly partitioning = 'all';

  constructor(
    private readonly projection: AnyStateProjection,
    private readonly registry: EventingRegistry,
    private readonly database: Queryable,
    private readonly store: EventStore,
  ) {
    this.name = projection.name;
  }

  concerns(event: Recorded): boolean {
    return this.registry.aggregateOf(event.streamId)?.name === this.projection.aggregate.name;
  }

  orderingKeyOf(event: Recorded): string {
    return event.streamId;
  }

  async prepare(events: readonly Recorded[]): Promise<Prepared> {
    const { table } = this.projection;
    const failures = new Map<Recorded, unknown>();
    const rows: Rows = new Map();
    const firsts = new Map<string, Recorded>();
    for (const event of events) if (!firsts.has(event.streamId)) firsts.set(event.streamId, event);
    try {
      await this.#rowsOf([...firsts.values()], rows);
    } catch (error) {
      if (isPassing(error)) throw error;
      // One of them cannot be read or folded; which, shows when each goes alone.
      for (const first of firsts.values()) await this.#rowsOf([first], rows).catch((reason: unknown) => failures.set(first, reason));
    }
    return {
      failures,
      isEmpty: rows.size === 0,
      store: (tx) => writeRows(tx, table, rows, rows.keys()),
      committed: () => undefined,
    };
  }

  /** One query for what is not in memory. @throws UnknownEvent, or what `evolve` and `rowOf` throw */
  async #rowsOf(firsts: readonly Recorded[], rows: Rows): Promise<void> {
    const { aggregate } = this.projection;
    for (const first of firsts) assertKnown(first, aggregate);
    const folded = await this.store.bringUpToDate(this.database, new Map(firsts.map(({ streamId }) => [streamId, aggregate])));
    for (const { streamId, metadata } of firsts) {
      const stream = folded.get(streamId);
      if (stream?.unknown) throw stream.unknown;
      if (stream) rows.set(keyOfStream(aggregate, streamId), rowOfState(this.projection, stream, metadata.orgId));
    }
  }
}
