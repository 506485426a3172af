import { type UsageEffect } from '#billing';
import { type ProcessManager } from '#eventing/domain';
import { type WorkflowRunEvent } from '../../../contracts/workflow-run.events.js';
import { isFilm, nodeItem } from '../../domain/run.quota.js';
import { reservationOf } from '../reservations.js';
import { workflowRun } from '../../domain/workflow-run.decider.js';
import { indexOfNode, type WorkflowRun } from '../../domain/workflow-run.state.js';

/** Books what each node has used as soon as it ends, and gives back what is left when the run has ended. */
export const accountForRun: ProcessManager<WorkflowRunEvent, WorkflowRun, UsageEffect> = {
  name: 'workflows.account-for-run',
  follows: workflowRun.name,
  reactsTo: ['RunRequested', 'NodeCompleted', 'RunCompleted', 'RunFailed', 'RunCancelled', 'RunFilesRemoved'],
  initialState: workflowRun.initialState,
  evolve: (run, event) => workflowRun.evolve(run, event),
  react(run, event) {
    if (run.status === 'absent') return [];
    const { runId } = run;
    const of = { reservationId: reservationOf(runId, run.round), orgId: event.metadata.orgId };
    const subject = { kind: 'workflow_run' as const, id: runId };
    switch (event.type) {
      case 'RunRequested': {
        const bytes = Object.values(event.data.inputs).reduce((sum, value) => sum + ('ref' in value ? value.ref.sizeBytes : 0), 0);
        if (bytes === 0) return [];
        return [
          { settle: { ...of, subject, entry: 'inputs', quantities: { storage_bytes: bytes }, charge: null, at: event.data.requestedAt } },
        ];
      }
      case 'NodeCompleted': {
        const { node, take, cost, quantities, completedAt: at } = event.data;
        if (cost === null && Object.keys(quantities).length === 0) return [];
        const planned = run.topology.nodes.find(({ id }) => id === node);
        const films = planned && isFilm(planned.type) ? { videos: 1 } : {};
        const used = { ...quantities, ...films, provider_cost_micros: cost?.amountMicros ?? 0 };
        const isTask = planned !== undefined && planned.queue !== null && planned.type !== 'Map';
        const item = isTask && run.nodes[indexOfNode(run, node)]?.hasShare === true ? { item: nodeItem(node) } : {};
        return [{ settle: { ...of, subject, entry: `node-${node}-${take}`, ...item, quantities: used, charge: cost, at } }];
      }
      case 'RunCompleted':
        return [{ close: { ...of, at: event.data.completedAt } }];
      case 'RunFailed':
        return [{ close: { ...of, at: event.data.failedAt } }];
      case 'RunCancelled':
        return [{ close: { ...of, at: event.data.cancelledAt } }];
      case 'RunFilesRemoved': {
        const { bytes, removedAt: at } = event.data;
        if (bytes === 0) return [];
        return [{ settle: { ...of, subject, entry: 'removed', quantities: { storage_bytes: -bytes }, charge: null, at } }];
      }
      case 'NodeApprovalRequested':
      case 'NodeApprovalDecided':
      case 'NodesReopened':
      case 'RunAwaitsApproval':
      case 'RunRetried':
      case 'RunResumed':
      case 'RunCharged':
      case 'RunDeleted':
      case 'RunStarted':
      case 'NodeStarted':
      case 'NodeAttemptFailed':
      case 'NodeToldOutside':
      case 'NodeFellBack':
      case 'NodeFailed':
      case 'NodesSkipped':
        return [];
    }
  },
};
