import { type Event } from '#eventing/domain';
import { type ProviderCost, type StoredFile } from '#steps';

/** One clip of a set: from the first picture to the last one of a scene. */
export interface OrderedClip {
  /** Also the id of the task that makes it. */
  readonly clipId: string;
  /** The caller's own name for it. */
  readonly scene: string;
  readonly durationSeconds: number;
  readonly seed: number;
  /** What its model is expected to charge, 1 USD = 1 000 000; so much was reserved. */
  readonly expectedMicros: number;
}

/** The clips were ordered. First event of every `clip-set` stream. Addresses of pictures may carry secrets and are kept elsewhere. */
export type ClipSetRequested = Event<
  'ClipSetRequested',
  {
    clipSetId: string;
    /** Makes all clips of the set. */ model: string;
    aspectRatio: string;
    widthPx: number;
    heightPx: number;
    fps: number;
    /** In the order in which they were named. */ clips: readonly OrderedClip[];
    requestedAt: string;
  }
>;

/** A clip is stored. Terminal for this clip. */
export type ClipMade = Event<
  'ClipMade',
  { clipSetId: string; clipId: string; source: string; clip: StoredFile; cost: ProviderCost | null; madeAt: string }
>;

/** This clip will not be; the others are not concerned. Terminal for this clip. */
export type ClipFailed = Event<
  'ClipFailed',
  {
    clipSetId: string;
    clipId: string;
    code: string;
    message: string;
    /** Whether ordering it again may help. */ retryable: boolean;
    attempts: number;
    failedAt: string;
  }
>;

/** Nothing is pending any more. */
export type ClipSetCompleted = Event<'ClipSetCompleted', { clipSetId: string; made: number; failed: number; completedAt: string }>;

/** The pictures the clips were made from, and where they came from, are gone from this installation. */
export type ClipPicturesForgotten = Event<'ClipPicturesForgotten', { clipSetId: string }>;

/** Nobody wants them any more. */
export type ClipSetDeleted = Event<'ClipSetDeleted', { clipSetId: string; deletedAt: string }>;

/** The clips are gone from storage, and nothing of what was asked for is known any more. */
export type ClipSetErased = Event<'ClipSetErased', { clipSetId: string }>;

export type ClipSetEvent =
  | ClipSetRequested
  | ClipMade
  | ClipFailed
  | ClipSetCompleted
  | ClipPicturesForgotten
  | ClipSetDeleted
  | ClipSetErased;
