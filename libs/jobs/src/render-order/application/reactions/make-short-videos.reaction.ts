import { type Reaction, type Recorded } from '#eventing/domain';
import { deriveId } from '#platform';
import { type QueueName, type TaskEffect, type TaskRequest } from '#tasks';
import { type ShortVideoEvent } from '../../../contracts/short-video.events.js';

export const RENDER_SHORT_VIDEO = 'integrations.render-short-video';
export const ANNOUNCE_SHORT_VIDEO = 'integrations.announce-short-video';
export const REMOVE_SHORT_VIDEO = 'integrations.remove-short-video';

/** Has ordered short videos put together, their orderers told, and deleted ones removed from storage. */
export const makeShortVideos: Reaction<ShortVideoEvent, TaskEffect> = {
  name: 'integrations.make-short-videos',
  follows: 'short-video',
  on: {
    ShortVideoOrdered: ({ data, metadata }) => [{ request: renderingOf(data.videoId, metadata.orgId) }],
    ShortVideoRendered: (event) => [ask(event, ANNOUNCE_SHORT_VIDEO, 'announce', 'remote')],
    ShortVideoFailed: (event) => [ask(event, ANNOUNCE_SHORT_VIDEO, 'announce', 'remote')],
    ShortVideoDeleted: (event) => [{ cancel: { cancelSubjectId: event.data.videoId } }, ask(event, REMOVE_SHORT_VIDEO, 'remove', 'remote')],
  },
};

function ask({ data: { videoId }, metadata }: Recorded<ShortVideoEvent>, kind: string, key: string, queue: QueueName): TaskEffect {
  return { request: requestOf(videoId, metadata.orgId, kind, key, queue) };
}

const requestOf = (videoId: string, orgId: string, kind: string, key: string, queue: QueueName): TaskRequest => ({
  ...{ taskId: deriveId(videoId, key), kind, queue, orgId, subjectId: videoId, payload: { videoId } },
});

/** Every scene is encoded: not among the joins of films whose pieces are there, which others wait for. */
export const renderingOf = (videoId: string, orgId: string): TaskRequest =>
  requestOf(videoId, orgId, RENDER_SHORT_VIDEO, 'render', 'conform');
