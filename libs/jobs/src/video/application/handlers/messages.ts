/** What the bus carries: a command of the domain, or a question, together with who asks. */
import { type Context, type EventTransaction } from '#eventing';
import { type VideoJobCommand } from '../../domain/video-job.commands.js';
import { type JobStatus, type Production } from '../../domain/video-job.state.js';
import { type Stage } from '../../../contracts/video-job.events.js';

/** Creates a video. `alongside` runs in the transaction that accepts it, e.g. to answer an idempotency key. */
export class OrderVideo {
  constructor(
    readonly command: Extract<VideoJobCommand, { type: 'CreateVideo' }>,
    readonly context: Context,
    readonly alongside: (tx: EventTransaction, video: VideoReading) => Promise<void>,
  ) {}
}

/** Changes a video of the asking organisation. */
export class ChangeVideo {
  constructor(
    readonly command: VideoJobCommand,
    readonly context: Context,
  ) {}
}

/** One video of an organisation. */
export class GetVideo {
  constructor(
    readonly orgId: string,
    readonly videoId: string,
  ) {}
}

/** A page of an organisation's videos, newest first. */
export class ListVideos {
  constructor(
    readonly orgId: string,
    readonly filter: { readonly status: JobStatus | null; readonly stage: Stage | null; readonly q: string | null },
    readonly limit: number,
    /** Videos older than this one; null: from the newest. */
    readonly olderThan: string | null,
  ) {}
}

/** A video as it stands, and when its last event was recorded. */
export interface VideoReading {
  readonly job: Production;
  readonly updatedAt: string;
}
