import { type Projection } from '#eventing/domain';
import { type GenerationEvent } from '../../../contracts/generation.events.js';

/** That the generation is there, and whose it is; generations themselves are read from their events. */
export interface GenerationRow {
  /** Null before its end. */
  readonly completedAt: string | null;
}

/** Inline, so that a list shows what was just ordered. */
export const generations: Projection<GenerationEvent, GenerationRow> = {
  name: 'jobs.generations',
  table: 'jobs.generations',
  mode: 'inline',
  version: 1,
  handles: ['GenerationRequested', 'GenerationCompleted', 'GenerationFailed', 'GenerationDeleted'],
  keyOf: (event) => event.data.generationId,
  evolve(row, event) {
    switch (event.type) {
      case 'GenerationRequested':
        return { completedAt: null };
      case 'GenerationCompleted':
        return { completedAt: event.data.completedAt };
      case 'GenerationFailed':
        return { completedAt: event.data.failedAt };
      case 'GenerationDeleted':
        return null;
      case 'GenerationCharged':
      case 'GenerationErased':
      case 'GenerationStarted':
      case 'GenerationPicturesForgotten':
        return row ?? null;
    }
  },
};
