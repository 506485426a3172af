import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { EventStore } from '#eventing';
import { OwnedStreams } from '../../../shared/owned-streams.js';
import { clipSet } from '../../domain/clip-set.decider.js';
import { type ClipSetView, ListClipSets } from './messages.js';
import { viewOf } from './view.js';

@QueryHandler(ListClipSets)
export class ListClipSetsHandler implements IQueryHandler<ListClipSets> {
  constructor(
    private readonly store: EventStore,
    private readonly index: OwnedStreams,
  ) {}

  /** @returns one more than `limit` where there are more */
  async execute({ orgId, limit, olderThan }: ListClipSets): Promise<ClipSetView[]> {
    const ids = await this.index.newest('jobs.clip_sets', orgId, limit + 1, olderThan);
    const loaded = await this.store.loadMany(clipSet, ids);
    return ids.flatMap((id) => {
      const set = loaded.get(id);
      return set ? [viewOf(id, set)] : [];
    });
  }
}
