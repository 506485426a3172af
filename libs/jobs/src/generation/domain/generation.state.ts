import { type ProviderCost } from '#steps/plan';
import { type GenerationCapability, type GenerationInput } from '../../contracts/generation.events.js';

/** A generation that was ordered. */
export interface OrderedGeneration {
  readonly status: 'pending' | 'running' | 'completed' | 'failed';
  readonly generationId: string;
  readonly model: string;
  readonly capability: GenerationCapability;
  readonly input: GenerationInput;
  readonly assetId: string;
  readonly cost: ProviderCost | null;
  /** What providers have charged that no result tells of. */
  readonly spareCosts: readonly ProviderCost[];
  readonly error: { readonly code: string; readonly message: string; readonly retryable: boolean } | null;
  readonly createdAt: string;
  readonly completedAt: string | null;
  readonly isForgotten: boolean;
  readonly isDeleted: boolean;
  readonly isErased: boolean;
}

export type Generation = { readonly status: 'absent' } | OrderedGeneration;

export const hasEnded = ({ status }: OrderedGeneration): boolean => status === 'completed' || status === 'failed';
