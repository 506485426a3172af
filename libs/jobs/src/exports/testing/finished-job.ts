import { longJob } from '../../testing/long-job.js';
import { videoJob } from '../../video/domain/video-job.decider.js';
import { type VideoJob, type VideoJobState } from '../../video/domain/video-job.state.js';

/** A finished film of four minutes in 48 segments, for specs. */
export function evolved(): VideoJobState {
  let job: VideoJob = videoJob.initialState;
  for (const event of longJob().events) job = videoJob.evolve(job, event);
  if (job.status === 'absent') throw new Error('there is no job');
  return job;
}
