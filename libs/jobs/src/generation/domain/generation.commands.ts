import { Command } from '#eventing/domain';
import { type ProviderCost } from '#steps/plan';
import { type GenerationCapability, type GenerationInput } from '../../contracts/generation.events.js';

type OfGeneration<Data> = { generationId: string } & Data;

export class RequestGeneration extends Command<
  OfGeneration<{ model: string; capability: GenerationCapability; input: GenerationInput; assetId: string; expectedMicros: number }>
> {
  readonly type = 'RequestGeneration';
}
export class BeginGeneration extends Command<OfGeneration<object>> {
  readonly type = 'BeginGeneration';
}
export class RecordGenerated extends Command<OfGeneration<{ sizeBytes: number; cost: ProviderCost | null }>> {
  readonly type = 'RecordGenerated';
}
export class FailGeneration extends Command<OfGeneration<{ code: string; message: string; retryable: boolean; attempts: number }>> {
  readonly type = 'FailGeneration';
}
/** What providers have charged so far that no result tells of. */
export class RecordGenerationCharges extends Command<OfGeneration<{ charges: readonly ProviderCost[] }>> {
  readonly type = 'RecordGenerationCharges';
}
export class RecordGenerationPicturesForgotten extends Command<OfGeneration<object>> {
  readonly type = 'RecordGenerationPicturesForgotten';
}
/** They could not be removed: nothing is recorded, so that the log goes on saying that they are there. */
export class LeaveGenerationPictures extends Command<OfGeneration<object>> {
  readonly type = 'LeaveGenerationPictures';
}

export class DeleteGeneration extends Command<OfGeneration<object>> {
  readonly type = 'DeleteGeneration';
}
export class RecordGenerationErased extends Command<OfGeneration<object>> {
  readonly type = 'RecordGenerationErased';
}

export type GenerationCommand =
  | RequestGeneration
  | BeginGeneration
  | RecordGenerated
  | FailGeneration
  | RecordGenerationCharges
  | RecordGenerationPicturesForgotten
  | LeaveGenerationPictures
  | DeleteGeneration
  | RecordGenerationErased;
