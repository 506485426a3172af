import { type Loaded } from '#eventing';
import { UnknownVideo } from '../../domain/video-job.errors.js';
import { type VideoJob } from '../../domain/video-job.state.js';
import { type VideoReading } from './messages.js';

/** @throws UnknownVideo when there is none */
export function readingOf(videoId: string, { state, recordedAt }: Loaded<VideoJob>): VideoReading {
  if (state.status === 'absent') throw new UnknownVideo(videoId);
  return { job: state, updatedAt: recordedAt ?? state.createdAt };
}
