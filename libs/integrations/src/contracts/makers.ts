import { type MediaFile, type Output, type SpokenText, type TimedWord } from '#media';
import { type ProviderCalls } from './provider-calls.js';
import { type TaskRun } from '#tasks';

/** Where and for whom something is made. The context of a task is one, and has `run`. */
export interface WorkContext {
  /** Aborted when the work is cancelled, its lease is lost or the process stops. */
  readonly signal: AbortSignal;
  readonly orgId: string;
  /** Names this attempt for ever: the client-made id where a provider takes one, and part of its callback URL. */
  readonly attemptId: string;
  /** Folder for files in between. Absolute. */
  readonly workDir: string;
  /** The task that remembers what is paid for. Absent: nobody remembers, so makers that pay are refused. */
  readonly run?: TaskRun;
  /**
   * Asked of each thing that a library has found, before it is brought: `false` where somebody else shows it, and the next one is looked at.
   * Absent: whatever is not excluded may be taken.
   */
  readonly takes?: (id: string) => Promise<boolean>;
  /** Begins the names of all calls, see `withNamedCalls`. */
  readonly callPrefix?: string;
}

/** What an adapter is told besides its input. */
export interface CallContext extends WorkContext {
  /** The way to providers that are paid. */
  readonly calls: ProviderCalls;
}

/** A maker as those outside see it: what they hand it is the context of their work, without any calls. */
export type Bound<Maker> = {
  readonly [K in keyof Maker]: Maker[K] extends (...args: [...infer Args, CallContext]) => infer Result
    ? (...args: [...Args, WorkContext]) => Result
    : Maker[K];
};

/** What a provider charged; the local ones charge 0 and report none. */
export interface CallCost {
  readonly provider: string;
  /** `provider:model`. */
  readonly model: string;
  readonly units: number;
  /** 1 USD = 1 000 000. */
  readonly amountMicros: number;
  readonly currency: 'USD';
}

/** Whose work a found picture is; kept with it and shown wherever it is shown. */
export interface Attribution {
  /** Names the found item for ever, `provider:id`, so that a film does not take it twice. */
  readonly id: string;
  /** Page of the item. */
  readonly pageUrl: string;
  readonly author: string;
  readonly authorUrl: string | null;
  /** What it may be shown under, `CC BY-SA 4.0`; absent where the library has terms of its own. */
  readonly license?: string;
  readonly licenseUrl?: string | null;
}

/** A work that a text is made from; to be named with it. */
export interface TextSource {
  readonly title: string;
  readonly pageUrl: string;
  readonly author: string;
  readonly license: string;
}

/** A finished file, complete and closed. */
export interface Made extends MediaFile {
  readonly cost: CallCost | null;
  /** Of stock; absent for what was made. */
  readonly attribution?: Attribution;
}

/** Of a series, what the writer of its next episode is told. */
export interface SeriesSoFar {
  /** What all episodes have in common; empty: nothing. */
  readonly bible: string;
  /** Of this one, from 1. */
  readonly episode: number;
  /** Newest first. None of them is to be told again. */
  readonly earlier: readonly { readonly title: string; readonly opening: string }[];
}

export interface ScriptRequest {
  /** What the film is to be about, in the user's words. */
  readonly prompt: string;
  /** Given by the user; null: to be invented. */
  readonly title: string | null;
  /** BCP 47. */
  readonly language: string;
  readonly style: string;
  readonly tone: string;
  readonly audience: string;
  /** Length of the film the narration is for; null: as long as it comes. */
  readonly durationSeconds: number | null;
  /** Paragraphs wanted, one for each picture; null: the writer's choice. */
  readonly beats: number | null;
  readonly seed: number;
  /** Absent: it is no episode of a series. */
  readonly series?: SeriesSoFar;
}

/** A narration with what surrounds it. `paragraphs` joined by blank lines is what is spoken. */
export interface WrittenScript {
  readonly title: string;
  readonly hook: string;
  readonly tone: string;
  readonly format: string;
  readonly audience: string;
  readonly outline: readonly string[];
  readonly paragraphs: readonly string[];
  /** Whose words it uses; absent: nobody's. */
  readonly sources?: readonly TextSource[];
  readonly cost: CallCost | null;
}

/** Capability `script`. */
export interface ScriptWriter {
  /** It knows nothing but what the prompt brings: where no length was asked for it is asked for none. Absent: it has something to say of any length. */
  readonly knowsOnlyTheGiven?: boolean;
  /** @throws ProviderError */
  write(request: ScriptRequest, context: CallContext): Promise<WrittenScript>;
}

