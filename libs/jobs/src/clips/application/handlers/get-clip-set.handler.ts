import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { EventStore } from '#eventing';
import { StreamIndex } from '../../../shared/stream-index.js';
import { clipSet } from '../../domain/clip-set.decider.js';
import { UnknownClipSet } from '../../domain/clip-set.errors.js';
import { type ClipSetReading, GetClipSet } from './messages.js';
import { readingOf } from './reading.js';

@QueryHandler(GetClipSet)
export class GetClipSetHandler implements IQueryHandler<GetClipSet> {
  constructor(
    private readonly store: EventStore,
    private readonly index: StreamIndex,
  ) {}

  /** Read from the events themselves, so it shows every write that was answered. @throws UnknownClipSet */
  async execute({ orgId, clipSetId }: GetClipSet): Promise<ClipSetReading> {
    if (!(await this.index.has('jobs.clip_sets', orgId, clipSetId))) throw new UnknownClipSet(clipSetId);
    return readingOf(clipSetId, await this.store.load(clipSet, clipSetId));
  }
}
