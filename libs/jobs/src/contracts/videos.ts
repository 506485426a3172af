import { type Quantities } from '#billing';
import { type Page } from '#platform';
import { type InTransaction, type PageRequest, type Requester } from './requester.js';
import { type JobOrigin, type Stage } from './video-job.events.js';
import { type StoredFile } from '#steps';
import { type VideoOrder } from './video-order.js';
import {
  type JobStatus,
  type TimelineEntry,
  type Video,
  type VideoChangePrice,
  type VideoEstimate,
  type VideoSegment,
  type VideoSource,
  type VideoSummary,
} from './video.resource.js';

export interface OrderOptions {
  /** UUID derived from what orders it: ordering twice is ordering once. Default: a new one. */
  readonly videoId?: string;
  readonly origin?: JobOrigin;
  readonly alongside?: InTransaction<Video>;
}

export interface ChangeOptions {
  readonly alongside?: InTransaction<Video>;
}

export interface GateDecision {
  readonly decision: 'approved' | 'rejected';
  readonly comment?: string;
  /** Of a rejection: segments to make anew; absent: all. */
  readonly segments?: readonly number[];
  /** Of a rejected script: the narration to use instead. */
  readonly script?: string;
  /** The n-th request of that type, from 1: another one than is pending is refused `already_decided`. Absent: whichever is pending. */
  readonly gate?: number;
}

export interface SegmentsToRegenerate {
  readonly segments: readonly {
    readonly index: number;
    readonly prompt?: string;
    /** Tried first. */
    readonly model?: string;
    /** A file of the organisation's, instead of what a model makes. */
    readonly assetId?: string;
  }[];
  /** Of all of them together. */
  readonly maxCostMicros?: number;
}

export interface TakeToRestore {
  readonly take: number;
  readonly maxCostMicros?: number;
}

/** What may be asked of a video and leads to more work. */
export type VideoChange =
  | { readonly kind: 'decide'; readonly type: string; readonly decision: GateDecision }
  | {
      readonly kind: 'regenerate';
      readonly requested: SegmentsToRegenerate;
      /** Faults are named by the fields of one. */ readonly isSingle?: boolean;
    }
  | { readonly kind: 'restore'; readonly index: number; readonly requested: TakeToRestore }
  | { readonly kind: 'retry' };

/** A file of a video, and what to call it when it is saved: the film by its title. */
export interface NamedArtifact extends StoredFile {
  readonly downloadName: string;
}

/** The film for who takes only so many bytes: itself, or a smaller copy. */
export type FilmWithin =
  | { readonly state: 'ready'; readonly file: StoredFile; readonly widthPx: number; readonly heightPx: number }
  /** Asked for, once for all who want it: look again. */
  | { readonly state: 'being-made' }
  /** Too long for a picture worth looking at in so few bytes, no room in the plan, or it failed. */
  | { readonly state: 'impossible' };

/** A file that a gate shows. */
export interface PreviewFile {
  readonly segment: number;
  readonly file: StoredFile;
  /** A JPEG of 30 kB at most; null: none could be made. */
  readonly thumbnail: StoredFile | null;
}

export interface VideoFilter extends PageRequest {
  /** One of these. */
  readonly status?: readonly JobStatus[];
  readonly stage?: Stage;
  /** The id, or part of the title or of how prompt or script begin, in any case. */
  readonly q?: string;
  /** Pairs that the `metadata` of the order has to have. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Ordered at this time or later; RFC 3339. */
  readonly from?: string;
  /** Ordered before this time; RFC 3339. */
  readonly to?: string;
  readonly source?: VideoSource;
}

/** What an order would set aside. */
export interface VideoQuote {
  readonly quantities: Quantities;
  /** What models would charge, in millionths of a dollar. */
  readonly costMicros: number;
}

/**
 * The only way to order, read, decide, regenerate, cancel and retry videos: HTTP, chats, batches and workflows all use it. Also the
 * injection token. A video of another organisation is one that is not there (`video_not_found`); bodies are checked here, whoever sends
 * them, and refused with all that is wrong at once. Refusals change nothing.
 */
