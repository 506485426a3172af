import { GroupCommit, noteBehind, type Queryable } from '#platform';
import { isWhole } from '../archive/archive-partitions.js';
import { type Aggregate, type AnyAggregate, type Command, type Event, type Recorded, streamIdOf } from '../domain/index.js';
import { type EventLog } from '../log/event-log.js';
import { type Vault } from '../personal/vault.js';
import { type EventingRegistry } from '../registry.js';
import { type Loaded, UnknownEvent } from './contracts.js';
import { eventOf, type EventRow } from './event-row.js';
import { readStreams } from './event-table.js';
import { type OwnEvents } from './own-events.js';
import { foldKnown, type FoldCache, type Folded, emptyStream } from './fold-cache.js';

/** Streams in one read, and reads at a time: what is asked for meanwhile goes into the next one together. */
const GATHERED = { maxItems: 100, concurrency: 2 };

/** Streams as a whole may be long: few of them in one answer. */
const READ_TOGETHER = { maxItems: 20, concurrency: 4 };

interface StreamPart {
  readonly streamId: string;
  readonly after: number;
}

interface Wanted {
  readonly streamId: string;
  readonly aggregate: AnyAggregate;
}

/** Reading the log. Every answer is complete as of the moment of the call. */
export class EventStore {
  readonly #reads = new GroupCommit((asked: readonly StreamPart[]) => this.#readTogether(asked), READ_TOGETHER);
  readonly #loads = new GroupCommit((wanted: readonly Wanted[]) => this.#loadTogether(wanted), GATHERED);

  constructor(
    private readonly database: Queryable,
    private readonly registry: EventingRegistry,
    private readonly cache: FoldCache,
    private readonly log: EventLog,
    private readonly vault: Vault,
    private readonly own: OwnEvents,
  ) {}

  /** The stream folded, as far as this release can read it; an absent one has version 0 and the initial state. */
  async load<C extends Command, S, E extends Event>(aggregate: Aggregate<C, S, E>, id: string): Promise<Loaded<S>> {
    const folded = await this.#loads.add({ streamId: streamIdOf(aggregate, id), aggregate: aggregate as unknown as AnyAggregate });
    if (folded.unknown) noteBehind();
    return folded as Loaded<S>;
  }

  /**
   * The stream folded at least up to this event of it: for work that follows from the event. Asks the store only where this process has not
   * committed it, or does not know the stream any more; what others have appended since may be missing. @param eventId null: not known
   */
  async loadSince<C extends Command, S, E extends Event>(
    aggregate: Aggregate<C, S, E>,
    id: string,
    eventId: string | null,
  ): Promise<Loaded<S>> {
    const version = eventId === null ? undefined : this.own.versionOf(eventId, streamIdOf(aggregate, id));
    const known = version === undefined ? null : this.known(aggregate, id);
    return known && version !== undefined && known.version >= version ? known : this.load(aggregate, id);
  }

  /** As this process knows it, without asking; others may have gone on from there. @returns null when it knows nothing of it */
  known<C extends Command, S, E extends Event>(aggregate: Aggregate<C, S, E>, id: string): Loaded<S> | null {
    return (this.cache.get(aggregate as unknown as AnyAggregate, streamIdOf(aggregate, id)) ?? null) as Loaded<S> | null;
  }

  /** One query for all; an id without a stream is in the answer with version 0. An answer to a request that is behind says so. */
  async loadMany<C extends Command, S, E extends Event>(
    aggregate: Aggregate<C, S, E>,
    ids: readonly string[],
  ): Promise<Map<string, Loaded<S>>> {
    const erased = aggregate as unknown as AnyAggregate;
    const streamIds = new Map(ids.map((id) => [id, streamIdOf(aggregate, id)]));
    const wanted = new Map([...streamIds.values()].map((streamId) => [streamId, erased]));
    const folded = await this.bringUpToDate(this.database, wanted);
    if ([...folded.values()].some(({ unknown }) => unknown)) noteBehind();
    return new Map([...streamIds].map(([id, streamId]) => [id, (folded.get(streamId) ?? emptyStream(erased)) as Loaded<S>]));
  }

