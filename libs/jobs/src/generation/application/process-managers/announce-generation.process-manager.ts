import { type ProcessManager } from '#eventing/domain';
import { type Announcement } from '#webhooks';
import { type GenerationCompletedV1, type GenerationFailedV1 } from '../../../contracts/job.announcements.js';
import { type GenerationEvent } from '../../../contracts/generation.events.js';

/** Says how single calls of models have ended. */
export const announceGeneration: ProcessManager<GenerationEvent, null, Announcement> = {
  name: 'jobs.announce-generation',
  follows: 'generation',
  reactsTo: ['GenerationCompleted', 'GenerationFailed'],
  initialState: null,
  evolve: () => null,
  react(_, event) {
    const { generationId } = event.data;
    const subject = { idName: 'generationId', id: generationId, path: `/v1/generations/${generationId}` };
    if (event.type === 'GenerationCompleted') {
      const data: GenerationCompletedV1 = { generationId, assetId: event.data.assetId };
      return [{ type: 'generation.completed', subject, occurredAt: event.data.completedAt, metadata: {}, data: { ...data } }];
    }
    if (event.type !== 'GenerationFailed') return [];
    const { code, message, retryable, failedAt } = event.data;
    const data: GenerationFailedV1 = { generationId, error: { code, message }, retryable };
    return [{ type: 'generation.failed', subject, occurredAt: failedAt, metadata: {}, data: { ...data } }];
  },
};
