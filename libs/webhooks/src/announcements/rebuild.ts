import { Injectable } from '@nestjs/common';
import { EventingRegistry, EventStore } from '#eventing';
import { type Recorded } from '#eventing/domain';
import { Database } from '#platform';
import { type Announcer, AnnouncementSink } from './announcement-sink.js';
import { type Caused, storeAgain } from './announcement-table.js';

const PAGE = 1_000;
/** One request; whoever asks goes on with the next. */
const PART_MS = 5_000;
/** Longer than any transaction that appends. */
const SIDE_BY_SIDE_MS = 600_000;

/** Makes announcements again from the log: the same ids, the same content. Nothing is delivered because of it; `replay` does that. */
@Injectable()
export class AnnouncementRebuild {
  constructor(
    private readonly store: EventStore,
    private readonly registry: EventingRegistry,
    private readonly sink: AnnouncementSink,
    private readonly database: Database,
  ) {}

  /**
   * Of what was recorded since then, a part that takes some seconds. Twice is safe, and so is dying in between.
   * @param since RFC 3339 @param after position: only what is behind it @returns announcements that were missing, and from where to go on; null: nowhere
   */
  async part(since: string, after: number | null = null): Promise<{ made: number; next: number | null }> {
    const from = Date.parse(since);
    const endsAt = performance.now() + PART_MS;
    let [made, at] = [0, after ?? (await this.#before(from))];
    do {
      const { events, position } = await this.store.readAll({ after: at, limit: PAGE });
      const streams = new Set(events.filter(({ recordedAt }) => Date.parse(recordedAt) >= from).map(({ streamId }) => streamId));
      for (const streamId of streams) made += await this.#stream(streamId, from, { after: at, upTo: position });
      if (events.length === 0 && position === at) return { made, next: null };
      at = position;
    } while (performance.now() < endsAt);
    return { made, next: at };
  }

  /** A position with nothing behind it that was recorded earlier; times rise with positions, but for transactions side by side. */
  async #before(fromMs: number): Promise<number> {
    const isEarlier = async (position: number): Promise<boolean> => {
      const [next] = (await this.store.readAll({ after: position, limit: 1 })).events;
      return next !== undefined && Date.parse(next.recordedAt) < fromMs - SIDE_BY_SIDE_MS;
    };
    let [low, high] = [0, PAGE];
    while (await isEarlier(high)) [low, high] = [high, high * 2];
    while (high - low > PAGE) {
      const middle = Math.floor((low + high) / 2);
      if (await isEarlier(middle)) low = middle;
      else high = middle;
    }
    return low;
  }

  /** A stream is folded from its beginning: what is announced may depend on what came before. */
  async #stream(streamId: string, from: number, within: { readonly after: number; readonly upTo: number }): Promise<number> {
    const aggregate = this.registry.aggregateOf(streamId)?.name;
    const announcers = this.sink.announcers.filter(({ follows }) => follows === aggregate);
    if (announcers.length === 0) return 0;
    const events = await this.store.readStream(streamId);
    const caused = announcers
      .flatMap((announcer) => announced(announcer, events))
      .filter(({ cause }) => Date.parse(cause.recordedAt) >= from && cause.position > within.after && cause.position <= within.upTo);
    return caused.length === 0 ? 0 : storeAgain(this.database, caused);
  }
}

/** All that an announcer says of a stream. */
function announced(announcer: Announcer, events: readonly Recorded[]): Caused[] {
  let state = announcer.initialState;
  return events.flatMap((cause) => {
    state = announcer.evolve(state, cause);
    if (!announcer.reactsTo.includes(cause.type)) return [];
    return announcer.react(state, cause).map((effect) => ({ effect, cause }));
  });
}
