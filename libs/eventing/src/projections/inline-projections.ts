import { type Queryable } from '#platform';
import { type Recorded } from '../domain/index.js';
import { type AnyProjection, type AnyStateProjection, type EventingRegistry, type EventProjection, isOfState } from '../registry.js';
import { type Decision } from '../store/decision.js';
import { foldRows, handledBy, type Rows } from './fold-rows.js';
import { readRows, writeRows } from './row-table.js';
import { keyOfStream, rowOfState } from './state-rows.js';

/** Rows that commit with the events they are made from. */
export class InlineProjections {
  #inline: readonly AnyProjection[] | null = null;

  constructor(private readonly registry: EventingRegistry) {}

  concern(decisions: readonly Decision[]): boolean {
    return this.#projections.some((projection) =>
      isOfState(projection)
        ? decisions.some((decision) => isShown(projection, decision))
        : decisions.some(({ events }) => events.some(({ type }) => projection.handles.includes(type))),
    );
  }

  /** After the append. At most one query and two statements a projection. @throws what a projection throws; nothing is to be committed then */
  async apply(tx: Queryable, decisions: readonly Decision[]): Promise<void> {
    if (this.#projections.length === 0) return;
    const events = decisions.flatMap((decision) => decision.events);
    for (const projection of this.#projections) {
      if (isOfState(projection)) await this.#show(tx, projection, decisions);
      else await this.#fold(tx, projection, events);
    }
  }

  async #fold(tx: Queryable, projection: EventProjection, events: readonly Recorded[]): Promise<void> {
    const handled = handledBy(projection, events);
    if (handled.length === 0) return;
    // The row of a stream begins with the stream's first event: then there is nothing to read.
    const isFirst = (event: Recorded): boolean => event.version === 1 && event.streamId.endsWith(`-${projection.keyOf(event)}`);
    const begun = new Set(handled.filter(isFirst).map((event) => projection.keyOf(event)));
    const keys = [...new Set(handled.map((event) => projection.keyOf(event)))].filter((key) => !begun.has(key));
    const rows = await readRows(tx, projection.table, keys, true);
    await writeRows(tx, projection.table, rows, foldRows(projection, rows, handled, false));
  }

  /** What the last decision of each stream has led to. Nobody else can be writing the same row: he would have lost the stream's version. */
  async #show(tx: Queryable, projection: AnyStateProjection, decisions: readonly Decision[]): Promise<void> {
    const rows: Rows = new Map();
    for (const decision of decisions) {
      if (!isShown(projection, decision)) continue;
      const { streamId, context } = decision.request;
      rows.set(keyOfStream(projection.aggregate, streamId), rowOfState(projection, decision.after, context.orgId));
    }
    await writeRows(tx, projection.table, rows, rows.keys());
  }

  /** Read from the registry with the first append: by then every lib has registered. */
  get #projections(): readonly AnyProjection[] {
    return (this.#inline ??= this.registry.projections.filter(({ mode }) => mode === 'inline'));
  }
}

const isShown = (projection: AnyStateProjection, { events, request }: Decision): boolean =>
  events.length > 0 && request.aggregate.name === projection.aggregate.name;
