import { type Queryable } from '#platform';
import { type Recorded } from '../domain/index.js';
import { type EventingRegistry } from '../registry.js';
import { foldRows, handledBy } from './fold-rows.js';
import { readRows, writeRows } from './row-table.js';

/** Rows that commit with the events they are made from. */
export class InlineProjections {
  constructor(private readonly registry: EventingRegistry) {}

  concern(events: readonly { readonly type: string }[]): boolean {
    return this.#projections.some(({ handles }) => events.some((event) => handles.includes(event.type)));
  }

  /** One query and one statement per projection. @throws what a projection throws; nothing is to be committed then */
  async apply(tx: Queryable, events: readonly Recorded[]): Promise<void> {
    for (const projection of this.#projections) {
      const handled = handledBy(projection, events);
      if (handled.length === 0) continue;
      // The row of a stream begins with the stream's first event: then there is nothing to read.
      const isFirst = (event: Recorded): boolean => event.version === 1 && event.streamId.endsWith(`-${projection.keyOf(event)}`);
      const begun = new Set(handled.filter(isFirst).map((event) => projection.keyOf(event)));
      const keys = [...new Set(handled.map((event) => projection.keyOf(event)))].filter((key) => !begun.has(key));
      const rows = await readRows(tx, projection.table, keys, true);
      await writeRows(tx, projection.table, rows, foldRows(projection, rows, handled, false));
    }
  }

  get #projections() {
    return this.registry.projections.filter(({ mode }) => mode === 'inline');
  }
}
