import { type ProcessManager } from '#eventing/domain';
import { deriveId } from '#platform';
import { type QueueName, type TaskEffect } from '#tasks';
import { type ShortVideoEvent } from '../../../contracts/short-video.events.js';

export const RENDER_SHORT_VIDEO = 'integrations.render-short-video';
export const ANNOUNCE_SHORT_VIDEO = 'integrations.announce-short-video';
export const REMOVE_SHORT_VIDEO = 'integrations.remove-short-video';

/** Has ordered short videos put together, their orderers told, and deleted ones removed from storage. */
export const makeShortVideos: ProcessManager<ShortVideoEvent, null, TaskEffect> = {
  name: 'integrations.make-short-videos',
  follows: 'short-video',
  reactsTo: ['ShortVideoOrdered', 'ShortVideoRendered', 'ShortVideoFailed', 'ShortVideoDeleted'],
  initialState: null,
  evolve: () => null,
  react(_state, event) {
    const { videoId } = event.data;
    const ask = (kind: string, key: string, queue: QueueName): TaskEffect => ({
      request: { taskId: deriveId(videoId, key), kind, queue, orgId: event.metadata.orgId, subjectId: videoId, payload: { videoId } },
    });
    switch (event.type) {
      case 'ShortVideoOrdered':
        // Every scene is encoded: not among the joins of films whose pieces are there, which others wait for.
        return [ask(RENDER_SHORT_VIDEO, 'render', 'conform')];
      case 'ShortVideoRendered':
      case 'ShortVideoFailed':
        return [ask(ANNOUNCE_SHORT_VIDEO, 'announce', 'remote')];
      case 'ShortVideoDeleted':
        return [{ cancel: { cancelSubjectId: videoId } }, ask(REMOVE_SHORT_VIDEO, 'remove', 'remote')];
      case 'ShortVideoStarted':
      case 'ShortVideoAnnounced':
      case 'ShortVideoFilesRemoved':
        return [];
    }
  },
};
