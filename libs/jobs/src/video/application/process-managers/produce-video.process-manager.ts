import { type ProcessManager } from '#eventing/domain';
import { type TaskEffect } from '#tasks';
import { deriveId } from '#platform';
import { type VideoJobEvent } from '../../../contracts/video-job.events.js';
import { videoJob } from '../../domain/video-job.decider.js';
import { evolve } from '../../domain/video-job.evolve.js';
import { type VideoJob } from '../../domain/video-job.state.js';
import { type PendingTask, pendingTasks } from '../../domain/pending-tasks.js';

/** The job, and what has been asked for in its name since it began or was last retried. */
interface Progress {
  readonly job: VideoJob;
  readonly requested: ReadonlySet<string>;
  /** Work that the last event made possible. */
  readonly fresh: readonly PendingTask[];
}

const NOTHING: ReadonlySet<string> = new Set();

const wentOn = (before: VideoJob, after: VideoJob): boolean =>
  before.status !== 'absent' && after.status !== 'absent' && before.round !== after.round;

/**
 * Has made what a job waits for: whenever something happened, whatever has become possible and was not asked for yet is
 * asked for. So there is no order to get wrong: clips, voice and music run side by side, each piece is conformed as soon as
 * its clips and captions are there, and the film is joined when nothing is missing.
 */
export const produceVideo: ProcessManager<VideoJobEvent, Progress, TaskEffect> = {
  name: 'jobs.produce-video',
  follows: 'video-job',
  // To every event: work that an unwatched event made possible would be taken for requested and never be.
  reactsTo: Object.keys(videoJob.schemaVersions) as VideoJobEvent['type'][],
  initialState: { job: { status: 'absent' }, requested: NOTHING, fresh: [] },
  evolve(progress, event) {
    const job = evolve(progress.job, event);
    if (job.status === 'absent') return progress;
    // What a failed job had asked for was cancelled with it.
    const before = wentOn(progress.job, job) ? NOTHING : progress.requested;
    const fresh = pendingTasks(job).filter((item) => !before.has(item.key));
    const requested = fresh.length === 0 ? before : new Set([...before, ...fresh.map((item) => item.key)]);
    return { job, requested, fresh };
  },
  react({ job, fresh }, event) {
    if (job.status === 'absent') return [];
    const { videoId, round } = job;
    const effects: TaskEffect[] = [];
    if (event.type === 'JobFailed' || event.type === 'JobCancelled') effects.push({ cancel: { cancelSubjectId: videoId } });
    for (const { kind, queue, key, payload, notBefore } of fresh) {
      const taskId = deriveId(videoId, String(round), key);
      const request = { taskId, kind, queue, orgId: event.metadata.orgId, subjectId: videoId, payload };
      effects.push({ request: notBefore === undefined ? request : { ...request, notBefore } });
    }
    return effects;
  },
};
