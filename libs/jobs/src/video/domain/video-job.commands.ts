import { Command } from '#eventing/domain';
import {
  type ClipAttribution,
  type ScriptSource,
  type JobFault,
  type PlannedTransition,
  type SubtitlesAligned,
  type VoiceoverGenerated,
  type JobOrigin,
} from '../../contracts/video-job.events.js';
import { type ProviderCost, type StoredFile } from '#steps/plan';
import { type FilmLook } from '../../contracts/film-look.js';
import { type ApprovalType, type VideoRequest } from '../../contracts/video-request.js';

type OfVideo<Data> = { videoId: string } & Data;
/** A result names what it was made for, so that one that comes too late changes nothing. */
type OfPlan<Data> = OfVideo<{ plan: number } & Data>;
type OfTake<Data> = OfPlan<{ index: number; take: number } & Data>;

export class CreateVideo extends Command<
  OfVideo<{
    request: VideoRequest;
    widthPx: number;
    heightPx: number;
    transition: PlannedTransition;
    /** Between sections; absent: the same. */ sectionTransition?: PlannedTransition;
    /** Absent: plain. */ look?: FilmLook;
    /** Absent: nothing but the order itself. */ origin?: JobOrigin;
  }>
> {
  readonly type = 'CreateVideo';
}
export class BeginDrafting extends Command<OfVideo<object>> {
  readonly type = 'BeginDrafting';
}
/** The given pictures are here. */
export class RecordFrames extends Command<OfVideo<object>> {
  readonly type = 'RecordFrames';
}
export class RecordScript extends Command<
  OfVideo<{
    draft: number;
    title: string;
    script: string;
    source: string;
    cost: ProviderCost | null;
    /** How long each sentence takes to say, from the first on; absent: nobody has spoken them. */
    sentenceSeconds?: readonly number[];
    /** Whose words it uses; absent: nobody's. */
    sources?: readonly ScriptSource[];
  }>
> {
  readonly type = 'RecordScript';
}
export class RecordStoryboard extends Command<OfPlan<{ storyboard: StoredFile; script: StoredFile }>> {
  readonly type = 'RecordStoryboard';
}
export class RecordImage extends Command<
  OfTake<{ source: string; image: StoredFile; thumbnail?: StoredFile | null; cost: ProviderCost | null }>
> {
  readonly type = 'RecordImage';
}
export class RecordClip extends Command<
  OfTake<{
    rung: number;
    source: string;
    kind: 'video' | 'image' | 'drawing';
    clip: StoredFile;
    still: StoredFile;
    thumbnail?: StoredFile | null;
    cost: ProviderCost | null;
    attribution: ClipAttribution | null;
  }>
> {
  readonly type = 'RecordClip';
}
/** A try of the model of this rung has failed; the next one follows. */
export class RecordFailedAttempt extends Command<
  OfTake<{ what: 'image' | 'clip'; rung: number; attempt: number; code: string; message: string }>
> {
  readonly type = 'RecordFailedAttempt';
}
/** The montage elsewhere delivered nothing. */
export class GiveUpRenderer extends Command<OfPlan<{ code: string; message: string; retryable: boolean; attempts: number }>> {
  readonly type = 'GiveUpRenderer';
}
/** The model of this rung delivered nothing. */
export class GiveUpModel extends Command<
  OfTake<{ what: 'image' | 'clip'; rung: number; code: string; message: string; retryable: boolean; attempts: number }>
> {
  readonly type = 'GiveUpModel';
}
export class RecordNarration extends Command<
  OfPlan<{
    voiceover: Omit<VoiceoverGenerated['data'], 'videoId' | 'plan'> | null;
    subtitles: Omit<SubtitlesAligned['data'], 'videoId' | 'plan'> | null;
  }>
> {
  readonly type = 'RecordNarration';
}
export class RecordMusic extends Command<OfPlan<{ source: string; music: StoredFile; master: StoredFile; cost: ProviderCost | null }>> {
  readonly type = 'RecordMusic';
}
export class RecordMix extends Command<OfPlan<{ audio: StoredFile; integratedLufs: number | null; truePeakDbtp: number | null }>> {
  readonly type = 'RecordMix';
}
export class RecordPiece extends Command<OfPlan<{ piece: string; madeFrom: string; file: StoredFile; frames: number }>> {
  readonly type = 'RecordPiece';
}
export class BeginRender extends Command<OfVideo<{ edition: number }>> {
  readonly type = 'BeginRender';
}
export class RecordFilm extends Command<
  OfVideo<{
    edition: number;
    film: StoredFile;
    manifest: StoredFile;
    thumbnail: StoredFile;
    frames: number;
    renderedSeconds: number;
  }>
