import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#eventing';
import { type Requester, type Video, type VideoOrder, Videos } from '#jobs';
import { Clock, Ids } from '#platform';
import { episode, episodeIdOf, PlanEpisode } from './episode.decider.js';

@Injectable()
export class Episodes {
  constructor(
    private readonly videos: Videos,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** Twice is once: the video's id is derived from what it is for. A process that dies in between is followed by one that repeats it all. */
  async order(by: Requester, seriesId: string, number: number, order: VideoOrder): Promise<Video> {
    const episodeId = episodeIdOf(seriesId, number);
    const videoId = this.ids.derive('sample.video', episodeId);
    await this.unitOfWork.decide(episode, episodeId, new PlanEpisode({ episodeId, seriesId, number }, this.clock.now()), by);
    return this.videos.order(by, order, { videoId, origin: { seriesId, item: number } });
  }
}
