import { type SegmentationMode } from '#steps/plan';

/**
 * What was asked for, with every default filled in: what `GET /v1/videos/{id}` shows as `request`, and what the job's
 * first event keeps. Field names are those of the HTTP contract.
 */
export interface VideoRequest {
  readonly prompt: string | null;
  /** Finished narration, kept word for word. */
  readonly script: string | null;
  readonly idea: string | null;
  readonly title: string | null;
  /** BCP 47. */
  readonly language: string;
  readonly style: string;
  readonly tone: string;
  readonly audience: string;
  readonly aspectRatio: '9:16' | '16:9' | '1:1' | '4:5';
  /** Short side of the picture. */
  readonly resolution: '480p' | '720p' | '1080p';
  readonly fps: number;
  /** Length of the finished video in seconds, whole or in tenths, 5-600; null: as long as the narration takes. */
  readonly durationSeconds: number | null;
  readonly segmentation: { readonly mode: SegmentationMode; readonly segmentSeconds: number };
  /** `frame-pairs` only: one pair for each segment, in order. The addresses of the pictures are kept elsewhere: they may carry signatures. */
  readonly frames?: readonly FramePair[];
  readonly visuals: VisualsRequest;
  readonly voice: VoiceRequest | false;
  readonly music: MusicRequest | false;
  readonly subtitles: { readonly style: 'karaoke' | 'block' | 'minimal'; readonly burnIn: boolean } | false;
  readonly template: string;
  readonly approvals: readonly ApprovalType[];
  /** What happens at gates that nobody decides in time; a gate that is not named waits for ever. */
  readonly deadlines?: readonly GateDeadline[];
  readonly renderer: 'ffmpeg' | 'fantaprojekt';
  readonly metadata: Readonly<Record<string, string>>;
}

export type { SegmentationMode };
export type ApprovalType = 'script' | 'images' | 'videos';

/** A segment that goes from one given picture to another. */
export interface FramePair {
  /** Whole or in tenths, 1-15. */
  readonly durationSeconds: number;
  /** What happens in between. */
  readonly prompt: string | null;
}

export interface GateDeadline {
  readonly type: ApprovalType;
  /** From the moment the gate is reached. */
  readonly deadlineSeconds: number;
  readonly onDeadline: 'approve' | 'cancel';
}

export interface VisualsRequest {
  readonly mode: 'text-to-video' | 'image-to-video' | 'stock' | 'images';
  /** `provider:model`, rotated over the segments: segment i begins with `models[i % models.length]`. */
  readonly models: readonly string[];
  /** Who draws the stills, where the mode or a gate asks for stills before clips; tried in order. */
  readonly imageModels: readonly string[];
  /** Tried in order when the models have failed; empty forbids replacing. */
  readonly fallback: readonly string[];
  /** Segments that show footage or pictures of the organisation's own. */
  readonly assets?: readonly SegmentAsset[];
  readonly seed: number;
}

/** Footage or a picture of the organisation's own, and how it lies in a film of another shape. */
export interface SegmentAsset {
  readonly segment: number;
  readonly assetId: string;
  /** Absent: `cover`. */
  readonly fit?: 'cover' | 'contain-blur';
  /** What `cover` keeps, as shares of width and height from the top left. Absent: the middle. */
  readonly focus?: { readonly x: number; readonly y: number };
}

export interface VoiceRequest {
  readonly provider: string;
  readonly voice: string | null;
  /** 1 = the voice's natural rate. */
  readonly speed: number;
  /** A recording of the organisation's own, in which the script is said: nobody else speaks. */
  readonly assetId?: string;
}

export interface MusicRequest {
  readonly mood: string;
  /** Level below the voice, in dB. */
  readonly gainDb: number;
  /** Music of the organisation's own: nothing is composed. */
  readonly assetId?: string;
}
