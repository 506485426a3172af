import { type UsageEffect } from '#billing';
import { type ProcessManager } from '#eventing/domain';
import { type GenerationEvent } from '../../../contracts/generation.events.js';
import { generation } from '../../domain/generation.decider.js';
import { lengthsOf } from '../../domain/generation.quota.js';
import { type Generation } from '../../domain/generation.state.js';

/**
 * Books what a generation has used at its end and gives back the rest. The bytes are booked under the id of the asset, which is where
 * deleting the asset takes them back.
 */
export const accountForGeneration: ProcessManager<GenerationEvent, Generation, UsageEffect> = {
  name: 'jobs.account-for-generation',
  follows: generation.name,
  reactsTo: ['GenerationCompleted', 'GenerationFailed'],
  initialState: generation.initialState,
  evolve: (state, event) => generation.evolve(state, event),
  react(state, event) {
    const of = { reservationId: event.data.generationId, orgId: event.metadata.orgId };
    if (event.type === 'GenerationFailed') return [{ close: { ...of, at: event.data.failedAt } }];
    if (event.type !== 'GenerationCompleted' || state.status === 'absent') return [];
    const { generationId, assetId, sizeBytes, cost, completedAt: at } = event.data;
    const subject = { kind: 'generation' as const, id: generationId };
    const quantities = { ...lengthsOf(state), provider_cost_micros: cost?.amountMicros ?? 0 };
    const kept = { ...of, reservationId: assetId, subject, entry: 'kept', quantities: { storage_bytes: sizeBytes }, charge: null, at };
    return [{ settle: { ...of, subject, entry: 'result', quantities, charge: cost, at } }, { settle: kept }, { close: { ...of, at } }];
  },
};
