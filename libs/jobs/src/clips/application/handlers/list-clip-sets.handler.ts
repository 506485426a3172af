import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { EventStore } from '#eventing';
import { StreamIndex } from '../../../shared/stream-index.js';
import { clipSet } from '../../domain/clip-set.decider.js';
import { type ClipSetReading, ListClipSets } from './messages.js';
import { readingOf } from './reading.js';

@QueryHandler(ListClipSets)
export class ListClipSetsHandler implements IQueryHandler<ListClipSets> {
  constructor(
    private readonly store: EventStore,
    private readonly index: StreamIndex,
  ) {}

  /** @returns one more than `limit` where there are more */
  async execute({ orgId, limit, olderThan }: ListClipSets): Promise<ClipSetReading[]> {
    const ids = await this.index.newest('jobs.clip_sets', orgId, limit + 1, olderThan);
    const loaded = await this.store.loadMany(clipSet, ids);
    return ids.flatMap((id) => {
      const set = loaded.get(id);
      return set ? [readingOf(id, set)] : [];
    });
  }
}
