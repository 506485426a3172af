/** What a model can be asked for; the `capability` of the HTTP contract's catalogue. */
export type ModelCapability =
  | 'script'
  | 'text-to-image'
  | 'image-edit'
  | 'upscale'
  | 'text-to-video'
  | 'image-to-video'
  | 'frames-to-video'
  | 'voice'
  | 'music'
  | 'transcription'
  | 'stock'
  | 'render';

export const MODEL_CAPABILITIES: readonly ModelCapability[] = [
  'script',
  'text-to-image',
  'image-edit',
  'upscale',
  'text-to-video',
  'image-to-video',
  'frames-to-video',
  'voice',
  'music',
  'transcription',
  'stock',
  'render',
];

/** One model under one capability, as the catalogue shows it. A model with several capabilities has one entry for each. */
export interface ModelInfo {
  /** `provider:model`; `ffmpeg` stands alone. */
  readonly id: string;
  readonly provider: string;
  readonly capability: ModelCapability;
  /** Lengths it can make; null: any (or the capability has no length). */
  readonly durationsSeconds: readonly number[] | null;
  /** Null: any. */
  readonly aspectRatios: readonly string[] | null;
  /** What `priceMicros` is the price of. */
  readonly unit: 'call' | 'second' | 'image' | 'character' | 'token';
  /** 1 USD = 1 000 000. */
  readonly priceMicros: number;
  /** False while it cannot be used, e.g. without a key. */
  readonly available: boolean;
  /** Why it is not available; null when it is. */
  readonly unavailableReason: string | null;
  /** The model to use instead of one that is retired or will be; null for one that is not. */
  readonly successor: string | null;
  /** Day on which the provider withdraws it, `2027-01-31`; absent or null: not announced. */
  readonly retiredOn?: string | null;
}

/** Whether the provider has withdrawn it: on its day, or at once where it names a successor and no day. @param today `YYYY-MM-DD` */
export const isRetired = ({ retiredOn, successor }: ModelInfo, today: string): boolean =>
  typeof retiredOn === 'string' ? retiredOn <= today : successor !== null;