> {
  readonly type = 'RecordFilm';
}
/** The film, in so many bytes at most. */
export class RequestFilmCopy extends Command<OfVideo<{ maxBytes: number }>> {
  readonly type = 'RequestFilmCopy';
}
export class RecordFilmCopy extends Command<
  OfVideo<{ edition: number; maxBytes: number; copy: StoredFile; widthPx: number; heightPx: number }>
> {
  readonly type = 'RecordFilmCopy';
}
export class GiveUpFilmCopy extends Command<OfVideo<{ edition: number; maxBytes: number; code: string }>> {
  readonly type = 'GiveUpFilmCopy';
}
/** A step without which there is no film has failed for good. */
export class FailJob extends Command<OfVideo<{ code: string; message: string; retryable: boolean; faults?: readonly JobFault[] }>> {
  readonly type = 'FailJob';
}
export class DecideApproval extends Command<
  OfVideo<{
    approval: string;
    decision: 'approved' | 'rejected';
    comment: string | null;
    segments: readonly number[];
    /** Text to use instead, for a rejected script. */ script: string | null;
    /** Which of several requests of this type, from 1; absent: whichever is pending. */ gate?: number;
  }>
> {
  readonly type = 'DecideApproval';
}
/** Nobody has decided this gate in time. */
export class LapseApproval extends Command<OfVideo<{ approval: ApprovalType; /** Which of several of this type. */ requestedAt: string }>> {
  readonly type = 'LapseApproval';
}
/** What is wished for a segment that is made anew. */
export interface SegmentWish {
  readonly index: number;
  readonly prompt: string | null;
  /** Tried first: a model, or `asset:<id>`. */
  readonly model: string | null;
}
/** Several at once: one film is made of them. */
export class RegenerateSegments extends Command<OfVideo<{ segments: readonly SegmentWish[] }>> {
  readonly type = 'RegenerateSegments';
}
/** Shows again what the segment had before. */
export class RestoreTake extends Command<OfVideo<{ index: number; take: number }>> {
  readonly type = 'RestoreTake';
}
export class RenameVideo extends Command<OfVideo<{ title: string }>> {
  readonly type = 'RenameVideo';
}
export class CancelVideo extends Command<OfVideo<object>> {
  readonly type = 'CancelVideo';
}
export class RetryVideo extends Command<OfVideo<object>> {
  readonly type = 'RetryVideo';
}
/** Nobody works on the job although it is not at its end. */
export class ResumeVideo extends Command<OfVideo<object>> {
  readonly type = 'ResumeVideo';
}
export class DeleteArtifacts extends Command<OfVideo<object>> {
  readonly type = 'DeleteArtifacts';
}

/** The files of a deleted video are gone from storage. */
/** What providers have charged so far that no result tells of. */
export class RecordVideoCharges extends Command<OfVideo<{ charges: readonly ProviderCost[] }>> {
  readonly type = 'RecordVideoCharges';
}
export class RecordFilesRemoved extends Command<OfVideo<object>> {
  readonly type = 'RecordFilesRemoved';
}

export type VideoJobCommand =
  | CreateVideo
  | BeginDrafting
  | RecordFrames
  | RecordScript
  | RecordStoryboard
  | RecordImage
  | RecordClip
  | RecordFailedAttempt
  | GiveUpModel
  | GiveUpRenderer
  | RecordNarration
  | RecordMusic
  | RecordMix
  | RecordPiece
  | BeginRender
  | RecordFilm
  | RequestFilmCopy
  | RecordFilmCopy
  | GiveUpFilmCopy
  | FailJob
  | DecideApproval
  | LapseApproval
  | RegenerateSegments
  | RestoreTake
  | RenameVideo
  | CancelVideo
  | RetryVideo
  | ResumeVideo
  | DeleteArtifacts
  | RecordVideoCharges
  | RecordFilesRemoved;

export const isApprovalType = (text: string): text is ApprovalType => ['script', 'images', 'videos'].includes(text);
