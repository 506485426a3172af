import { Ids, type Queryable } from '#platform';
import { ALL } from '../consumers/checkpoints.js';
import { DeadLetterTable, type NewDeadLetter } from '../consumers/dead-letter-table.js';
import { assertKnown } from '../consumers/handler.js';
import { ProjectionHandler } from '../consumers/projection-handler.js';
import { type Recorded } from '../domain/index.js';
import { type AnyProjection, type EventingRegistry, isOfState } from '../registry.js';
import { UnknownEvent } from '../store/contracts.js';
import { keyOfStream } from './state-rows.js';

/**
 * What a rebuild leaves out: events that only a newer release can read, and those that have to be folded behind them. They hold up no other
 * row, and are the newer release's to make up for.
 */
export class HeldEvents {
  readonly #held = new Map<string, { readonly key: string; readonly events: Recorded[] }>();
  readonly #handler: ProjectionHandler | null;

  constructor(
    private readonly projection: AnyProjection,
    private readonly registry: EventingRegistry,
    db: Queryable,
  ) {
    this.#handler = isOfState(projection) ? null : new ProjectionHandler(projection, registry, db);
  }

  /** Keys of the rows that lack something. */
  get keys(): string[] {
    return [...this.#held.values()].map(({ key }) => key);
  }

  /** @returns the events that concern the projection and can be folded now */
  sift(events: readonly Recorded[]): Recorded[] {
    return this.#handler ? this.#siftForRows(this.#handler, events) : this.#siftForStates(events);
  }

  /** For an asynchronous projection, in the transaction that exchanges its rows: its consumer tries them again, here or in a newer process. */
  async store(tx: Queryable): Promise<void> {
    const ids = new Ids();
    const letters = [...this.#held].flatMap(([orderingKey, { events }]) =>
      events.map((event, index): NewDeadLetter => ({
        ...{ id: ids.next(), createdAt: new Date(), orderingKey, partition: ALL, event },
        error: index === 0 ? new UnknownEvent(event) : null,
      })),
    );
    await new DeadLetterTable(this.projection.name, 0).insert(tx, letters);
  }

  /** A state is folded from its whole stream: of what cannot be read the first event stands for all behind it. */
  #siftForStates(events: readonly Recorded[]): Recorded[] {
    const { projection, registry } = this;
    if (!isOfState(projection)) return [];
    const { aggregate } = projection;
    const shown = events.filter(({ streamId }) => registry.aggregateOf(streamId)?.name === aggregate.name);
    for (const event of shown) {
      if (this.#held.has(event.streamId) || this.#isKnown(event)) continue;
      this.#held.set(event.streamId, { key: keyOfStream(aggregate, event.streamId), events: [event] });
    }
    return shown;
  }

  #siftForRows(handler: ProjectionHandler, events: readonly Recorded[]): Recorded[] {
    return events.filter((event) => {
      if (!handler.concerns(event)) return false;
      const key = handler.orderingKeyOf(event);
      const held = this.#held.get(key);
      if (held) held.events.push(event);
      else if (this.#isKnown(event)) return true;
      else this.#held.set(key, { key, events: [event] });
      return false;
    });
  }

  #isKnown(event: Recorded): boolean {
    try {
      assertKnown(event, this.registry.aggregateOf(event.streamId));
      return true;
    } catch {
      return false;
    }
  }
}
