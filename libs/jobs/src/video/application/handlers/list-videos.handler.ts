import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { EventStore } from '#eventing';
import { videoJob } from '../../domain/video-job.decider.js';
import { VideoIndex } from '../video-index.js';
import { ListVideos, type VideoView } from './messages.js';
import { viewOf } from './view.js';

@QueryHandler(ListVideos)
export class ListVideosHandler implements IQueryHandler<ListVideos> {
  constructor(
    private readonly store: EventStore,
    private readonly index: VideoIndex,
  ) {}

  async execute({
    orgId,
    filter,
    limit,
    olderThan,
  }: ListVideos): Promise<{ readonly videos: readonly VideoView[]; readonly hasMore: boolean }> {
    const found = await this.index.find(orgId, filter, limit + 1, olderThan);
    const ids = found.slice(0, limit);
    const loaded = await this.store.loadMany(videoJob, ids);
    const videos = ids.flatMap((id) => {
      const video = loaded.get(id);
      return video ? [viewOf(id, video)] : [];
    });
    return { videos, hasMore: found.length > limit };
  }
}
