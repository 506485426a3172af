import { type NodeStarted, type RunRequested, type WorkflowRunEvent } from '../../contracts/workflow-run.events.js';
import { fateOf } from './fate.js';
import { indexOfNode, isSettled, modelAt, type NodeState, type RunState, type WorkflowRun } from './workflow-run.state.js';

/** A node of which nothing is known yet. */
export const FRESH: NodeState = {
  ...{ status: 'pending', take: 0, rung: 0, attempts: 0, outputs: {}, source: null, isFallback: false },
  ...{ cost: null, quantities: {}, error: null, startedAt: null, finishedAt: null },
};

export function evolve(run: WorkflowRun, event: WorkflowRunEvent): WorkflowRun {
  if (event.type === 'RunRequested') return requested(event);
  if (run.status === 'absent') return run;
  switch (event.type) {
    case 'RunStarted':
      return asking({ ...run, startedAt: event.data.startedAt });
    case 'NodeStarted':
      return started(run, event);
    case 'NodeAttemptFailed':
      return changed(run, event.data.node, ({ attempts }) => ({ attempts: attempts + 1 }));
    case 'NodeFellBack':
      return changed(run, event.data.node, ({ rung }) => ({ rung: rung + 1, status: 'asked' }));
    case 'NodeCompleted': {
      const { node, outputs, source, isFallback, cost, quantities, completedAt } = event.data;
      return asking(
        changed(run, node, ({ startedAt }) => ({
          ...{ status: 'succeeded', outputs, source, isFallback, cost, quantities },
          ...{ startedAt: startedAt ?? completedAt, finishedAt: completedAt },
        })),
      );
    }
    case 'NodeFailed': {
      const { node, code, message, retryable, handling, outputs, failedAt } = event.data;
      const error = { code, message, retryable };
      const settled = changed(run, node, ({ startedAt }) => ({
        ...{ status: 'failed', outputs, error, startedAt: startedAt ?? failedAt, finishedAt: failedAt },
      }));
      if (handling !== 'fail') return asking(settled);
      return asking({ ...settled, failure: settled.failure ?? { ...error, node } });
    }
    case 'NodesSkipped':
      return asking(event.data.nodes.reduce((after, node) => changed(after, node, () => ({ status: 'skipped' })), run));
    case 'RunCompleted':
      return ended(run, 'completed', event.data.completedAt);
    case 'RunFailed': {
      const { node, code, message, retryable, failedAt } = event.data;
      return { ...ended(run, 'failed', failedAt), failure: { node, code, message, retryable } };
    }
    case 'RunCancelled':
      return ended(run, 'cancelled', event.data.cancelledAt);
  }
}

function requested({ data }: RunRequested): RunState {
  const { runId, workflowId, version, document, trigger, onFailure, topology, inputs, metadata, requestedAt } = data;
  return {
    ...{ status: 'running', runId, workflowId, version, document, trigger, onFailure, topology, inputs, metadata },
    nodes: topology.nodes.map(() => FRESH),
    ...{ failure: null, createdAt: requestedAt, startedAt: null, endedAt: null },
  };
}

function started(run: RunState, { data }: NodeStarted): RunState {
  return changed(run, data.node, ({ startedAt, attempts }) => ({
    ...{ status: 'running', source: data.model, startedAt: startedAt ?? data.startedAt, attempts: Math.max(1, attempts) },
  }));
}

const changed = (run: RunState, id: string, change: (node: NodeState) => Partial<NodeState>): RunState => {
  const index = indexOfNode(run, id);
  const node = run.nodes[index];
  return node ? { ...run, nodes: run.nodes.with(index, { ...node, ...change(node) }) } : run;
};

/** Whether new work may begin. */
const goesOn = ({ status, failure, onFailure }: RunState): boolean =>
  status === 'running' && (failure === null || onFailure === 'continue');

/** What has become possible is asked for; once a failure stands, nothing more is, unless independent nodes shall go on. */
function asking(run: RunState): RunState {
  if (!goesOn(run)) return run;
  let after = run;
  for (const [index, node] of run.nodes.entries()) {
    if (node.status !== 'pending' || fateOf(after, index) !== 'ready') continue;
    after = { ...after, nodes: after.nodes.with(index, { ...node, status: 'asked', source: modelAt(run, index, node.rung) }) };
  }
  return after;
}

function ended(run: RunState, status: RunState['status'], endedAt: string): RunState {
  const nodes = run.nodes.map((node): NodeState => {
    if (isSettled(node)) return node;
    return node.status === 'pending' ? { ...node, status: 'skipped' } : { ...node, status: 'cancelled', finishedAt: endedAt };
  });
  return { ...run, status, nodes, endedAt };
}
