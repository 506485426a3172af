/** Events and commands of a generation with valid defaults, for specs. */
import { AT } from '../../testing/builders.js';
import {
  type GenerationCompleted,
  type GenerationFailed,
  type GenerationInput,
  type GenerationRequested,
  type GenerationStarted,
} from '../../contracts/generation.events.js';
import { FailGeneration, RecordGenerated, RequestGeneration } from '../domain/generation.commands.js';

export const GENERATION_ID = '0199a000-0000-7000-8000-000000000020';
export const ASSET_ID = '0199a000-0000-7000-8000-000000000021';
const of = { generationId: GENERATION_ID };

export const generationInput = (over: Partial<GenerationInput> = {}): GenerationInput => ({
  prompt: 'A lighthouse in the rain',
  negativePrompt: null,
  durationSeconds: null,
  aspectRatio: '9:16',
  language: 'en',
  seed: 7,
  pictures: [],
  ...over,
});

const ORDER = {
  ...of,
  model: 'kie:nano-banana',
  capability: 'text-to-image' as const,
  input: generationInput(),
  assetId: ASSET_ID,
  expectedMicros: 30_000,
};

export const requestGeneration = (over: Partial<RequestGeneration['data']> = {}): RequestGeneration =>
  new RequestGeneration({ ...ORDER, ...over }, AT);
export const generationRequested = (over: Partial<GenerationRequested['data']> = {}): GenerationRequested => ({
  type: 'GenerationRequested',
  data: { ...ORDER, requestedAt: AT, ...over },
});
export const generationStarted = (): GenerationStarted => ({ type: 'GenerationStarted', data: { ...of, startedAt: AT } });

export const GENERATION_COST = { provider: 'kie', model: 'kie:nano-banana', units: 1, amountMicros: 30_000 };
export const recordGenerated = (): RecordGenerated => new RecordGenerated({ ...of, sizeBytes: 1000, cost: GENERATION_COST }, AT);
export const generationCompleted = (): GenerationCompleted => ({
  type: 'GenerationCompleted',
  data: { ...of, assetId: ASSET_ID, sizeBytes: 1000, cost: GENERATION_COST, completedAt: AT },
});

const FAILURE = { code: 'content_refused', message: 'the provider refused it', retryable: false, attempts: 1 };
export const failGeneration = (): FailGeneration => new FailGeneration({ ...of, ...FAILURE }, AT);
export const generationFailed = (): GenerationFailed => ({ type: 'GenerationFailed', data: { ...of, ...FAILURE, failedAt: AT } });
