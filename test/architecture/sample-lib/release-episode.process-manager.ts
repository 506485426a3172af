import { type ProcessManager } from '#eventing/domain';
import { type VideoJobEvent } from '#jobs';
import { deriveId } from '#platform';
import { type TaskEffect } from '#tasks';
import { episodeIdOf } from './episode.decider.js';

export const RELEASE_EPISODE = 'sample.release-episode';

/** Follows everybody's videos, and asks for work when one that was ordered for a series has ended. */
export const releaseEpisode: ProcessManager<VideoJobEvent, { readonly episodeId: string | null; readonly videoId: string }, TaskEffect> = {
  name: 'sample.release-episode',
  follows: 'video-job',
  reactsTo: ['JobCompleted', 'JobFailed', 'JobCancelled'],
  initialState: { episodeId: null, videoId: '' },
  evolve(state, { type, data }) {
    if (type !== 'JobCreated') return state;
    const { seriesId, item } = data.origin ?? {};
    return { episodeId: seriesId === undefined || item === undefined ? null : episodeIdOf(seriesId, item), videoId: data.videoId };
  },
  react({ episodeId, videoId }, { eventId, metadata }) {
    if (episodeId === null) return [];
    const taskId = deriveId(RELEASE_EPISODE, eventId);
    const { orgId } = metadata;
    return [{ request: { taskId, kind: RELEASE_EPISODE, queue: 'music', orgId, subjectId: episodeId, payload: { videoId } } }];
  },
};
