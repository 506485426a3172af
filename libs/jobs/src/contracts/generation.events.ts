import { type Event } from '#eventing/domain';
import { type ProviderCost } from '#steps';

/** What a model can be asked for by itself. */
export type GenerationCapability =
  | 'text-to-image'
  | 'image-edit'
  | 'upscale'
  | 'text-to-video'
  | 'image-to-video'
  | 'frames-to-video'
  | 'voice'
  | 'music'
  | 'stock';

/** Everything a model is told. Pictures are kept beside it: their addresses may carry secrets. */
export interface GenerationInput {
  /** Reaches the provider verbatim: what is seen, the words spoken, the mood of the music. */
  readonly prompt: string;
  readonly negativePrompt: string | null;
  /** Null for what has no length. */
  readonly durationSeconds: number | null;
  readonly aspectRatio: '9:16' | '16:9' | '1:1' | '4:5';
  /** BCP 47, of the prompt; a voice speaks it. */
  readonly language: string;
  readonly seed: number;
  /** Pictures that were given. */
  readonly pictures: readonly ('image' | 'lastImage')[];
}

/** One call of a model was ordered. First event of every `generation` stream. */
export type GenerationRequested = Event<
  'GenerationRequested',
  {
    generationId: string;
    model: string;
    capability: GenerationCapability;
    input: GenerationInput;
    /** The result becomes the asset of this id. */ assetId: string;
    /** What the model is expected to charge, 1 USD = 1 000 000; so much was reserved. */ expectedMicros: number;
    requestedAt: string;
  }
>;

/** A worker has taken it up. */
export type GenerationStarted = Event<'GenerationStarted', { generationId: string; startedAt: string }>;

/** The result is in the media library. Terminal. */
export type GenerationCompleted = Event<
  'GenerationCompleted',
  { generationId: string; assetId: string; sizeBytes: number; cost: ProviderCost | null; completedAt: string }
>;

/** There is no result. Terminal. */
export type GenerationFailed = Event<
  'GenerationFailed',
  {
    generationId: string;
    code: string;
    message: string;
    /** Whether ordering it again may help. */ retryable: boolean;
    attempts: number;
    failedAt: string;
  }
>;

/** What providers have charged so far that no result tells of: for what failed, or was tried again. By model. */
export type GenerationCharged = Event<'GenerationCharged', { generationId: string; charges: readonly ProviderCost[]; chargedAt: string }>;

/** The pictures it was made from, and where they came from, are gone from this installation. */
export type GenerationPicturesForgotten = Event<'GenerationPicturesForgotten', { generationId: string }>;

/** Nobody wants it any more. Its asset stays in the library until it is deleted there. */
export type GenerationDeleted = Event<'GenerationDeleted', { generationId: string; deletedAt: string }>;

/** Nothing of what was asked for is known any more. */
export type GenerationErased = Event<'GenerationErased', { generationId: string }>;

export type GenerationEvent =
  | GenerationRequested
  | GenerationStarted
  | GenerationCompleted
  | GenerationFailed
  | GenerationCharged
  | GenerationPicturesForgotten
  | GenerationDeleted
  | GenerationErased;