  /** A row that cannot be opened is nobody else's fault: then each stream is read by itself. */
  async #readTogether(asked: readonly StreamPart[]): Promise<PromiseSettledResult<readonly EventRow[]>[]> {
    // Each stream once, from the first version that anybody asks for.
    const from = new Map<string, number>();
    for (const { streamId, after } of asked) from.set(streamId, Math.min(after, from.get(streamId) ?? after));
    const parts = [...from].map(([streamId, after]) => ({ streamId, after }));
    try {
      const found = Map.groupBy(await readStreams(this.database, this.vault, parts), (row) => row.stream_id);
      return asked.map(({ streamId, after }) => {
        const rows = found.get(streamId) ?? [];
        return { status: 'fulfilled', value: from.get(streamId) === after ? rows : rows.filter(({ version }) => version > after) };
      });
    } catch (reason) {
      if (asked.length === 1) return [{ status: 'rejected', reason }];
      return Promise.allSettled(asked.map((one) => readStreams(this.database, this.vault, [one])));
    }
  }

  /** A stream that cannot be folded is nobody else's fault: then each is read by itself. */
  async #loadTogether(wanted: readonly Wanted[]): Promise<PromiseSettledResult<Folded>[]> {
    const read = async (some: readonly Wanted[]): Promise<Folded[]> => {
      const streams = new Map(some.map(({ streamId, aggregate }) => [streamId, aggregate]));
      const folded = await this.bringUpToDate(this.database, streams);
      return some.map(({ streamId, aggregate }) => folded.get(streamId) ?? emptyStream(aggregate));
    };
    try {
      return (await read(wanted)).map((value) => ({ status: 'fulfilled', value }));
    } catch (reason) {
      if (wanted.length === 1) return [{ status: 'rejected', reason }];
      return Promise.allSettled(wanted.map(async (one) => (await read([one]))[0] ?? emptyStream(one.aggregate)));
    }
  }

  /** In order of versions, upcasted, behind `afterVersion`, up to the first that this release cannot read. */
  async readStream(streamId: string, afterVersion = 0): Promise<Recorded[]> {
    const aggregate = this.registry.aggregateOf(streamId);
    const events: Recorded[] = [];
    for (const row of await this.#reads.add({ streamId, after: afterVersion })) {
      const event = readable(row, aggregate);
      if (!event) {
        noteBehind();
        break;
      }
      events.push(event);
    }
    return events;
  }

  /**
   * As `readStream`, for who is told by the log that there is news: what it keeps in memory is not asked for, and what joins it later is told
   * again. @param after the last event that is known
   */
  async readNews(streamId: string, after: Pick<Recorded, 'version' | 'position'>): Promise<Recorded[]> {
    const news = this.log.newsOf(streamId, after.position);
    const versions: Readonly<Record<string, number>> = this.registry.aggregateOf(streamId)?.schemaVersions ?? {};
    const isReadable = ({ version, type, schemaVersion }: Recorded, index: number): boolean =>
      version === after.version + 1 + index && schemaVersion === versions[type];
    return news?.every(isReadable) ? news : this.readStream(streamId, after.version);
  }

  /**
   * A page of the whole log or of a partition, up to the highest position below which nothing is in flight.
   * @returns the events and the position to go on from: everything up to it is in this answer or an earlier one
   */
  readAll(page: { after: number; limit: number; partition?: number }): Promise<{ events: Recorded[]; position: number }> {
    return this.log.readAfresh(page);
  }

  /** As `readAll`, with what has gone to the archive; of all partitions. */
  readWhole(page: { after: number; limit: number }): Promise<{ events: Recorded[]; position: number }> {
    return this.log.readWhole(page);
  }

  /** Whether `readWhole` gives everything that was ever appended: no part of the archive was forgotten. */
  isWhole(): Promise<boolean> {
    return isWhole(this.database);
  }

  /** Cached states plus what was appended since, up to what cannot be read (`unknown`); also refreshes the cache. One query. */
  async bringUpToDate(db: Queryable, streams: ReadonlyMap<string, AnyAggregate>): Promise<Map<string, Folded>> {
    const result = new Map<string, Folded>();
    for (const [streamId, aggregate] of streams) result.set(streamId, this.cache.get(aggregate, streamId) ?? emptyStream(aggregate));
    if (result.size === 0) return result;
    const learntAtMs = performance.now();
    const rows = await readStreams(
      db,
      this.vault,
      [...result].map(([streamId, { version }]) => ({ streamId, after: version })),
    );
    const news = Map.groupBy(rows, (row) => row.stream_id);
    for (const [streamId, fresh] of news) {
      const aggregate = streams.get(streamId);
      const known = result.get(streamId);
      if (!aggregate || !known) continue;
      const folded = { ...foldKnown(aggregate, known, fresh), learntAtMs };
      result.set(streamId, folded);
      this.cache.set(aggregate, streamId, folded);
    }
    return result;
  }
}

/** @returns null for what a newer release has written */
function readable(row: EventRow, aggregate: AnyAggregate | undefined): Recorded | null {
  try {
    return eventOf(row, aggregate);
  } catch (error) {
    if (error instanceof UnknownEvent) return null;
    throw error;
  }
}
