import { type CacheRoom, logger, type Queryable } from '#platform';
import { isTell, type Recorded } from '../domain/index.js';
import { effectsOf, follow, type Known } from '../consumers/followed-stream.js';
import { type AnyProcessManager, type EventingRegistry } from '../registry.js';
import { type Caused, type InlineEffects, type InlineSink } from '../store/contracts.js';
import { type Vault } from '../personal/vault.js';
import { type Decision } from '../store/decision.js';
import { eventOf } from '../store/event-row.js';
import { readStreams } from '../store/event-table.js';
import { StateCache } from '../store/state-cache.js';
import { InlineReactions } from './inline-reactions.js';
import { type Head, keyOf, passedStreams } from './passed-streams.js';

/** What follows from one event may hold up everybody's appends no longer than this many effects take; more are the consumer's. */
const MAX_EFFECTS = 500;

const log = logger('inline-reactions');

/** A process manager whose effects may be stored with the events. */
interface Reactor {
  readonly processManager: AnyProcessManager;
  readonly sink: InlineSink<unknown>;
  /** Streams in which it has reacted to everything, as of the last commit. */
  readonly known: StateCache<Known>;
}

/** New events of one stream, in order, before they have a position. */
interface News {
  readonly streamId: string;
  readonly events: readonly Recorded[];
  /** Version before the first of them. */
  readonly before: number;
}

/** One process manager in one stream, as far as it got. */
interface Progress {
  readonly reactor: Reactor;
  readonly streamId: string;
  /** Undefined: before the first event. */
  known: Known | undefined;
  /** It has reacted to everything so far, so it may go on. */
  isReacting: boolean;
}

/**
 * Lets process managers react in the transaction that appends, so that an event and what follows from it are one commit. Their consumers
 * stay as the second line: for what was appended by others, for a process manager that throws, for effects that are not to be repeated.
 */
export class InlineReactor {
  #reactors: ReadonlyMap<string, readonly Reactor[]> | null = null;

  constructor(
    private readonly registry: EventingRegistry,
    private readonly vault: Vault,
    private readonly room: CacheRoom,
  ) {}

