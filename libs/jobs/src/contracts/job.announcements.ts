import { type ApprovalType } from './video-request.js';

type Pairs = Readonly<Record<string, string>>;

/** Why work has failed. */
export interface AnnouncedError {
  /** Stable, snake_case. */
  readonly code: string;
  readonly message: string;
}

/** Work on a video has begun, or begun again after a retry. */
export interface JobStartedV1 {
  /** Id of the video. @format uuid */
  readonly jobId: string;
  /** Run of the workflow that ordered it; null: somebody else did. */
  readonly workflowId: string | null;
  /** RFC 3339. @format date-time */
  readonly timestamp: string;
  /** As it was ordered with. */
  readonly metadata: Pairs;
}

/** A video waits for somebody's decision. */
export interface JobAwaitingApprovalV1 {
  /** @format uuid */
  readonly jobId: string;
  readonly approval: ApprovalType;
  /** RFC 3339; null: it waits for ever. */
  readonly deadlineAt: string | null;
  /** What happens then. */
  readonly onDeadline: 'approve' | 'cancel' | null;
  readonly metadata: Pairs;
}

/** The film can be had. Comes again when it was made anew. */
export interface JobCompletedV1 {
  /** @format uuid */
  readonly jobId: string;
  /** Works without a key, for seven days from when it happened. */
  readonly videoUrl: string;
  /** Length of the film, in seconds. */
  readonly duration: number;
  /** What models have charged. */
  readonly cost: {
    /** 1 USD = 1 000 000. @asType integer */
    readonly amountMicros: number;
    readonly currency: 'USD';
  };
  readonly title: string;
  readonly metadata: Pairs;
}

/** A video cannot go on by itself. */
export interface JobFailedV1 {
  /** @format uuid */
  readonly jobId: string;
  readonly error: AnnouncedError;
  /** Whether `retry` may help. */
  readonly retryable: boolean;
  readonly metadata: Pairs;
}

/** A video was stopped on request. */
export interface JobCancelledV1 {
  /** @format uuid */
  readonly jobId: string;
  readonly metadata: Pairs;
}

/** The result of a single call is in the media library. */
export interface GenerationCompletedV1 {
  /** @format uuid */
  readonly generationId: string;
  /** @format uuid */
  readonly assetId: string;
}

/** A single call has no result. */
export interface GenerationFailedV1 {
  /** @format uuid */
  readonly generationId: string;
  readonly error: AnnouncedError;
  readonly retryable: boolean;
}

/** Nothing of a set of clips is pending any more. */
export interface ClipsCompletedV1 {
  /** @format uuid */
  readonly clipSetId: string;
  /** @asType integer */
  readonly made: number;
  /** @asType integer */
  readonly failed: number;
}

/** Type → what stands in its `data`. */
export interface JobAnnouncements {
  'job.started': JobStartedV1;
  'job.awaiting_approval': JobAwaitingApprovalV1;
  'job.completed': JobCompletedV1;
  'job.failed': JobFailedV1;
  'job.cancelled': JobCancelledV1;
  'generation.completed': GenerationCompletedV1;
  'generation.failed': GenerationFailedV1;
  'clips.completed': ClipsCompletedV1;
}
