import { type Loaded } from '#eventing';
import { UnknownVideo } from '../../domain/video-job.errors.js';
import { type VideoJob } from '../../domain/video-job.state.js';
import { type VideoView } from './messages.js';

/** @throws UnknownVideo when there is none */
export function viewOf(videoId: string, { state, recordedAt }: Loaded<VideoJob>): VideoView {
  if (state.status === 'absent') throw new UnknownVideo(videoId);
  return { job: state, updatedAt: recordedAt ?? state.createdAt };
}
