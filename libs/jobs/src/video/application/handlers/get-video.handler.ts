import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { EventStore } from '#eventing';
import { videoJob } from '../../domain/video-job.decider.js';
import { VideoIndex } from '../video-index.js';
import { GetVideo, type VideoView } from './messages.js';
import { viewOf } from './view.js';

@QueryHandler(GetVideo)
export class GetVideoHandler implements IQueryHandler<GetVideo> {
  constructor(
    private readonly store: EventStore,
    private readonly index: VideoIndex,
  ) {}

  /** Read from the events themselves, so it shows every write that was answered. @throws UnknownVideo */
  async execute({ orgId, videoId }: GetVideo): Promise<VideoView> {
    await this.index.mustHave(orgId, videoId);
    return viewOf(videoId, await this.store.load(videoJob, videoId));
  }
}
