import { type Aggregate } from '#eventing/domain';
import { PERSONAL_OF_GENERATION } from '../../contracts/personal-text.js';
import { type GenerationEvent } from '../../contracts/generation.events.js';
import { type GenerationCommand, type RequestGeneration } from './generation.commands.js';
import { microsOf } from '../../contracts/micros.js';
import { GenerationEnded, GenerationUnfinished, UnknownGeneration } from './generation.errors.js';
import { type Generation, hasEnded } from './generation.state.js';

export const generation: Aggregate<GenerationCommand, Generation, GenerationEvent> = {
  name: 'generation',
  module: 'jobs',
  schemaVersions: {
    GenerationRequested: 1,
    GenerationStarted: 1,
    GenerationCompleted: 1,
    GenerationFailed: 1,
    GenerationCharged: 1,
    GenerationPicturesForgotten: 1,
    GenerationDeleted: 1,
    GenerationErased: 1,
  },
  personal: PERSONAL_OF_GENERATION,
  initialState: { status: 'absent' },
  decide(command, state) {
    if (command.type === 'RequestGeneration') return state.status === 'absent' ? [requested(command)] : []; // the same order again
    const { generationId } = command.data;
    // Nobody is shown one that is gone; the bill keeps what it has cost.
    if (command.type === 'RecordGenerationCharges' && (state.status === 'absent' || state.isDeleted)) return [];
    if (state.status === 'absent') throw new UnknownGeneration(generationId);
    if (command.type === 'RecordGenerationErased') {
      return state.isDeleted && !state.isErased ? [{ type: 'GenerationErased', data: { generationId } }] : [];
    }
    if (state.isDeleted) throw new UnknownGeneration(generationId);
    switch (command.type) {
      case 'BeginGeneration':
        if (hasEnded(state)) throw new GenerationEnded(generationId);
        return state.status === 'running' ? [] : [{ type: 'GenerationStarted', data: { generationId, startedAt: command.issuedAt } }];
      case 'RecordGenerated': {
        if (hasEnded(state)) return [];
        const { sizeBytes, cost } = command.data;
        const data = { generationId, assetId: state.assetId, sizeBytes, cost, completedAt: command.issuedAt };
        return [{ type: 'GenerationCompleted', data }];
      }
      case 'FailGeneration': {
        if (hasEnded(state)) return [];
        const { code, message, retryable, attempts } = command.data;
        return [{ type: 'GenerationFailed', data: { generationId, code, message, retryable, attempts, failedAt: command.issuedAt } }];
      }
      case 'RecordGenerationCharges': {
        const { charges } = command.data;
        // Said again, or late.
        if (microsOf(charges) <= microsOf(state.spareCosts)) return [];
        return [{ type: 'GenerationCharged', data: { generationId, charges, chargedAt: command.issuedAt } }];
      }
      case 'RecordGenerationPicturesForgotten':
        // Before the end its pictures are needed.
        return hasEnded(state) && !state.isForgotten ? [{ type: 'GenerationPicturesForgotten', data: { generationId } }] : [];
      case 'LeaveGenerationPictures':
        return [];
      case 'DeleteGeneration':
        if (!hasEnded(state)) throw new GenerationUnfinished(generationId);
        return [{ type: 'GenerationDeleted', data: { generationId, deletedAt: command.issuedAt } }];
    }
  },
  evolve(state, event) {
    if (event.type === 'GenerationRequested') {
      const { generationId, model, capability, input, assetId, requestedAt } = event.data;
      return {
        status: 'pending',
        generationId,
        model,
        capability,
        input,
        assetId,
        cost: null,
        spareCosts: [],
        error: null,
        createdAt: requestedAt,
        completedAt: null,
        isForgotten: false,
        isDeleted: false,
        isErased: false,
      };
    }
    if (state.status === 'absent') return state;
    switch (event.type) {
      case 'GenerationStarted':
        return { ...state, status: 'running' };
      case 'GenerationCompleted':
        return { ...state, status: 'completed', cost: event.data.cost, completedAt: event.data.completedAt };
      case 'GenerationFailed': {
        const { code, message, retryable, failedAt } = event.data;
        return { ...state, status: 'failed', error: { code, message, retryable }, completedAt: failedAt };
      }
      case 'GenerationCharged':
        return { ...state, spareCosts: event.data.charges };
      case 'GenerationPicturesForgotten':
        return { ...state, isForgotten: true };
      case 'GenerationDeleted':
        return { ...state, isDeleted: true };
      case 'GenerationErased':
        return { ...state, isErased: true };
    }
  },
};

function requested({ data, issuedAt }: RequestGeneration): GenerationEvent {
  const { generationId, model, capability, assetId, expectedMicros } = data;
  const { prompt, negativePrompt, durationSeconds, aspectRatio, language, seed, pictures } = data.input;
  const input = { prompt, negativePrompt, durationSeconds, aspectRatio, language, seed, pictures };
  return { type: 'GenerationRequested', data: { generationId, model, capability, input, assetId, expectedMicros, requestedAt: issuedAt } };
}
