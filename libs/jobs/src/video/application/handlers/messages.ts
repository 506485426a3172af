/** What the bus carries: a command of the domain, or a question, together with who asks. */
import { Command, Query } from '@nestjs/cqrs';
import { type InTransaction, type Requester } from '../../../contracts/requester.js';
import { type Stage } from '../../../contracts/video-job.events.js';
import { type VideoJobCommand } from '../../domain/video-job.commands.js';
import { type JobStatus, type Production } from '../../domain/video-job.state.js';

/** Creates a video. `alongside` runs in the transaction that accepts it. */
export class OrderVideo extends Command<VideoReading> {
  constructor(
    readonly command: Extract<VideoJobCommand, { type: 'CreateVideo' }>,
    readonly by: Requester,
    readonly alongside: InTransaction<VideoReading>,
  ) {
    super();
  }
}

/** Changes a video of the asking organisation. `alongside` runs in the transaction that changes it. */
export class ChangeVideo extends Command<VideoReading> {
  constructor(
    readonly command: VideoJobCommand,
    readonly by: Requester,
    readonly alongside: InTransaction<VideoReading> | null = null,
  ) {
    super();
  }
}

/** One video of an organisation. */
export class GetVideo extends Query<VideoReading> {
  constructor(
    readonly orgId: string,
    readonly videoId: string,
  ) {
    super();
  }
}

/** A page of an organisation's videos, newest first. */
export class ListVideos extends Query<{ readonly videos: readonly VideoReading[]; readonly hasMore: boolean }> {
  constructor(
    readonly orgId: string,
    readonly filter: { readonly status: JobStatus | null; readonly stage: Stage | null; readonly q: string | null },
    readonly limit: number,
    /** Videos older than this one; null: from the newest. */
    readonly olderThan: string | null,
  ) {
    super();
  }
}

/** A video as it stands, and when its last event was recorded. */
export interface VideoReading {
  readonly job: Production;
  readonly updatedAt: string;
}
