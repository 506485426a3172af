import { type Projection } from '#eventing/domain';
import { type Stage, type VideoJobEvent } from '../../../contracts/video-job.events.js';

export interface LiveVideoRow {
  readonly stage: Stage;
  /** RFC 3339; when it entered the stage. */
  readonly since: string;
}

/** The videos under way, one row each until they end: what operators watch as `kadr_live_videos` by stage. */
export const liveVideos: Projection<VideoJobEvent, LiveVideoRow> = {
  name: 'jobs.live-videos',
  table: 'jobs.live_videos',
  mode: 'async',
  version: 1,
  handles: ['StageEntered', 'JobCompleted', 'JobFailed', 'JobCancelled'],
  keyOf: (event) => event.data.videoId,
  evolve: (_row, event) => (event.type === 'StageEntered' ? { stage: event.data.stage, since: event.data.enteredAt } : null),
};