/** The film a picture belongs to, so that its pictures differ from each other and still belong together. */
export interface PlaceInFilm {
  readonly title: string;
  readonly tone: string;
  /** This segment, counted from 0. */
  readonly index: number;
  readonly section: 'intro' | 'main' | 'outro';
  /** Narration of every segment, in order. */
  readonly narrations: readonly string[];
  /** The same for all pictures that shall share one look; default: the picture's own seed. */
  readonly seed?: number;
}

export interface PictureRequest {
  /** What is to be seen; reaches the provider verbatim. */
  readonly prompt: string;
  readonly negativePrompt: string | null;
  /** Words spoken over the picture; empty when there are none. */
  readonly narration: string;
  /** BCP 47, of prompt and narration. */
  readonly language: string;
  readonly style: string;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Same request and seed, same picture, where the provider can. */
  readonly seed: number;
  /** Null for a picture by itself. */
  readonly film: PlaceInFilm | null;
  /** Local picture to be changed: image-edit and upscale. */
  readonly sourceImagePath?: string;
  /** Stock that is shown already, by `Attribution.id`: not to be taken again. */
  readonly exclude?: readonly string[];
}

/** Capability `text-to-image`. */
export interface ImageMaker {
  /** Writes one PNG or JPEG. @throws ProviderError */
  make(request: PictureRequest, output: Output, context: CallContext): Promise<Made>;
}

export interface ClipRequest extends PictureRequest {
  readonly fps: number;
  /** Length wanted. A provider with fixed lengths takes the next longer one, else its longest. */
  readonly durationSeconds: number;
  /** Local picture the clip starts with: image-to-video and frames-to-video. */
  readonly firstImagePath: string | null;
  /** Local picture the clip ends with: frames-to-video. */
  readonly lastImagePath: string | null;
}

/** Capabilities `text-to-video`, `image-to-video`, `frames-to-video`. */
export interface ClipMaker {
  /** Writes one video file; its sound, if any, is not used. @throws ProviderError */
  make(request: ClipRequest, output: Output, context: CallContext): Promise<Made>;
}

/** A clip that is not drawn yet, and its middle frame. */
export interface Sketched {
  /** JSON for the renderer of this machine, which draws it while a piece is encoded. */
  readonly drawing: MediaFile;
  readonly still: MediaFile;
  /** The still as JPEG for lists, `LIST_PICTURE` at most; null where it cannot be made so small. */
  readonly thumbnail: MediaFile | null;
}

/** Where a sketch is written. */
export interface SketchOutputs {
  readonly drawing: Output;
  readonly still: Output;
  readonly thumbnail: Output;
}

/** What makers of clips have besides that draw here themselves: says what a clip would show instead of making it. */
export interface ClipSketcher {
  /** Of words alone: a request with pictures is not one for a sketch. @throws ProviderError */
  sketch(request: ClipRequest, outputs: SketchOutputs, context: CallContext): Promise<Sketched>;
}

export interface SpeechRequest {
  readonly text: string;
  /** BCP 47. */
  readonly language: string;
  /** A voice of the provider; null: its choice for the language. */
  readonly voice: string | null;
  /** 1 = the voice's natural rate. */
  readonly speed: number;
}

export interface Spoken extends SpokenText {
  readonly cost: CallCost | null;
}

/** Capability `voice`. */
export interface VoiceMaker {
  /** Writes 48 kHz mono 16-bit WAV; word times are in the answer. @throws ProviderError */
  speak(request: SpeechRequest, output: Output, context: CallContext): Promise<Spoken>;
}

export interface TimingRequest {
  /** 48 kHz mono 16-bit WAV. */
  readonly wavPath: string;
  /** What is said in it, in full. */
  readonly text: string;
  /** BCP 47. */
  readonly language: string;
}

/** Capability `transcription`: when each word of a known text is heard. */
export interface WordTimer {
  /** One entry for each word as written, in order, never running backwards. @throws ProviderError */
  time(request: TimingRequest, context: CallContext): Promise<{ readonly words: readonly TimedWord[]; readonly cost: CallCost | null }>;
}

export interface MusicRequest {
  readonly mood: string;
  readonly durationSeconds: number;
  readonly seed: number;
}

/** Capability `music`. */
export interface MusicMaker {
  /** Writes 48 kHz stereo 16-bit WAV of exactly that length. @throws ProviderError */
  compose(request: MusicRequest, output: Output, context: CallContext): Promise<Made>;
}
