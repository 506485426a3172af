import { type ProcessManager } from '#eventing/domain';
import { type QueueName, type TaskEffect, type TaskRequest } from '#tasks';
import { deriveId } from '#platform';
import { type GenerationCapability, type GenerationEvent } from '../../../contracts/generation.events.js';
import { generation } from '../../domain/generation.decider.js';
import { type Generation, type OrderedGeneration } from '../../domain/generation.state.js';
import { queueFor } from '#steps/plan';
import { type GenerationTaskPayloads } from '../tasks/task-kinds.js';

/** Storage may be away for a while, and nobody waits for this. */
const FORGET_ATTEMPTS = 10;

const QUEUES: Readonly<Record<GenerationCapability, QueueName>> = {
  'text-to-image': 'image',
  'image-edit': 'image',
  upscale: 'image',
  'text-to-video': 'video',
  'image-to-video': 'video',
  'frames-to-video': 'video',
  voice: 'voice',
  music: 'music',
  stock: 'stock',
};

/** Has the model called, and the pictures it was given forgotten at the end. */
export const generate: ProcessManager<GenerationEvent, Generation, TaskEffect> = {
  name: 'jobs.generate',
  follows: generation.name,
  reactsTo: ['GenerationRequested', 'GenerationCompleted', 'GenerationFailed'],
  initialState: generation.initialState,
  evolve: (state, event) => generation.evolve(state, event),
  react(state, event) {
    if (state.status === 'absent') return [];
    const { generationId, input } = state;
    const { orgId } = event.metadata;
    if (event.type === 'GenerationRequested') return [{ request: callOf(state, orgId) }];
    if (input.pictures.length === 0) return [];
    const of = { orgId, subjectId: generationId };
    const payload: GenerationTaskPayloads['jobs.forget-generation-pictures'] = { generationId };
    const taskId = deriveId(generationId, 'forget-pictures');
    const kind = 'jobs.forget-generation-pictures';
    return [{ request: { ...of, taskId, kind, queue: 'script', payload, maxAttempts: FORGET_ATTEMPTS } }];
  },
};

/** The task that calls the model. */
export function callOf({ generationId, model, capability }: OrderedGeneration, orgId: string): TaskRequest {
  const payload: GenerationTaskPayloads['jobs.generate'] = { generationId };
  const taskId = deriveId(generationId, 'generate');
  return { taskId, kind: 'jobs.generate', queue: queueFor(model, QUEUES[capability]), orgId, subjectId: generationId, payload };
}
