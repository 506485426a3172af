import { type ProcessManager } from '#eventing/domain';
import { type VideoJobEvent } from '#jobs';
import { deriveId } from '#platform';
import { type TaskEffect } from '#tasks';

export const RELEASE_EPISODE = 'sample.release-episode';

/** Follows everybody's videos, and asks for work when one that was ordered for a series has ended. */
export const releaseEpisode: ProcessManager<VideoJobEvent, { readonly isOurs: boolean; readonly videoId: string }, TaskEffect> = {
  name: 'sample.release-episode',
  follows: 'video-job',
  reactsTo: ['JobCompleted', 'JobFailed', 'JobCancelled'],
  initialState: { isOurs: false, videoId: '' },
  evolve: (state, { type, data }) =>
    type === 'JobCreated' ? { isOurs: data.origin?.seriesId !== undefined, videoId: data.videoId } : state,
  react({ isOurs, videoId }, { eventId, metadata }) {
    if (!isOurs) return [];
    const taskId = deriveId(RELEASE_EPISODE, eventId);
    return [{ request: { taskId, kind: RELEASE_EPISODE, queue: 'script', orgId: metadata.orgId, subjectId: videoId, payload: {} } }];
  },
};
