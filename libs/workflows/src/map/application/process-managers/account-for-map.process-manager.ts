import { type UsageEffect } from '#billing';
import { type ProcessManager } from '#eventing/domain';
import { type WorkflowMapEvent } from '../../../contracts/workflow-map.events.js';
import { reservationOf } from '../../../run/application/reservations.js';
import { workflowMap } from '../../domain/workflow-map.decider.js';
import { type WorkflowMap } from '../../domain/workflow-map.state.js';

/** Books what each item has used, out of what the run has reserved; what is left of that goes back with the run. */
export const accountForMap: ProcessManager<WorkflowMapEvent, WorkflowMap, UsageEffect> = {
  name: 'workflows.account-for-map',
  follows: workflowMap.name,
  reactsTo: ['MapItemEnded'],
  initialState: workflowMap.initialState,
  evolve: (map, event) => workflowMap.evolve(map, event),
  react(map, event) {
    if (map.status !== 'open' || event.type !== 'MapItemEnded') return [];
    const { index, costs, quantities, endedAt: at } = event.data;
    const { runId, node, take, round } = map;
    const of = {
      reservationId: reservationOf(runId, round),
      orgId: event.metadata.orgId,
      subject: { kind: 'workflow_run' as const, id: runId },
      at,
    };
    const entry = `node-${node}-${take}-${index}`;
    const charges = costs.map((charge, place): UsageEffect => ({
      settle: { ...of, entry: `${entry}-call-${place}`, quantities: { provider_cost_micros: charge.amountMicros }, charge },
    }));
    if (Object.values(quantities).every((quantity) => quantity === 0)) return charges;
    return [...charges, { settle: { ...of, entry, quantities, charge: null } }];
  },
};
