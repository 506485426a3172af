/** What is known of a video job: a fold of its events, used to decide, to plan the next work and to answer readers. */
import {
  type AudioMixed,
  type ClipAttribution,
  type ScriptSource,
  type JobFault,
  type JobOrigin,
  type MusicGenerated,
  type PlannedSegment,
  type PlannedTransition,
  type RenderFinished,
  type Stage,
  type SubtitlesAligned,
  type VoiceoverGenerated,
} from '../../contracts/video-job.events.js';
import { type ProviderCost, type StoredFile } from '#steps/plan';
import { type VideoSource } from '../../contracts/video.resource.js';
import { type FilmLook } from '../../contracts/film-look.js';
import { type ApprovalType, type VideoRequest } from '../../contracts/video-request.js';
import { assetIdOf, needsImage, needsImages } from './fallback-chain.js';
import { type Payers } from './payers.js';

export type JobStatus = 'queued' | 'processing' | 'awaiting_approval' | 'completed' | 'failed' | 'cancelled';

export interface Approval {
  readonly type: ApprovalType;
  readonly status: 'pending' | 'approved' | 'rejected';
  readonly createdAt: string;
  readonly decidedAt: string | null;
  readonly comment: string | null;
  /** RFC 3339; null: it waits for ever. */
  readonly deadlineAt: string | null;
  readonly onDeadline: 'approve' | 'cancel' | null;
  readonly byDeadline: boolean;
}

export interface ModelGivenUp {
  readonly what: 'image' | 'clip';
  readonly model: string;
  readonly code: string;
  readonly reason: string;
  readonly attempts: number;
}

/** A smaller copy of one edition of the film. */
export interface FilmCopy {
  readonly edition: number;
  readonly maxBytes: number;
  readonly status: 'asked-for' | 'made' | 'failed';
  /** Null until it is made. */
  readonly made: { readonly file: StoredFile; readonly widthPx: number; readonly heightPx: number } | null;
}

export interface SegmentClip {
  readonly source: string;
  readonly kind: 'video' | 'image' | 'drawing';
  readonly file: StoredFile;
  readonly still: StoredFile;
  readonly thumbnail: StoredFile | null;
  readonly costMicros: number;
  /** Take that made it: part of what its pieces are made from. */ readonly generationNumber: number;
  readonly attribution: ClipAttribution | null;
}

/** What a segment has shown once, with what it was made from: it can be shown again and costs nothing. */
export interface SegmentTake extends Pick<SegmentState, 'image' | 'givenUp' | 'prompt' | 'model' | 'comment'> {
  readonly clip: SegmentClip;
  /** RFC 3339; null: recorded by an earlier release. */
  readonly madeAt: string | null;
  /** The take whose clip it shows again; null: it was made. */
  readonly restored: number | null;
  /** How a drawing was last seen in the film; absent: not yet. */
  readonly piece?: StoredFile;
}

export interface SegmentState {
  /** Rises when the segment is made anew; a result of an older take is ignored. */
  readonly generationNumber: number;
  readonly imageFallbackIndex: number;
  readonly clipFallbackIndex: number;
  readonly image: {
    readonly source: string;
    readonly file: StoredFile;
    readonly thumbnail: StoredFile | null;
    readonly costMicros: number;
  } | null;
  readonly clip: SegmentClip | null;
  /** All clips it has had since it was planned, the oldest first. */
  readonly takes: readonly SegmentTake[];
  readonly givenUp: readonly ModelGivenUp[];
  /** Tries of the model whose turn it is that have failed so far. */
  readonly failedAttempts: number;
  /** When the last of them did; null: none has. */
  readonly lastFailedAt: string | null;
  /** What was paid for its pictures, of all takes. */
  readonly costMicros: number;
  /** Footage found that another segment had taken in the meantime; each time is looked for anew. */
  readonly duplicateFootageRetries: number;
  /** Wishes of a regeneration or a rejection. */
  readonly prompt: string | null;
  readonly model: string | null;
  readonly comment: string | null;
}

export interface FilmPlanState {
  readonly number: number;
  readonly segments: readonly PlannedSegment[];
  readonly transitions: readonly PlannedTransition[];
}

