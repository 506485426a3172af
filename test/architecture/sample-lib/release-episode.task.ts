import { Injectable } from '@nestjs/common';
import { Videos } from '#jobs';
import { Clock } from '#platform';
import { MusicGenerateStep, StepFiles } from '#steps';
import { type Task, type TaskContext, type TaskDecision, taskDecision, type TaskFailure, type TaskHandler } from '#tasks';
import { DropEpisode, episode, ReleaseEpisode } from './episode.decider.js';
import { RELEASE_EPISODE } from './release-episode.process-manager.js';

interface Payload {
  readonly videoId: string;
}

const JINGLE = { model: 'local:music', mood: 'happy', durationSeconds: 2, seed: 1, master: false } as const;

/** Reads what became of the video, has a jingle composed for it, and tells the episode. */
@Injectable()
export class ReleaseEpisodeTask implements TaskHandler<Payload> {
  readonly kind = RELEASE_EPISODE;

  constructor(
    private readonly videos: Videos,
    private readonly music: MusicGenerateStep,
    private readonly files: StepFiles,
    private readonly clock: Clock,
  ) {}

  async run({ orgId, subjectId: episodeId, payload }: Task<Payload>, context: TaskContext): Promise<TaskDecision> {
    const { video, status } = await this.videos.read(orgId, payload.videoId);
    if (!video) return this.dropped(episodeId, status);
    const { audio } = await this.music.run(
      JINGLE,
      this.files.contextOf(context, () => 'jingle.m4a'),
    );
    const released = { episodeId, durationSeconds: video.durationSeconds, jingleKey: audio.key };
    return taskDecision(episode, episodeId, new ReleaseEpisode(released, this.clock.now()));
  }

  giveUp({ subjectId }: Task<Payload>, { code }: TaskFailure): TaskDecision {
    return this.dropped(subjectId, code);
  }

  private dropped(episodeId: string, reason: string): TaskDecision {
    return taskDecision(episode, episodeId, new DropEpisode({ episodeId, reason }, this.clock.now()));
  }
}
