import { type QueueName, type TaskContext } from '#tasks/contracts';
import { type StoredFile } from './stored-file.js';

/** What a piece of work uses, by billing's resources; what is not named is not used. */
export interface Quantities {
  readonly video_seconds?: number;
  readonly render_seconds?: number;
  readonly provider_cost_micros?: number;
  readonly storage_bytes?: number;
}

/** What the catalogue says of a model. */
export interface ModelPrice {
  readonly provider: string;
  /** `provider:model`. */
  readonly model: string;
  readonly unit: 'call' | 'second' | 'image' | 'character' | 'token';
  readonly priceMicros: number;
  /** Lengths it can make; null: any. */
  readonly durationsSeconds: readonly number[] | null;
  readonly available: boolean;
}

/** The catalogue's prices as they are now. */
export interface Prices {
  /** Null: the catalogue has no such model. */
  priceOf(modelId: string): ModelPrice | null;
}

/** Where a step runs: inside an attempt at a task, with a place for its results. */
export interface StepContext extends TaskContext {
  /** Keeps a finished local file as a result of this step. The file must not be changed afterwards. @throws StorageError */
  store(name: string, filePath: string, contentType: string): Promise<StoredFile>;
}

/**
 * One kind of work: JSON in, JSON and stored files out. It knows no job and no workflow: its input names files by their keys and says
 * everything else by value. It makes one thing by one model; who takes the place of a model that fails, and when, is decided outside.
 */
export interface Step<In extends object, Out extends object> {
  /** `Voice.TTS`; also the name of the workflow node that does this work. */
  readonly type: string;
  /** The queue of its weight: what calls out only waits, and never stands behind what is computed here. */
  queueOf(input: In): QueueName;
  /** What it will probably use. Pure. */
  estimate(input: In, prices: Prices): Quantities;
  /**
   * @returns files as `StoredFile`, and what was charged
   * @throws ProviderError, StorageError, MediaError; stops soon after `context.signal` is aborted
   */
  run(input: In, context: StepContext): Promise<Out>;
}
