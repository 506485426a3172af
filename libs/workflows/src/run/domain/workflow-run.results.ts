/** What becomes of the result of a node. */
import { type NodeCompleted, type NodeFailed, type NodeStarted, type WorkflowRunEvent } from '../../contracts/workflow-run.events.js';
import { type PortValue } from '../../contracts/values.js';
import { type BegunWork, type NodeResult } from './workflow-run.commands.js';
import { type Failure, indexOfNode, modelAt, type RunState } from './workflow-run.state.js';

export function completed(run: RunState, result: Extract<NodeResult, { kind: 'completed' }>, at: string): NodeCompleted {
  const { node, take, rung, outputs, cost, quantities, digest = null, from = null } = result;
  const source = modelAt(run, indexOfNode(run, node), rung);
  const data = { runId: run.runId, node, take, outputs, source, isFallback: rung > 0, digest, from, cost, quantities };
  return { type: 'NodeCompleted', data: { ...data, completedAt: at, more: true } };
}

export function failed(run: RunState, result: Extract<NodeResult, { kind: 'failed' }>, at: string): NodeFailed {
  const { node, take, code, message, retryable } = result;
  const { onError: handling = 'fail', fallback } = run.topology.nodes[indexOfNode(run, node)] ?? {};
  const outputs = handling === 'edge' ? { error: errorValue({ code, message, retryable }) } : (fallback ?? {});
  return {
    type: 'NodeFailed',
    data: { runId: run.runId, node, take, code, message, retryable, handling, outputs, failedAt: at, more: true },
  };
}

export const begins = (run: RunState, { node, take, rung, at }: BegunWork, more: boolean): NodeStarted => {
  const model = modelAt(run, indexOfNode(run, node), rung);
  return { type: 'NodeStarted', data: { runId: run.runId, node, take, rung, model, startedAt: at, until: null, more } };
};

export const waits = (
  { runId }: RunState,
  { node, take, rung, until }: Extract<NodeResult, { kind: 'waits' }>,
  at: string,
): NodeStarted => ({
  type: 'NodeStarted',
  data: { runId, node, take, rung, model: null, startedAt: at, until, more: true },
});

const errorValue = ({ code, message, retryable }: Failure): PortValue => ({ type: 'json', value: { code, message, retryable } });

export function stopEvents(
  run: RunState,
  { node, take, outcome, message }: Extract<NodeResult, { kind: 'stopped' }>,
  at: string,
): WorkflowRunEvent[] {
  const { runId } = run;
  const made = { outputs: {}, source: null, isFallback: false, digest: null, from: null, cost: null, quantities: {} };
  const done: WorkflowRunEvent = { type: 'NodeCompleted', data: { runId, node, take, ...made, completedAt: at, more: true } };
  if (outcome === 'completed' && run.failure === null) return [done, { type: 'RunCompleted', data: { runId, completedAt: at } }];
  const { failure } = run;
  const reason = failure ?? { node, code: 'stopped', message, retryable: false };
  return [done, { type: 'RunFailed', data: { runId, ...reasonOf(reason), failedAt: at } }];
}

export const reasonOf = ({ node, code, message, retryable }: NonNullable<RunState['failure']>) => ({ node, code, message, retryable });