export abstract class Videos {
  /** Nothing is made or reserved. @throws what `order` would refuse, but for the quota, which is in the answer */
  abstract estimate(by: Requester, order: VideoOrder): Promise<VideoEstimate>;
  /**
   * What it would set aside, whether or not there is room; nothing is made, reserved or fetched.
   * @throws what `order` would refuse, but for quotas and for pictures whose addresses have to be asked
   */
  abstract quote(by: Requester, order: VideoOrder): Promise<VideoQuote>;
  /** Reserves and accepts, or neither. @throws validation_failed, unknown_model, model_retired, model_unavailable, quota_exceeded, cost_above_limit */
  abstract order(by: Requester, order: VideoOrder, options?: OrderOptions): Promise<Video>;
  /**
   * Shows every write that was answered.
   * @param language of progress and error; default: that of the video. There are English and Russian ones. @throws video_not_found
   */
  abstract read(orgId: string, videoId: string, language?: string): Promise<Video>;
  /** Newest first. @param language as `read` has it */
  abstract list(orgId: string, filter: VideoFilter, language?: string): Promise<Page<Video>>;
  /** As `list`, and of each what a row of a list shows. */
  abstract summaries(orgId: string, filter: VideoFilter, language?: string): Promise<Page<VideoSummary>>;
  /** How many there are of each status, of all that the organisation has. */
  abstract counts(orgId: string): Promise<Readonly<Record<JobStatus, number>>>;
  /** All of them, in order. */
  abstract segments(orgId: string, videoId: string): Promise<readonly VideoSegment[]>;
  /** @param language of the titles; default: that of the video. There are English and Russian ones. */
  abstract timeline(orgId: string, videoId: string, language?: string): Promise<readonly TimelineEntry[]>;
  /** @param name one of `artifacts`. @throws artifact_not_found */
  abstract artifact(orgId: string, videoId: string, name: string): Promise<NamedArtifact>;
  /**
   * The film in `maxBytes` at most; where it is larger, a copy is made once for this film and limit, reserved and counted as stored.
   * @throws artifact_not_found where there is no film, or it is out of date
   */
  abstract filmWithin(by: Requester, videoId: string, maxBytes: number): Promise<FilmWithin>;
  /** What a gate of pictures or clips shows at this moment: the files behind the links of its preview. */
  abstract previewFiles(orgId: string, videoId: string, type: 'images' | 'videos'): Promise<readonly PreviewFile[]>;
  /** @throws approval_not_found, not_awaiting_approval, already_decided, segment_not_found */
  abstract decide(by: Requester, videoId: string, type: string, decision: GateDecision, options?: ChangeOptions): Promise<Video>;
  /** Makes one segment anew; everything else is reused. @throws segment_not_found, quota_exceeded, cost_above_limit, unknown_model and others */
  abstract regenerate(
    by: Requester,
    videoId: string,
    index: number,
    requested: { readonly prompt?: string; readonly model?: string; readonly maxCostMicros?: number },
    options?: ChangeOptions,
  ): Promise<Video>;
  /** Makes several anew, or none: one film is made of all of them. @throws as `regenerate` */
  abstract regenerateSeveral(by: Requester, videoId: string, requested: SegmentsToRegenerate, options?: ChangeOptions): Promise<Video>;
  /** Shows again what a segment had before; only the film is made anew. @throws take_not_found, segment_not_found, footage_taken and others */
  abstract restore(by: Requester, videoId: string, index: number, requested: TakeToRestore, options?: ChangeOptions): Promise<Video>;
  /** What a change would add; nothing is changed. @throws what the change would be refused with, but for the quota, which is in the answer */
  abstract price(by: Requester, videoId: string, change: VideoChange): Promise<VideoChangePrice>;
  /** What people call it; what was drawn with the old title stays. */
  abstract rename(by: Requester, videoId: string, requested: { readonly title: string }): Promise<Video>;
  abstract cancel(by: Requester, videoId: string, options?: ChangeOptions): Promise<Video>;
  /** Goes on with a failed video from what it has. @throws not_failed, not_retryable, quota_exceeded */
  abstract retry(by: Requester, videoId: string, options?: ChangeOptions): Promise<Video>;
  /** @throws not_finished */
  abstract delete(by: Requester, videoId: string): Promise<void>;
}