export interface VideoJobState {
  readonly status: JobStatus;
  readonly videoId: string;
  readonly request: VideoRequest;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly transition: PlannedTransition;
  readonly sectionTransition: PlannedTransition;
  /** Null: plain. */
  readonly look: FilmLook | null;
  /** The given pictures are here. True where none are given. */
  readonly hasFrames: boolean;
  /** Who puts the pictures together: the request's wish, or we where that could not. */
  readonly renderer: VideoRequest['renderer'];
  readonly source: VideoSource;
  /** The series that it is an episode of; null: of none. */
  readonly seriesId: string | null;
  readonly createdAt: string;
  readonly completedAt: string | null;
  readonly stage: Stage;
  readonly stageHistory: readonly { readonly stage: Stage; readonly enteredAt: string; readonly leftAt: string | null }[];
  /** Of the film: its cards show it. */
  readonly title: string | null;
  /** What people call it since it was renamed. */
  readonly renamed: string | null;
  readonly script: {
    readonly text: string;
    readonly source: string;
    readonly sentenceSeconds: readonly number[];
    readonly sources: readonly ScriptSource[];
  } | null;
  /** Drafts asked for so far: 1 from the start, one more for each rejection. */
  readonly draft: number;
  readonly approvals: readonly Approval[];
  readonly plan: FilmPlanState | null;
  readonly segments: readonly SegmentState[];
  readonly storyboard: { readonly storyboard: StoredFile; readonly script: StoredFile } | null;
  readonly voiceover: VoiceoverGenerated['data'] | null;
  readonly subtitles: SubtitlesAligned['data'] | null;
  /** Narration is through: spoken and aligned, as far as the request wants either. */
  readonly narrated: boolean;
  readonly music: MusicGenerated['data'] | null;
  readonly mix: AudioMixed['data'] | null;
  readonly pieces: Readonly<Record<string, { readonly inputDigest: string; readonly file: StoredFile; readonly frames: number }>>;
  /** Pieces encoded since the last film was finished. */
  readonly conformedSinceFilm: readonly string[];
  /** Counts every change of what is to be seen. */
  readonly filmRevision: number;
  readonly film: RenderFinished['data'] | null;
  /** Smaller copies of it, also of earlier editions. */
  readonly copies: readonly FilmCopy[];
  readonly costs: readonly ProviderCost[];
  /** What providers have charged that no result tells of, by model. */
  readonly spareCosts: readonly ProviderCost[];
  readonly payers: Payers;
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly retryable: boolean;
    readonly segment: number | null;
    readonly faults: readonly JobFault[];
  } | null;
  /** How often it was driven on since something happened to it. */
  readonly resumes: number;
  /** How often the whole job went on after it had failed or stalled. */
  readonly round: number;
  readonly deleted: boolean;
  readonly filesRemoved: boolean;
}

export type VideoJob = { readonly status: 'absent' } | VideoJobState;

export function sourceOf(origin: JobOrigin | undefined): VideoSource {
  if (origin?.workflowRunId !== undefined) return 'workflow';
  if (origin?.seriesId !== undefined) return 'series';
  if (origin?.batchId !== undefined) return 'batch';
  return origin?.contactId !== undefined ? 'chat' : 'api';
}

/** What a model is told for a segment: the wish instead of the plan where there is one, and what a rejection said about it. */
export const promptSent = ({ prompt, comment }: SegmentState, planned: string): string =>
  [prompt ?? planned, comment].filter((part) => part !== null).join('\n');

/** What the video is called in lists and files. */
export const titleOf = ({ renamed, title }: VideoJobState): string | null => renamed ?? title;

/** Whether a still is drawn for this segment: those that show a file of their own need none. */
export const wantsImage = ({ request, segments }: VideoJobState, index: number): boolean =>
  needsImage(request, index) && assetIdOf(segments[index]?.model ?? '') === null;

/** Frames of the whole film. */
export const totalFrames = (plan: FilmPlanState): number => plan.segments.at(-1)?.endFrame ?? 0;

export const isTerminal = (status: JobStatus): boolean => status === 'completed' || status === 'failed' || status === 'cancelled';

const latestApproval = (job: VideoJobState, type: ApprovalType): Approval | undefined => job.approvals.findLast((a) => a.type === type);

export const pendingApproval = (job: VideoJobState): Approval | undefined => job.approvals.find((a) => a.status === 'pending');

/** Whether the way past this gate is free: it was not asked for, or somebody approved. */
export const isPast = (job: VideoJobState, gate: ApprovalType): boolean =>
  !job.request.approvals.includes(gate) || latestApproval(job, gate)?.status === 'approved';

export const allImagesDone = (job: VideoJobState): boolean =>
  !needsImages(job.request) || job.segments.every((s, index) => s.image !== null || !wantsImage(job, index));

/** Footage the film has already, by the ids of its attributions. @param but a segment that does not count */
export const takenFootage = (job: VideoJobState, but: number | null = null): string[] =>
  job.segments.flatMap((s, index) => (index === but ? [] : (s.clip?.attribution?.id ?? [])));

export const allClipsDone = (job: VideoJobState): boolean => job.segments.length > 0 && job.segments.every((s) => s.clip !== null);
