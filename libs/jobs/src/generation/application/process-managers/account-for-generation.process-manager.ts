import { type UsageEffect } from '#billing';
import { type ProcessManager } from '#eventing/domain';
import { type GenerationEvent } from '../../../contracts/generation.events.js';
import { generation } from '../../domain/generation.decider.js';
import { type Generation } from '../../domain/generation.state.js';

/** Books what a generation has used at its end and gives back the rest. */
export const accountForGeneration: ProcessManager<GenerationEvent, Generation, UsageEffect> = {
  name: 'jobs.account-for-generation',
  follows: generation.name,
  reactsTo: ['GenerationCompleted', 'GenerationFailed'],
  initialState: generation.initialState,
  evolve: (state, event) => generation.evolve(state, event),
  react(_state, event) {
    const of = { reservationId: event.data.generationId, orgId: event.metadata.orgId };
    if (event.type === 'GenerationFailed') return [{ close: { ...of, at: event.data.failedAt } }];
    if (event.type !== 'GenerationCompleted') return [];
    const { generationId, sizeBytes, cost, completedAt: at } = event.data;
    const quantities = { provider_cost_micros: cost?.amountMicros ?? 0, storage_bytes: sizeBytes };
    const subject = { kind: 'generation' as const, id: generationId };
    return [{ settle: { ...of, subject, entry: 'result', quantities, charge: cost, at } }, { close: { ...of, at } }];
  },
};
