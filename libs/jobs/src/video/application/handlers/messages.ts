/** What the bus carries: a command of the domain, or a question, together with who asks. */
import { Command, Query } from '@nestjs/cqrs';
import { type InTransaction, type Requester } from '../../../contracts/requester.js';
import { type Stage } from '../../../contracts/video-job.events.js';
import { type VideoSource } from '../../../contracts/video.resource.js';
import { type VideoJobCommand } from '../../domain/video-job.commands.js';
import { type JobStatus, type VideoJobState } from '../../domain/video-job.state.js';

/** Creates a video. `alongside` runs in the transaction that accepts it. */
export class OrderVideo extends Command<VideoView> {
  constructor(
    readonly command: Extract<VideoJobCommand, { type: 'CreateVideo' }>,
    readonly by: Requester,
    readonly alongside: InTransaction<VideoView>,
    /** Null: whatever it costs. */
    readonly maxCostMicros: number | null = null,
  ) {
    super();
  }
}

/** Changes a video of the asking organisation. `alongside` runs in the transaction that changes it. */
export class ChangeVideo extends Command<VideoView> {
  constructor(
    readonly command: VideoJobCommand,
    readonly by: Requester,
    readonly alongside: InTransaction<VideoView> | null = null,
    /** Of what it adds; null: whatever it costs. */
    readonly maxCostMicros: number | null = null,
  ) {
    super();
  }
}

/** One video of an organisation. */
export class GetVideo extends Query<VideoView> {
  constructor(
    readonly orgId: string,
    readonly videoId: string,
  ) {
    super();
  }
}

/** What is null does not matter. */
export interface VideoIndexFilter {
  readonly status: readonly JobStatus[] | null;
  readonly stage: Stage | null;
  readonly q: string | null;
  readonly metadata: Readonly<Record<string, string>> | null;
  /** RFC 3339. */
  readonly from: string | null;
  readonly to: string | null;
  readonly source: VideoSource | null;
}

/** A page of an organisation's videos, newest first. */
export class ListVideos extends Query<{ readonly videos: readonly VideoView[]; readonly hasMore: boolean }> {
  constructor(
    readonly orgId: string,
    readonly filter: VideoIndexFilter,
    readonly limit: number,
    /** Videos older than this one; null: from the newest. */
    readonly olderThan: string | null,
  ) {
    super();
  }
}

/** A video as it stands, and when its last event was recorded. */
export interface VideoView {
  readonly job: VideoJobState;
  readonly updatedAt: string;
}
