import { ownMember } from '#platform/json';
import { type NodeStarted, type RunRequested, type WorkflowRunEvent } from '../../contracts/workflow-run.events.js';
import { type PortValue } from '../../contracts/values.js';
import { fateOf, targetsOf } from './fate.js';
import { gateEvolved } from './gates.js';
import { changed, indexOfNode, isSettled, modelAt, type NodeState, type RunState, type WorkflowRun } from './workflow-run.state.js';

/** A node of which nothing is known yet. */
export const FRESH: NodeState = {
  ...{ status: 'pending', take: 0, rung: 0, attempts: 0, outputs: {}, source: null, isFallback: false },
  ...{ cost: null, quantities: {}, error: null, startedAt: null, finishedAt: null },
  ...{ from: null, digest: null, feedback: null, isFresh: false, hasShare: true },
};

/** Something has come of the work on it. */
const RESULTS: ReadonlySet<WorkflowRunEvent['type']> = new Set([
  ...(['NodeCompleted', 'NodeFailed', 'NodeFellBack', 'NodeApprovalRequested', 'NodeApprovalDecided', 'RunRetried'] as const),
]);

export function evolve(before: WorkflowRun, event: WorkflowRunEvent): WorkflowRun {
  if (event.type === 'RunRequested') return requested(event);
  if (before.status === 'absent') return before;
  const run = (before.resumes ?? 0) > 0 && RESULTS.has(event.type) ? { ...before, resumes: 0 } : before;
  switch (event.type) {
    case 'RunStarted':
      return asking({ ...run, status: 'running', startedAt: event.data.startedAt });
    case 'NodeStarted':
      return started(run, event);
    case 'NodeAttemptFailed':
      return changed(run, event.data.node, ({ attempts }) => ({ attempts: attempts + 1 }));
    case 'NodeToldOutside':
      return changed(run, event.data.node, () => ({ hasTold: true }));
    case 'NodeFellBack':
      return changed(run, event.data.node, ({ rung }) => ({ rung: rung + 1, status: 'asked' }));
    case 'NodeCompleted': {
      const { node, outputs, source, isFallback, cost, quantities, digest, from, completedAt } = event.data;
      const kept = { ...run, storedBytes: run.storedBytes + (quantities.storage_bytes ?? 0) };
      return asking(
        changed(kept, node, ({ startedAt, spentMicros = 0 }) => ({
          ...(cost && { spentMicros: spentMicros + cost.amountMicros }),
          ...{ status: 'succeeded', outputs, source, isFallback, cost, quantities, digest, from },
          ...{ startedAt: startedAt ?? completedAt, finishedAt: completedAt },
        })),
        [node],
      );
    }
    case 'NodeFailed': {
      const { node, code, message, retryable, handling, outputs, failedAt } = event.data;
      const error = { code, message, retryable };
      const settled = changed(run, node, ({ startedAt }) => ({
        ...{ status: 'failed', outputs, error, startedAt: startedAt ?? failedAt, finishedAt: failedAt },
      }));
      if (handling !== 'fail') return asking(settled, [node]);
      return asking({ ...settled, failure: settled.failure ?? { ...error, node } }, [node]);
    }
    case 'NodesSkipped':
      return asking(
        event.data.nodes.reduce((after, node) => changed(after, node, () => ({ status: 'skipped' })), run),
        event.data.nodes,
      );
    case 'RunCompleted':
      return ended(run, 'completed', event.data.completedAt);
    case 'RunFailed': {
      const { node, code, message, retryable, failedAt } = event.data;
      return { ...ended(run, 'failed', failedAt), failure: { node, code, message, retryable } };
    }
    case 'RunCancelled':
      return ended(run, 'cancelled', event.data.cancelledAt);
    case 'NodeApprovalRequested':
    case 'NodeApprovalDecided':
      return gateEvolved(run, event, asking);
    case 'NodesReopened': {
      const { from, nodes, feedback } = event.data;
      const reopened = nodes.reduce((after, node) => changed(after, node, anew(node === from ? feedback : null, false)), run);
      return asking({ ...reopened, isAwaiting: false });
    }
    case 'RunAwaitsApproval':
      return { ...run, isAwaiting: true };
    case 'RunRetried': {
      const { round, nodes } = event.data;
      const retried: RunState = { ...run, status: 'running', failure: null, endedAt: null, round, isAwaiting: false };
      return asking(nodes.reduce((after, node) => changed(after, node, anew(null, true)), retried));
    }
    case 'RunResumed':
      return { ...run, resumes: event.data.times };
    case 'RunCharged': {
      const { amountMicros: spareMicros, nodes } = event.data;
      const charged: RunState = { ...run, spareMicros };
      return nodes.reduce((after, of) => changed(after, of.node, () => ({ spareMicros: of.amountMicros })), charged);
    }
    case 'RunDeleted':
      return { ...run, status: 'deleted' };
    case 'RunFilesRemoved':
      return { ...run, storedBytes: 0 };
  }
}

