import { type Event } from '#eventing/domain';

/** A file that stays where it is, e.g. the film of a video. */
export interface BatchFile {
  readonly key: string;
  readonly contentType: string;
}

/** Why nothing new is started: somebody asked for it, there is no room, an item has failed, the sample waits for approval. */
export type BatchPauseReason = 'requested' | 'quota_exceeded' | 'item_failed' | 'sample';

/** Rows were admitted, all of them. First event of every `batch` stream; the rows themselves lie in `batches.items`. */
export type BatchOrdered = Event<
  'BatchOrdered',
  {
    batchId: string;
    count: number;
    /** SHA-256 of the rows and of what they have in common. */ digest: string;
    /** Videos that are made at the same time. */ concurrency: number;
    /** Videos that are made before somebody says that the others may be; 0: none. */ sample: number;
    onFailure: 'continue' | 'stop';
    /** Pairs of its defaults that all of its videos carry. */ metadata: Readonly<Record<string, string>>;
    orderedAt: string;
  }
>;

/** The video of an item was ordered, or goes on after its failure. A higher `take` follows a retry. */
export type ItemStarted = Event<'ItemStarted', { batchId: string; item: number; take: number; videoId: string; startedAt: string }>;

/** How the video of an item has ended; comes again when it ends again, e.g. after a segment was made anew. */
export type ItemEnded = Event<
  'ItemEnded',
  {
    batchId: string;
    item: number;
    /** Null: there is none, its order was refused. */ videoId: string | null;
    outcome: 'completed' | 'failed' | 'cancelled';
    /** Of the failure; null: none. */ code: string | null;
    film: BatchFile | null;
    /** What models have charged for this video, in millionths of a dollar. */ costMicros: number;
    /** From its start. */ seconds: number;
    endedAt: string;
  }
>;

/** Nothing new is started until somebody resumes it, or until there is room again. */
export type BatchPaused = Event<
  'BatchPaused',
  {
    batchId: string;
    reason: BatchPauseReason;
    /** Not looked at before; null: as soon as there is room. */ resumeAt: string | null;
    pausedAt: string;
  }
>;

export type BatchResumed = Event<'BatchResumed', { batchId: string; resumedAt: string }>;

/** The sample is good: the other items follow. */
export type SampleApproved = Event<'SampleApproved', { batchId: string; approvedAt: string }>;

/** Items that have failed are made again. */
export type ItemsReopened = Event<'ItemsReopened', { batchId: string; items: readonly number[]; reopenedAt: string }>;

/** Nothing new is started, and what is being made is cancelled. */
export type BatchCancelled = Event<'BatchCancelled', { batchId: string; cancelledAt: string }>;

/** Every item has ended. */
export type BatchCompleted = Event<
  'BatchCompleted',
  { batchId: string; completed: number; failed: number; cancelled: number; costMicros: number; completedAt: string }
>;

/** Its rows are forgotten; its videos stay. */
export type BatchDeleted = Event<'BatchDeleted', { batchId: string; deletedAt: string }>;

export type BatchEvent =
  | BatchOrdered
  | ItemStarted
  | ItemEnded
  | BatchPaused
  | BatchResumed
  | SampleApproved
  | ItemsReopened
  | BatchCancelled
  | BatchCompleted
  | BatchDeleted;
