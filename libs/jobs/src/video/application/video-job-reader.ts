import { Injectable } from '@nestjs/common';
import { EventStore } from '#eventing';
import { videoJob } from '../domain/video-job.decider.js';
import { UnknownVideo } from '../domain/video-job.errors.js';
import { type VideoJobState } from '../domain/video-job.state.js';

/** Reads a job as its events tell it, for the workers; not scoped by organisation, because a task has been given its video. */
@Injectable()
export class VideoJobReader {
  constructor(private readonly store: EventStore) {}

  /** @throws UnknownVideo */
  async read(videoId: string): Promise<VideoJobState> {
    const { state } = await this.store.load(videoJob, videoId);
    if (state.status === 'absent') throw new UnknownVideo(videoId);
    return state;
  }
}
