import { type Event } from '#eventing/domain';
import { type ProviderCost, type StoredFile } from '#steps/plan';
import { type FilmLook } from './film-look.js';
import { type ApprovalType, type VideoRequest } from './video-request.js';

export { type ProviderCost, type StoredFile } from '#steps';

export type Stage = 'queued' | 'drafting' | 'assets' | 'audio' | 'rendering' | 'ready';

/** One of several reasons of a failure, by the field of the request it concerns. */
export interface JobFault {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** The author of stock footage and where it lies; to be named wherever the film is shown. */
export interface ClipAttribution {
  /** `provider:id`; no film has the same one twice. */
  readonly id: string;
  readonly pageUrl: string;
  readonly author: string;
  readonly authorUrl: string | null;
}

export interface PlannedSegment {
  readonly index: number;
  readonly section: 'intro' | 'main' | 'outro';
  /** Narration; the texts of all segments are the whole script in order. May be empty. */
  readonly text: string;
  readonly imagePrompt: string;
  readonly videoPrompt: string;
  readonly seed: number;
  /** Frames of the film it covers, [startFrame, endFrame). */
  readonly startFrame: number;
  readonly endFrame: number;
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
  /** Place in the batch, from 0. */
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

/** A still for this segment is stored; a later one for the same index replaces it. */
export type ImageGenerated = Event<
  'ImageGenerated',
  {
    videoId: string;
    plan: number;
    index: number;
    take: number;
    source: string;
    image: StoredFile;
    /** The same, small, for lists. */
    thumbnail?: StoredFile | null;
    cost: ProviderCost | null;
  }
>;

/** A clip for this segment is stored; a later one for the same index replaces it. */
export type SegmentGenerated = Event<
  'SegmentGenerated',
  {
    videoId: string;
    plan: number;
    index: number;
    /** 0 for the first; rises each time the segment is made anew. */
    take: number;
    /** The model that made it, `provider:model`. */
    source: string;
    clip: StoredFile;
    /** `image` when the clip is a still that gets its camera move while it is conformed. */
    kind: 'video' | 'image';
    /** A picture of it, for previews. */
    still: StoredFile;
    /** The still, small, for lists. */
    thumbnail?: StoredFile | null;
    cost: ProviderCost | null;
    /** Whose work found footage is; absent or null for what was made. */
    attribution?: ClipAttribution | null;
    /** RFC 3339, UTC; absent in what earlier releases recorded. */
    generatedAt?: string;
  }
>;

/** One try of a model has failed, and the same model is tried again. */
export type SegmentAttemptFailed = Event<
  'SegmentAttemptFailed',
  {
    videoId: string;
    plan: number;
    index: number;
    take: number;
    what: 'image' | 'clip';
    model: string;
    /** Place of `model` in the segment's ladder, from 0. */
    rung: number;
    /** 1 for the first. */
    attempt: number;
    code: string;
    reason: string;
    failedAt: string;
  }
>;

/** The montage elsewhere is given up, with its reason: from now on the film is put together here. */
export type RendererFellBack = Event<
  'RendererFellBack',
  { videoId: string; from: string; code: string; reason: string; attempts: number; fellBackAt: string }
>;

/** A model is given up for this segment, with its reason; the next one of the ladder is tried. */
export type SegmentFellBack = Event<
  'SegmentFellBack',
  {
    videoId: string;
    plan: number;
    index: number;
    take: number;
    /** What could not be made. */
    what: 'image' | 'clip';
    /** The model given up. */
    from: string;
    /** The model tried next. */
    source: string;
    /** Place of `source` in the segment's ladder, from 0. */
    rung: number;
    code: string;
    reason: string;
    /** Calls that were made with the model given up. */
    attempts: number;
  }
>;

/** The segment shall be made anew; everything else stands. */
export type SegmentRegenerationRequested = Event<
  'SegmentRegenerationRequested',
  {
    videoId: string;
    plan: number;
    index: number;
    take: number;
    /** Shown instead of the planned prompt, from now on. */ prompt: string | null;
    /** Tried first, from now on. */ model: string | null;
    requestedAt: string;
  }
>;

/** A clip that the segment had before is shown again, under a take of its own; nothing is made for it but the film. */
export type SegmentTakeRestored = Event<
  'SegmentTakeRestored',
  {
    videoId: string;
    plan: number;
    index: number;
    /** The take that it is from now on. */
    take: number;
    /** The take whose clip it is. */
    restored: number;
    restoredAt: string;
  }
>;

/** People call the video so from now on; the cards of the film keep the title that they were drawn with. */
export type VideoRenamed = Event<'VideoRenamed', { videoId: string; title: string; renamedAt: string }>;

/** The narration is spoken and lies on the film's time line. */
export type VoiceoverGenerated = Event<
  'VoiceoverGenerated',
  {
    videoId: string;
    plan: number;
    source: string;
    voiceover: StoredFile;
    /** The same sound uncompressed, for mixing. */
    master: StoredFile;
    lines: readonly { readonly segment: number; readonly startSeconds: number; readonly endSeconds: number; readonly tempo: number }[];
    /** The voice of each section by itself, from the section's beginning to its end; where the film has sections. */
    sections?: readonly { readonly section: PlannedSegment['section']; readonly file: StoredFile }[];
    cost: ProviderCost | null;
  }
>;

/** Every word has its time in the film; captions exist as files. */
export type SubtitlesAligned = Event<
  'SubtitlesAligned',
  {
    videoId: string;
    plan: number;
    srt: StoredFile;
    vtt: StoredFile;
    /** All cues with word times, as JSON. */
    cues: StoredFile;
    /** Digest of the cues that touch each segment: a changed one means its pieces look different. */
    segmentDigests: readonly string[];
  }
>;

/** The music is composed, as long as the film. */
export type MusicGenerated = Event<
  'MusicGenerated',
  { videoId: string; plan: number; source: string; music: StoredFile; master: StoredFile; cost: ProviderCost | null }
>;

/** Voice and music are one track, at the film's loudness. */
export type AudioMixed = Event<
  'AudioMixed',
  { videoId: string; plan: number; audio: StoredFile; integratedLufs: number | null; truePeakDbtp: number | null }
>;

/** A part of the film stands in its final encoding. */
export type PieceConformed = Event<
  'PieceConformed',
  {
    videoId: string;
    plan: number;
    /** `segment-007` or `transition-007-008`. */
    piece: string;
    /** Names all that the pixels depend on: same value, same picture. */
    madeFrom: string;
    file: StoredFile;
    frames: number;
  }
>;

/** The pieces are being joined. */
export type RenderStarted = Event<'RenderStarted', { videoId: string; startedAt: string }>;

/** The film is stored. */
export type RenderFinished = Event<
  'RenderFinished',
  {
    videoId: string;
    /** Counts every change of what is to be seen; a film of an older edition is out of date. */
    edition: number;
    film: StoredFile;
    manifest: StoredFile;
    thumbnail: StoredFile;
    frames: number;
    /** Film seconds that were encoded for this render; pieces taken over from an earlier one do not count. */
    renderedSeconds: number;
  }
>;

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
  | JobCompleted
  | JobFailed
  | JobRetried
  | JobResumed
  | JobCancelled
  | ArtifactsDeleted
  | FilesRemoved;
