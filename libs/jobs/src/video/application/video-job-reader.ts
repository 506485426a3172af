import { Injectable } from '@nestjs/common';
import { EventStore } from '#eventing';
import { type TaskContext } from '#tasks';
import { videoJob } from '../domain/video-job.decider.js';
import { UnknownVideo } from '../domain/video-job.errors.js';
import { type VideoJob, type VideoJobState } from '../domain/video-job.state.js';

/** Reads a job as its events tell it, for the workers; not scoped by organisation, because a task has been given its video. */
@Injectable()
export class VideoJobReader {
  constructor(private readonly store: EventStore) {}

  /** @throws UnknownVideo */
  async read(videoId: string): Promise<VideoJobState> {
    return present(videoId, (await this.store.load(videoJob, videoId)).state);
  }

  /**
   * For a task of the job: as it was when the task was asked for, or later. Later attempts, and who has waited for news, see it as it is.
   * @throws UnknownVideo
   */
  async readFor(videoId: string, { task }: TaskContext['run']): Promise<VideoJobState> {
    const isFirst = task.lease === 1;
    return present(videoId, (await this.store.loadSince(videoJob, videoId, isFirst ? task.causationId : null)).state);
  }
}

function present(videoId: string, state: VideoJob): VideoJobState {
  if (state.status === 'absent') throw new UnknownVideo(videoId);
  return state;
}
