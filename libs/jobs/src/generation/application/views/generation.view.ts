import { assetView, type SignedUrls } from '#assets';
import { type Generation } from '../../../contracts/generations.js';
import { type GenerationView } from '../handlers/messages.js';

export function generationView({ generation, asset }: GenerationView, urls: SignedUrls): Generation {
  const { cost, error } = generation;
  return {
    id: generation.generationId,
    model: generation.model,
    status: generation.status,
    asset: asset && assetView({ name: null, ...asset }, urls),
    error: error && { code: error.code, message: error.message, retryable: error.retryable },
    cost: { amountMicros: cost?.amountMicros ?? 0, currency: 'USD', items: cost ? [cost] : [] },
    createdAt: generation.createdAt,
    completedAt: generation.completedAt,
  };
}