/** As it was at the beginning, as another take; what was spent stays. What somebody has said of the one before is made anew whatever is known. */
const anew =
  (feedback: string | null, hasShare: boolean) =>
  ({ take }: NodeState): NodeState => ({ ...FRESH, take: take + 1, feedback, isFresh: feedback !== null, hasShare });

function requested({ data }: RunRequested): RunState {
  const { requestedAt, ...order } = data;
  return {
    ...order,
    status: 'queued',
    nodes: topologyNodes(data),
    ...{ approvals: [], isAwaiting: false, round: 0, storedBytes: bytesOf(Object.values(data.inputs)) },
    ...{ failure: null, createdAt: requestedAt, startedAt: null, endedAt: null },
  };
}

const bytesOf = (values: readonly PortValue[]): number =>
  values.reduce((sum, value) => sum + ('ref' in value ? value.ref.sizeBytes : 0), 0);

/** What was given is there from the beginning. */
const topologyNodes = ({ topology, pins, lineage, requestedAt: at }: RunRequested['data']): readonly NodeState[] =>
  topology.nodes.map(({ id }) => {
    const outputs = ownMember(pins, id);
    return outputs
      ? { ...FRESH, status: 'succeeded', outputs, startedAt: at, finishedAt: at }
      : { ...FRESH, isFresh: lineage?.fresh.includes(id) ?? false };
  });

function started(run: RunState, { data }: NodeStarted): RunState {
  return changed(run, data.node, ({ startedAt, attempts }) => ({
    ...{ status: 'running', source: data.model, startedAt: startedAt ?? data.startedAt, attempts: Math.max(1, attempts) },
    ...(data.until !== null && { until: data.until }),
  }));
}

/** Whether new work may begin. */
const goesOn = ({ status, failure, onFailure }: RunState): boolean =>
  status === 'running' && (failure === null || onFailure === 'continue');

/**
 * What has become possible is asked for; once a failure stands, nothing more is, unless independent nodes shall go on.
 * @param settled ids of the nodes that were settled by what happened: only those that wait for them can have become possible. Absent:
 *   every node is looked at
 */
function asking(run: RunState, settled?: readonly string[]): RunState {
  if (!goesOn(run)) return run;
  let after = run;
  const near = settled ? settled.flatMap((id) => targetsOf(run.topology, indexOfNode(run, id))) : run.nodes.keys();
  for (const index of near) {
    const node = after.nodes[index];
    if (node?.status !== 'pending' || fateOf(after, index) !== 'ready') continue;
    after = { ...after, nodes: after.nodes.with(index, { ...node, status: 'asked', source: modelAt(run, index, node.rung) }) };
  }
  return after;
}

function ended(run: RunState, status: RunState['status'], endedAt: string): RunState {
  const nodes = run.nodes.map((node): NodeState => {
    if (isSettled(node)) return node;
    return node.status === 'pending' ? { ...node, status: 'skipped' } : { ...node, status: 'cancelled', finishedAt: endedAt };
  });
  const approvals = run.approvals.map((one) => (one.status === 'pending' ? { ...one, status: 'cancelled' as const } : one));
  return { ...run, status, nodes, approvals, isAwaiting: false, endedAt };
}
