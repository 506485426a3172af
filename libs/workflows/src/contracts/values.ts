import { type FilmLook } from '#jobs';
import { type FilmFormat } from '#media/plan';
import { type Joint, type StoredFile } from '#steps/plan';
import { type PortType } from './node-type.js';

/** What comes out of a port: in the event itself, or, above 4 kB of JSON, as a file of the run. */
export type PortValue = InlineValue | StoredValue;

export interface InlineValue {
  readonly type: PortType;
  /** JSON. */
  readonly value: unknown;
}

export interface StoredValue {
  readonly type: PortType;
  /** The value as JSON. */
  readonly ref: StoredFile;
  /** Its beginning, for people. */
  readonly preview: string;
}

export type PortValues = Readonly<Record<string, PortValue>>;

/** A picture, clip or sound. */
export interface MediaValue {
  readonly file: StoredFile;
  readonly kind: 'image' | 'video' | 'audio';
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  readonly durationSeconds: number | null;
  /** The model that made it. */
  readonly source: string;
  /** Whom to name, where the licence asks for it. */
  readonly attribution: string | null;
  /** By what the library of stock knows it; missing: it comes from none. */
  readonly stockId?: string;
  /** Of a sound that was made here: the same uncompressed, to mix from. WAV, 48 kHz. */
  readonly master?: StoredFile;
  /** Of a voice: when each word is heard, as JSON (`TimedWord[]`). */
  readonly words?: StoredFile;
}

/** What is to be said. */
export interface ScriptValue {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly text: string;
  /** BCP 47. */
  readonly language: string;
  readonly source: string;
}

/** Where a script is cut: the parts of a film with their words. */
export interface SegmentsValue {
  readonly fps: number;
  readonly totalFrames: number;
  /** BCP 47. */
  readonly language: string;
  readonly title: string;
  readonly segments: readonly SegmentItem[];
}

export interface SegmentItem {
  readonly index: number;
  readonly section: 'intro' | 'main' | 'outro';
  readonly text: string;
  readonly startFrame: number;
  readonly endFrame: number;
  readonly durationSeconds: number;
}

export interface SubtitlesValue {
  /** BCP 47. */
  readonly language: string;
  readonly style: 'karaoke' | 'block' | 'minimal';
  readonly srt: StoredFile;
  readonly vtt: StoredFile;
  /** All captions with their words, as JSON: what is burned in. */
  readonly cues: StoredFile;
}

/** Something of the media library. */
export interface AssetValue {
  readonly assetId: string;
  readonly kind: MediaValue['kind'];
  /** A copy that belongs to the run. */
  readonly media: MediaValue;
}

/** A film before it is rendered: what is seen when, what is heard, and how it looks. */
export interface TimelineValue {
  readonly format: FilmFormat;
  readonly title: string;
  /** Id of the montage template. */
  readonly template: string;
  /** What the template says of looks and sound, copied: a later change of it changes no film. */
  readonly look: FilmLook;
  /** In order, without gap. */
  readonly shots: readonly Shot[];
  /** How shot i goes over into i + 1. */
  readonly joints: readonly Joint[];
  readonly captions: { readonly cues: StoredFile; readonly style: SubtitlesValue['style'] } | null;
  readonly voice: StoredFile | null;
  readonly music: StoredFile | null;
  /** Level of the music below the voice, in dB. */
  readonly musicGainDb: number;
}

export interface Shot {
  readonly file: StoredFile;
  readonly kind: 'image' | 'video';
  /** Of the camera over a still. */
  readonly seed: number;
  readonly startFrame: number;
  readonly endFrame: number;
  readonly text: string;
  readonly source: string;
  readonly attribution: string | null;
}
