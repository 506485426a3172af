import { type Event } from '#eventing/domain';
import { type ProviderCost, type StoredFile } from '#steps/plan';
import { type FilmLook } from './film-look.js';
import {
  type AudioMixed,
  type FilmCopyFailed,
  type FilmCopyMade,
  type FilmCopyRequested,
  type MusicGenerated,
  type PieceConformed,
  type RenderFinished,
  type RenderStarted,
  type SubtitlesAligned,
  type VoiceoverGenerated,
} from './video-film.events.js';
import { type ApprovalType, type VideoRequest } from './video-request.js';
import {
  type ImageGenerated,
  type RendererFellBack,
  type ScriptSource,
  type SegmentAttemptFailed,
  type SegmentFellBack,
  type SegmentGenerated,
  type SegmentRegenerationRequested,
  type SegmentTakeRestored,
} from './video-segment.events.js';

export { type ProviderCost, type StoredFile } from '#steps';
export type * from './video-film.events.js';
export type * from './video-segment.events.js';

export type Stage = 'queued' | 'drafting' | 'assets' | 'audio' | 'rendering' | 'ready';

/** One of several reasons of a failure, by the field of the request it concerns. */
export interface JobFault {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** A segment as it is recorded: its narration stands in the script. */
export interface PlannedCut {
  readonly index: number;
  readonly section: 'intro' | 'main' | 'outro';
  /** Its narration in the script with white space folded: [start, end), in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  readonly seed: number;
  /** Frames of the film it covers, [startFrame, endFrame). */
  readonly startFrame: number;
  readonly endFrame: number;
}

/** What stands before and behind the subject of each segment: what its pair of pictures wants, then its narration; else the title. */
export interface PromptFrame {
  readonly before: string;
  readonly after: string;
}

export interface PlannedTransition {
  readonly kind: 'cut' | 'crossfade' | 'fade' | 'wipe';
  /** Length, centred on the boundary; even; 0 for a cut. */
  readonly frames: number;
}

/** The given pictures of all pairs are here and can be used. */
export type FramesReceived = Event<'FramesReceived', { videoId: string; pairs: number; receivedAt: string }>;

/** Names what ordered a video, so that batches, workflows and chats find theirs in the log. */
export interface JobOrigin {
  readonly batchId?: string;
  /** Place in the batch, from 0; with `seriesId` the number of the episode, from 1. */
  readonly item?: number;
  readonly seriesId?: string;
  readonly workflowRunId?: string;
  readonly node?: string;
  readonly contactId?: string;
}

/** The request was accepted. First event of every `video-job` stream. What is too long for one event follows in `RequestContinued`. */
export type JobCreated = Event<
  'JobCreated',
  {
    videoId: string;
    request: VideoRequest;
    /** Pixels of the film, from aspect ratio and resolution. */ widthPx: number;
    heightPx: number;
    /** The joint its template puts between segments. */ transition: PlannedTransition;
    /** The joint between sections; absent: the same. */ sectionTransition?: PlannedTransition;
    /** What its template says of looks and sound; absent: plain. */ look?: FilmLook;
    /** What it was ordered for, where something else of Kadr ordered it. */ origin?: JobOrigin;
    createdAt: string;
  }
>;

/** More of the request, recorded together with `JobCreated`: to be appended to the texts at these paths of `request`. */
export type RequestContinued = Event<
  'RequestContinued',
  { videoId: string; texts: readonly { readonly path: readonly (string | number)[]; readonly text: string }[] }
>;

/** From now on the job is in this stage; it has left the one before. */
export type StageEntered = Event<'StageEntered', { videoId: string; stage: Stage; enteredAt: string }>;

/**
 * There is a narration. A later one (after a rejection) replaces it and everything made from it. What is too long for one event follows in
 * `ScriptContinued`.
 */
export type ScriptDrafted = Event<
  'ScriptDrafted',
  {
    videoId: string;
    title: string;
    /** Null: the script of the request. */ script: string | null;
    /** `request`, or the model that wrote it. */ source: string;
    cost: ProviderCost | null;
    /** How long each sentence takes to say, from the first on; absent: nobody has spoken them before the film was planned. */
    sentenceSeconds?: readonly number[];
    /** Whose words it uses; absent: nobody's. */
    sources?: readonly ScriptSource[];
  }
>;

/** More of the narration that was just drafted, recorded together with it: to be appended to it. */
export type ScriptContinued = Event<'ScriptContinued', { videoId: string; text: string }>;

/** The narration is cut. Segment indexes count from 0 without a gap, frames follow each other without a gap. */
export type SegmentsPlanned = Event<
  'SegmentsPlanned',
  {
    videoId: string;
    /** 1 for the first plan; higher after the script was made anew. Results of an older plan are ignored. */
    plan: number;
    segments: readonly PlannedCut[];
    /** What the models are told around each segment's subject. */
    prompts: { readonly image: PromptFrame; readonly video: PromptFrame };
    /** Only of what was recorded before version 2, by segment: instead of what is read from the script. */
    texts?: readonly { readonly text: string; readonly imagePrompt: string; readonly videoPrompt: string }[];
    /** One between each two neighbours. */
    transitions: readonly PlannedTransition[];
  }
>;

/** The storyboard and the script are stored as files. */
export type StoryboardStored = Event<'StoryboardStored', { videoId: string; plan: number; storyboard: StoredFile; script: StoredFile }>;

/** A gate is reached: nothing of the later stage happens until somebody decides, or the deadline does. */
export type ApprovalRequested = Event<
  'ApprovalRequested',
  {
    videoId: string;
    approval: ApprovalType;
    requestedAt: string;
    /** RFC 3339; absent or null: the gate waits for ever. */ deadlineAt?: string | null;
    onDeadline?: 'approve' | 'cancel' | null;
  }
>;

/** Somebody decided the pending gate of this type, or its deadline did. Who: the event's actor. */
export type ApprovalDecided = Event<
  'ApprovalDecided',
  {
    videoId: string;
    approval: ApprovalType;
    decision: 'approved' | 'rejected';
    comment: string | null;
    /** Segments to make anew; empty means all (rejections of images and videos). */
    segments: readonly number[];
    decidedAt: string;
    /** True when nobody decided in time. */ byDeadline?: boolean;
  }
>;

/** People call the video so from now on; the cards of the film keep the title that they were drawn with. */
export type VideoRenamed = Event<'VideoRenamed', { videoId: string; title: string; renamedAt: string }>;

/** The film can be had. Terminal, unless a segment is made anew. */
export type JobCompleted = Event<'JobCompleted', { videoId: string; completedAt: string }>;

/** The job cannot go on by itself. Terminal, unless retried. */
export type JobFailed = Event<
  'JobFailed',
  {
    videoId: string;
    code: string;
    message: string;
    retryable: boolean;
    segment: number | null;
    failedAt: string;
    /** What in the request is to blame, where several things are: by the path of the field. */
    faults?: readonly JobFault[];
  }
>;

/** A failed job goes on from what it had. */
export type JobRetried = Event<'JobRetried', { videoId: string; /** 1 for the first retry. */ round: number; retriedAt: string }>;

/** Nothing was being done for an unfinished job, though something was missing: all of that is asked for again. */
export type JobResumed = Event<'JobResumed', { videoId: string; /** Counted together with retries. */ round: number; resumedAt: string }>;

/** What providers have charged so far that no result tells of: for what failed, was broken off or came too late. By model. */
export type VideoCharged = Event<'VideoCharged', { videoId: string; charges: readonly ProviderCost[]; chargedAt: string }>;

/** Stopped on request. Terminal. */
export type JobCancelled = Event<'JobCancelled', { videoId: string; cancelledAt: string }>;

/** The files are gone; what was paid stays on record. */
export type ArtifactsDeleted = Event<'ArtifactsDeleted', { videoId: string; deletedAt: string }>;

/** Storage holds none of the video's files any more. */
export type FilesRemoved = Event<'FilesRemoved', { videoId: string }>;

export type VideoJobEvent =
  | JobCreated
  | RequestContinued
  | StageEntered
  | FramesReceived
  | ScriptDrafted
  | ScriptContinued
  | SegmentsPlanned
  | StoryboardStored
  | ApprovalRequested
  | ApprovalDecided
  | ImageGenerated
  | SegmentGenerated
  | SegmentAttemptFailed
  | RendererFellBack
  | SegmentFellBack
  | SegmentRegenerationRequested
  | SegmentTakeRestored
  | VideoRenamed
  | VoiceoverGenerated
  | SubtitlesAligned
  | MusicGenerated
  | AudioMixed
  | PieceConformed
  | RenderStarted
  | RenderFinished
  | FilmCopyRequested
  | FilmCopyMade
  | FilmCopyFailed
  | JobCompleted
  | JobFailed
  | JobRetried
  | JobResumed
  | VideoCharged
  | JobCancelled
  | ArtifactsDeleted
  | FilesRemoved;
