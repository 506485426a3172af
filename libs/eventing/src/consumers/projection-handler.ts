import { type Queryable } from '#platform';
import { type Recorded } from '../domain/index.js';
import { foldRows } from '../projections/fold-rows.js';
import { readRows, writeRows } from '../projections/row-table.js';
import { type EventingRegistry, type EventProjection } from '../registry.js';
import { assertKnown, isUnknown, type Handler, type Prepared } from './handler.js';

/** Keeps the rows of an asynchronous projection. One reader for all partitions, because a row may be made from several streams. */
export class ProjectionHandler implements Handler {
  readonly name: string;
  readonly partitioning = 'all';
  readonly mayLagMs: number;

  constructor(
    private readonly projection: EventProjection,
    private readonly registry: EventingRegistry,
    private readonly database: Queryable,
  ) {
    this.name = projection.name;
    this.mayLagMs = projection.mayLagMs ?? 0;
  }

  concerns(event: Recorded): boolean {
    const { handles } = this.projection;
    if (handles.includes(event.type)) return true;
    const aggregate = this.registry.aggregateOf(event.streamId);
    return aggregate !== undefined && isUnknown(event, aggregate) && handles.some((type) => type in aggregate.schemaVersions);
  }

  /** The row; an event whose row cannot be told waits with its stream. */
  orderingKeyOf(event: Recorded): string {
    try {
      const key: unknown = this.projection.keyOf(event);
      return typeof key === 'string' ? key : event.streamId;
    } catch {
      return event.streamId;
    }
  }

  async prepare(events: readonly Recorded[]): Promise<Prepared> {
    const keys = [...new Set(events.map((event) => this.orderingKeyOf(event)))];
    const rows = await readRows(this.database, this.projection.table, keys);
    const failures = new Map<Recorded, unknown>();
    const failed = new Set<string>();
    const changed = new Set<string>();
    for (const event of events) {
      const orderingKey = this.orderingKeyOf(event);
      if (failed.has(orderingKey)) continue;
      try {
        assertKnown(event, this.registry.aggregateOf(event.streamId));
        for (const key of foldRows(this.projection, rows, [event], true)) changed.add(key);
      } catch (error) {
        failures.set(event, error);
        failed.add(orderingKey);
      }
    }
    return {
      failures,
      isEmpty: changed.size === 0,
      store: (tx) => writeRows(tx, this.projection.table, rows, changed),
      committed: () => undefined,
    };
  }
}
