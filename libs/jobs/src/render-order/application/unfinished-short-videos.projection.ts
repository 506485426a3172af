import { type Projection } from '#eventing/domain';
import { type ShortVideoEvent } from '../../contracts/short-video.events.js';

/** That there is no film yet, and no failure. */
export type UnfinishedShortVideoRow = Readonly<Record<string, never>>;

/** Those that may stand still, few among all: a row lives until its film has ended. */
export const unfinishedShortVideos: Projection<ShortVideoEvent, UnfinishedShortVideoRow> = {
  name: 'jobs.unfinished-short-videos',
  table: 'jobs.unfinished_short_videos',
  mode: 'inline',
  version: 1,
  handles: ['ShortVideoOrdered', 'ShortVideoRendered', 'ShortVideoFailed', 'ShortVideoDeleted'],
  keyOf: (event) => event.data.videoId,
  evolve: (_row, event) => (event.type === 'ShortVideoOrdered' ? {} : null),
};
