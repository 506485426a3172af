import { type AssetResource } from '#assets';
import { type Page } from '#platform';
import { type InTransaction, type PageRequest, type Requester } from './requester.js';

/** The body of `POST /v1/generations`, as plain data. */
export interface GenerationOrder {
  /** Id of the catalogue. */
  readonly model: string;
  readonly input: {
    /** Reaches the provider word for word: what is to be seen, the text a voice speaks, the mood of music. */
    readonly prompt: string;
    readonly negativePrompt?: string;
    /** Of clips and music. */
    readonly durationSeconds?: number;
    readonly aspectRatio?: '9:16' | '16:9' | '1:1' | '4:5';
    /** Picture to change, to enlarge or to begin with. */
    readonly imageUrl?: string;
    /** Picture the clip ends with. */
    readonly lastImageUrl?: string;
    readonly seed?: number;
  };
}

/** A single call of a model as those see it who ordered it. */
export interface Generation {
  readonly id: string;
  readonly model: string;
  readonly status: 'pending' | 'running' | 'completed' | 'failed';
  /** Null until there is one, and after it was deleted. */
  readonly asset: AssetResource | null;
  readonly error: { readonly code: string; readonly message: string; readonly retryable: boolean } | null;
  readonly cost: {
    /** 1 USD = 1 000 000. */
    readonly amountMicros: number;
    readonly currency: string;
    readonly items: readonly { readonly provider: string; readonly model: string; readonly units: number; readonly amountMicros: number }[];
  };
  readonly createdAt: string;
  readonly completedAt: string | null;
}

/**
 * The only way to call a model by itself. Also the injection token. A generation of another organisation is one that is not there
 * (`generation_not_found`); bodies are checked here, whoever sends them. Refusals change nothing.
 */
export abstract class Generations {
  /** `generationId`: derived from what orders it, so that ordering twice is ordering once; default: a new one. */
  abstract order(
    by: Requester,
    order: GenerationOrder,
    options?: { readonly generationId?: string; readonly alongside?: InTransaction<Generation> },
  ): Promise<Generation>;
  abstract read(orgId: string, generationId: string): Promise<Generation>;
  /** Newest first. */
  abstract list(orgId: string, page: PageRequest): Promise<Page<Generation>>;
  /** Forgets one that has ended, and what was asked for; its asset stays in the library. */
  abstract delete(by: Requester, generationId: string): Promise<void>;
  /** Has the provider asked now whether it is done; `alongside` commits with that. */
  abstract refresh(by: Requester, generationId: string, options?: { readonly alongside?: InTransaction<Generation> }): Promise<Generation>;
}
