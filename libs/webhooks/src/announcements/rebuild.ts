import { Injectable } from '@nestjs/common';
import { EventingRegistry, EventStore } from '#eventing';
import { type Recorded } from '#eventing/domain';
import { Database } from '#platform';
import { type Announcer, AnnouncementSink } from './announcement-sink.js';
import { type Caused, storeAgain } from './announcement-table.js';

const PAGE = 1_000;

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
   * Of everything recorded since then. Twice is safe, and so is dying in between.
   * @param since RFC 3339 @returns announcements that were missing
   */
  async since(since: string): Promise<number> {
    const from = Date.parse(since);
    const seen = new Set<string>();
    let made = 0;
    for (let after = 0; ;) {
      const { events, position } = await this.store.readAll({ after, limit: PAGE });
      for (const { streamId, recordedAt } of events) {
        if (Date.parse(recordedAt) < from || seen.has(streamId)) continue;
        seen.add(streamId);
        made += await this.#stream(streamId, from);
      }
      if (events.length === 0 && position === after) return made;
      after = position;
    }
  }

  /** A stream is folded from its beginning: what is announced may depend on what came before. */
  async #stream(streamId: string, from: number): Promise<number> {
    const aggregate = this.registry.aggregateOf(streamId)?.name;
    const announcers = this.sink.announcers.filter(({ follows }) => follows === aggregate);
    if (announcers.length === 0) return 0;
    const events = await this.store.readStream(streamId);
    const caused = announcers
      .flatMap((announcer) => announced(announcer, events))
      .filter(({ cause }) => Date.parse(cause.recordedAt) >= from);
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
