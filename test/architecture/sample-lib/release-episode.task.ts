import { Injectable } from '@nestjs/common';
import { Videos } from '#jobs';
import { Clock } from '#platform';
import { type Task, type TaskDecision, taskDecision, type TaskFailure, type TaskHandler } from '#tasks';
import { DropEpisode, episode, ReleaseEpisode } from './episode.decider.js';
import { RELEASE_EPISODE } from './release-episode.process-manager.js';

/** Reads what became of the video, and tells the episode. */
@Injectable()
export class ReleaseEpisodeTask implements TaskHandler<object> {
  readonly kind = RELEASE_EPISODE;

  constructor(
    private readonly videos: Videos,
    private readonly clock: Clock,
  ) {}

  async run({ orgId, subjectId: videoId }: Task): Promise<TaskDecision> {
    const { video, status } = await this.videos.read(orgId, videoId);
    if (!video) return this.dropped(videoId, status);
    return taskDecision(episode, videoId, new ReleaseEpisode({ videoId, durationSeconds: video.durationSeconds }, this.clock.now()));
  }

  giveUp({ subjectId }: Task, { code }: TaskFailure): TaskDecision {
    return this.dropped(subjectId, code);
  }

  private dropped(videoId: string, reason: string): TaskDecision {
    return taskDecision(episode, videoId, new DropEpisode({ videoId, reason }, this.clock.now()));
  }
}
