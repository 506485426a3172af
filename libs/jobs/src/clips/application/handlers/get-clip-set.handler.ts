import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { EventStore } from '#eventing';
import { OwnedStreams } from '../../../shared/owned-streams.js';
import { clipSet } from '../../domain/clip-set.decider.js';
import { UnknownClipSet } from '../../domain/clip-set.errors.js';
import { type ClipSetView, GetClipSet } from './messages.js';
import { viewOf } from './view.js';

@QueryHandler(GetClipSet)
export class GetClipSetHandler implements IQueryHandler<GetClipSet> {
  constructor(
    private readonly store: EventStore,
    private readonly index: OwnedStreams,
  ) {}

  /** Read from the events themselves, so it shows every write that was answered. @throws UnknownClipSet */
  async execute({ orgId, clipSetId }: GetClipSet): Promise<ClipSetView> {
    if (!(await this.index.has('jobs.clip_sets', orgId, clipSetId))) throw new UnknownClipSet(clipSetId);
    return viewOf(clipSetId, await this.store.load(clipSet, clipSetId));
  }
}
