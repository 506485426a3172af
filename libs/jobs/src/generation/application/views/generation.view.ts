import { assetView, type SignedUrls } from '#assets';
import { type Generation } from '../../../contracts/generations.js';
import { microsOf } from '../../../contracts/micros.js';
import { type GenerationView } from '../handlers/messages.js';

export function generationView({ generation, asset }: GenerationView, urls: SignedUrls): Generation {
  const { cost, spareCosts, error } = generation;
  const paid = [...(cost ? [cost] : []), ...spareCosts];
  return {
    id: generation.generationId,
    model: generation.model,
    status: generation.status,
    asset: asset && assetView({ name: null, ...asset }, urls),
    error: error && { code: error.code, message: error.message, retryable: error.retryable },
    cost: { amountMicros: microsOf(paid), currency: 'USD', items: paid },
    createdAt: generation.createdAt,
    completedAt: generation.completedAt,
  };
}
