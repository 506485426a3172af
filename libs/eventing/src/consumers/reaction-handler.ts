import { type Recorded } from '../domain/index.js';
import { type EventingRegistry, type RegisteredReaction } from '../registry.js';
import { type Caused } from '../store/contracts.js';
import { assertKnown, isUnknown, type Handler, type Prepared } from './handler.js';

/** Collects what follows from single events. Reads no stream. */
export class ReactionHandler implements Handler {
  readonly name: string;
  readonly partitioning = 'each';

  constructor(
    private readonly registered: RegisteredReaction,
    private readonly registry: EventingRegistry,
  ) {
    this.name = registered.reaction.name;
  }

  concerns(event: Recorded): boolean {
    const { reaction } = this.registered;
    const aggregate = this.registry.aggregateOf(event.streamId);
    if (!aggregate || ![reaction.follows].flat().includes(aggregate.name)) return false;
    return Object.hasOwn(reaction.on, event.type) || isUnknown(event, aggregate);
  }

  orderingKeyOf(event: Recorded): string {
    return event.streamId;
  }

  async prepare(events: readonly Recorded[]): Promise<Prepared> {
    const { reaction, effects: sinks } = this.registered;
    const failures = new Map<Recorded, unknown>();
    const failed = new Set<string>();
    const effects: Caused[] = [];
    for (const event of events) {
      if (failed.has(event.streamId)) continue;
      try {
        assertKnown(event, this.registry.aggregateOf(event.streamId));
        for (const effect of reaction.on[event.type]?.(event) ?? []) effects.push({ effect, cause: event });
      } catch (error) {
        failures.set(event, error);
        failed.add(event.streamId);
      }
    }
    return {
      failures,
      isEmpty: effects.length === 0,
      store: async (tx) => {
        if (effects.length > 0) await sinks.store(tx, effects);
      },
      committed: () => sinks.announce(effects),
    };
  }
}
