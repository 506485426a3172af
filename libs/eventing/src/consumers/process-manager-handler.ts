import { type CacheRoom, type Queryable } from '#platform';
import { type Recorded } from '../domain/index.js';
import { type Vault } from '../personal/vault.js';
import { type EventingRegistry, type RegisteredProcessManager } from '../registry.js';
import { type Caused } from '../store/contracts.js';
import { eventOf } from '../store/event-row.js';
import { readStreams } from '../store/event-table.js';
import { StateCache } from '../store/state-cache.js';
import { effectsOf, follow, type Known } from './followed-stream.js';
import { type Handler, type Prepared } from './handler.js';

/** More than this for one event is a mistake: it becomes a dead letter. */
const MAX_EFFECTS = 100_000;

/** Folds the streams a process manager follows and collects what it wants done. */
export class ProcessManagerHandler implements Handler {
  readonly name: string;
  readonly partitioning = 'each';
  /** States as of the last commit. What is missing is folded from the stream. */
  readonly #known: StateCache<Known>;

  constructor(
    private readonly registered: RegisteredProcessManager,
    private readonly registry: EventingRegistry,
    private readonly database: Queryable,
    private readonly vault: Vault,
    room: CacheRoom,
  ) {
    this.name = registered.processManager.name;
    this.#known = new StateCache(room);
  }

  /** What it reacted to when the event was appended is done. */
  concerns(event: Recorded): boolean {
    if (event.reactedBy?.includes(this.name)) return false;
    return this.registry.aggregateOf(event.streamId)?.name === this.registered.processManager.follows;
  }

  orderingKeyOf(event: Recorded): string {
    return event.streamId;
  }

  async prepare(events: readonly Recorded[]): Promise<Prepared> {
    const { processManager, effects: sinks } = this.registered;
    const { states, failures } = await this.#statesBefore(events);
    const failed = new Set([...failures.keys()].map((event) => event.streamId));
    const effects: Caused[] = [];
    for (const event of events) {
      if (failed.has(event.streamId)) continue;
      try {
        const known = follow(processManager, this.registry, states.get(event.streamId), event);
        for (const caused of effectsOf(processManager, known.state, event, MAX_EFFECTS)) effects.push(caused);
        states.set(event.streamId, known);
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
      committed: () => {
        for (const [streamId, known] of states) if (!failed.has(streamId)) this.#known.set(streamId, known);
        sinks.announce(effects);
      },
    };
  }

  /** Each stream as it was before its first event of the page. One query for those that are not in memory. */
  async #statesBefore(events: readonly Recorded[]): Promise<{ states: Map<string, Known>; failures: Map<Recorded, unknown> }> {
    const states = new Map<string, Known>();
    const first = new Map<string, Recorded>();
    for (const event of events) if (!first.has(event.streamId)) first.set(event.streamId, event);
    const missing: { streamId: string; after: number; upTo: number }[] = [];
    for (const [streamId, { version }] of first) {
      if (version === 1) continue;
      const known = this.#known.get(streamId);
      // What is in memory may be ahead when events are handled again.
      const usable = known && known.version < version ? known : undefined;
      if (usable) states.set(streamId, usable);
      if (usable?.version !== version - 1) missing.push({ streamId, after: usable?.version ?? 0, upTo: version - 1 });
    }
    const failures = new Map<Recorded, unknown>();
    if (missing.length === 0) return { states, failures };
    for (const row of await readStreams(this.database, this.vault, missing)) {
      const cause = first.get(row.stream_id);
      if (!cause || failures.has(cause)) continue;
      try {
        const event = eventOf(row, this.registry.aggregateOf(row.stream_id));
        states.set(row.stream_id, follow(this.registered.processManager, this.registry, states.get(row.stream_id), event));
      } catch (error) {
        failures.set(cause, error);
      }
    }
    return { states, failures };
  }
}