  /** Whether there is anything for `react` to do. */
  concerns(decisions: readonly Decision[]): boolean {
    return decisions.some((decision) => this.#isFollowed(decision));
  }

  /**
   * What fails in a process manager is its consumer's to fail again: the event is appended without its mark.
   * @param db read where a stream is not in memory. @throws what the database says
   */
  async react(db: Queryable, decisions: readonly Decision[]): Promise<InlineReactions> {
    const news = newsOf(decisions.filter((decision) => this.#isFollowed(decision)));
    if (news.length === 0) return InlineReactions.none;
    const progress = await this.#begin(db, news);
    const marks = new Map<string, string[]>();
    const caused = new Map<Reactor, Caused[]>();
    for (const { streamId, events } of news) {
      for (const one of progress.get(streamId) ?? []) {
        for (const event of events) {
          const effects = this.#effectsOf(one, event);
          if (!effects) break;
          // The mark says what has been done a moment ago, and nothing else writes it.
          marks.set(event.eventId, [...(marks.get(event.eventId) ?? []), one.reactor.processManager.name]);
          caused.set(one.reactor, [...(caused.get(one.reactor) ?? []), ...effects]);
        }
      }
    }
    const opened: InlineEffects[] = [];
    for (const [{ sink }, effects] of caused) if (effects.length > 0) opened.push(sink.open(effects));
    return new InlineReactions(marks, opened, () => [...progress.values()].flat().forEach(remember));
  }

  /** What is known of it may be wrong. */
  forget(streamId: string): void {
    for (const { known } of this.#all()) known.delete(streamId);
  }

  forgetAll(): void {
    for (const { known } of this.#all()) known.clear();
  }

  /** @returns null when the consumer has to do it, and all that follows in the stream */
  #effectsOf(progress: Progress, event: Recorded): Caused[] | null {
    if (!progress.isReacting) return null;
    const { processManager, sink } = progress.reactor;
    try {
      const known = follow(processManager, this.registry, progress.known, event);
      const effects = effectsOf(processManager, known.state, event, MAX_EFFECTS);
      progress.known = known;
      progress.isReacting = effects.every(({ effect }) => !isTell(effect) && sink.isRepeatable(effect));
      return progress.isReacting ? effects : null;
    } catch (error) {
      progress.isReacting = false;
      const about = { consumer: processManager.name, streamId: event.streamId, eventId: event.eventId };
      log.warn({ err: error, ...about }, 'a process manager did not react at once; its consumer tries again');
      return null;
    }
  }

  /** Where each process manager stands before the news, by stream. At most two queries for all that is not in memory. */
  async #begin(db: Queryable, news: readonly News[]): Promise<Map<string, Progress[]>> {
    const progress = new Map<string, Progress[]>();
    const missing = new Map<string, { one: Progress; head: Head }>();
    for (const { streamId, before } of news) {
      const all = this.#reactorsOf(streamId).map((reactor): Progress => {
        const known = before === 0 ? undefined : reactor.known.get(streamId);
        const one = { reactor, streamId, known, isReacting: before === 0 || known?.version === before };
        const consumer = reactor.processManager.name;
        if (!one.isReacting) missing.set(keyOf(consumer, streamId), { one, head: { consumer, streamId, version: before } });
        return one;
      });
      progress.set(streamId, all);
    }
    if (missing.size > 0) await this.#catchUp(db, missing);
    return progress;
  }

  async #catchUp(db: Queryable, missing: ReadonlyMap<string, { one: Progress; head: Head }>): Promise<void> {
    const passed = await passedStreams(
      db,
      [...missing.values()].map(({ head }) => head),
    );
    const late = [...missing].filter(([key]) => passed.has(key)).map(([, { one, head }]) => ({ one, upTo: head.version }));
    const streams = new Map(late.map(({ one, upTo }) => [one.streamId, upTo]));
    if (streams.size === 0) return;
    const rows = await readStreams(
      db,
      this.vault,
      [...streams].map(([streamId, upTo]) => ({ streamId, after: 0, upTo })),
    );
    const byStream = Map.groupBy(rows, (row) => row.stream_id);
    for (const { one, upTo } of late) {
      try {
        one.known = undefined;
        for (const row of byStream.get(one.streamId) ?? []) {
          const event = eventOf(row, this.registry.aggregateOf(row.stream_id));
          one.known = follow(one.reactor.processManager, this.registry, one.known, event);
        }
        one.isReacting = one.known?.version === upTo;
      } catch (error) {
        const about = { consumer: one.reactor.processManager.name, streamId: one.streamId };
        log.warn({ err: error, ...about }, 'a process manager cannot follow a stream; its consumer tries again');
      }
    }
  }

  #isFollowed({ events, request }: Decision): boolean {
    return events.length > 0 && this.#reactorsOf(request.streamId).length > 0;
  }

  #reactorsOf(streamId: string): readonly Reactor[] {
    const aggregate = this.registry.aggregateOf(streamId);
    return (aggregate && this.#byAggregate().get(aggregate.name)) ?? [];
  }

  #all(): readonly Reactor[] {
    return [...(this.#reactors?.values() ?? [])].flat();
  }

  /** Read from the registry with the first event: by then every lib has registered. */
  #byAggregate(): ReadonlyMap<string, readonly Reactor[]> {
    this.#reactors ??= Map.groupBy(
      this.registry.processManagers.flatMap(({ processManager, effects }): Reactor[] =>
        effects.inline ? [{ processManager, sink: effects.inline, known: new StateCache(this.room) }] : [],
      ),
      ({ processManager }) => processManager.follows,
    );
    return this.#reactors;
  }
}

/** By stream, in the order of decisions. */
function newsOf(decisions: readonly Decision[]): News[] {
  const byStream = Map.groupBy(
    decisions.flatMap(({ events }) => events),
    ({ streamId }) => streamId,
  );
  return [...byStream].map(([streamId, events]) => ({ streamId, events, before: (events[0]?.version ?? 1) - 1 }));
}

/** Only after the commit: until then it may never have happened. */
function remember({ reactor, streamId, known, isReacting }: Progress): void {
  if (!isReacting || !known) reactor.known.delete(streamId);
  else if ((reactor.known.peek(streamId)?.version ?? 0) < known.version) reactor.known.set(streamId, known);
}
