import { type ProcessManager } from '#eventing/domain';
import { deriveId } from '#platform';
import { queueFor } from '#steps/plan';
import { type TaskEffect, type TaskRequest } from '#tasks';
import { type NodeApprovalRequested, type WorkflowRunEvent } from '../../../contracts/workflow-run.events.js';
import { workflowRun } from '../../domain/workflow-run.decider.js';
import { modelAt, type NodeState, type RunState, type WorkflowRun } from '../../domain/workflow-run.state.js';
import { type RunTaskPayloads } from '../tasks/task-kinds.js';

/** The run, and whose work was asked for. */
interface Progress {
  readonly run: WorkflowRun;
  readonly requested: ReadonlySet<string>;
  /** Indexes of nodes that the last decision made possible. */
  readonly fresh: readonly number[];
}

const NOTHING: ReadonlySet<string> = new Set();

/**
 * Has done what a run waits for. Nodes that need a task get one each; those that are done in passing share one, and only where nobody has
 * done them already: it looks at a run when all events of a decision are there, never in between.
 */
export const runNodes: ProcessManager<WorkflowRunEvent, Progress, TaskEffect> = {
  name: 'workflows.run-nodes',
  follows: workflowRun.name,
  // To every event: work that an unwatched event made possible would be taken for requested and never be.
  reactsTo: Object.keys(workflowRun.schemaVersions) as WorkflowRunEvent['type'][],
  initialState: { run: workflowRun.initialState, requested: NOTHING, fresh: [] },
  evolve({ run: before, requested }, event) {
    const run = workflowRun.evolve(before, event);
    if (run.status !== 'running' || ('more' in event.data && event.data.more)) return { run, requested, fresh: [] };
    const fresh = run.nodes.flatMap((node, index) => (isAsked(node) && !requested.has(keyOf(run, index)) ? [index] : []));
    const after = fresh.length === 0 ? requested : new Set([...requested, ...fresh.map((index) => keyOf(run, index))]);
    return { run, requested: after, fresh };
  },
  react({ run, requested, fresh }, event) {
    const {
      metadata: { orgId },
      type,
    } = event;
    if (run.status === 'absent') return [];
    const { runId } = run;
    if (type === 'RunDeleted') return [{ request: deletionOf(runId, orgId) }];
    if (type === 'RunCompleted' || type === 'RunFailed' || type === 'RunCancelled') {
      const isLeft = type === 'RunCompleted' ? mayHaveLeft(run) : requested.size > 0 || run.approvals.length > 0;
      return [...(isLeft ? [{ cancel: { cancelSubjectId: runId } }] : []), ...nextOf(run, orgId)];
    }
    const isLight = (index: number): boolean => run.topology.nodes[index]?.queue === null;
    const light = fresh.filter(isLight);
    const effects: TaskEffect[] = fresh.filter((index) => !isLight(index)).map((index) => requestFor(run, index, orgId));
    if (type === 'NodeApprovalRequested') effects.push(...lapseOf(event.data, orgId));
    if (light.length === 0) return effects;
    return [...effects, { request: lightRequest(run, light, orgId) }];
  },
};

/**
 * Whether there may be work of a run that is completed. The work of a node ends with the node; what else is asked for may outlive it:
 * deadlines of gates, items of lists, and takes that others stand in for. (What was asked for to be done in passing finds nothing to do.)
 * Nobody folds a run once more to find that there is nothing.
 */
function mayHaveLeft({ approvals, round, resumes = 0, nodes, topology }: RunState): boolean {
  if (approvals.length > 0 || round > 0 || resumes > 0) return true;
  return nodes.some(({ status, take }, index) => status === 'cancelled' || take > 0 || topology.nodes[index]?.type === 'Map');
}

/** Its work is to be asked for, now or for the time that it waits for. */
const isAsked = ({ status, until }: NodeState): boolean => status === 'asked' || (status === 'running' && until !== undefined);

type Gate = Pick<NodeApprovalRequested['data'], 'runId' | 'node' | 'take' | 'rules'>;

/** The work that a run waits for, in the names it was asked for, with the deadlines of its gates. */
export function pendingOf(run: RunState, orgId: string): TaskRequest[] {
  const waiting = run.nodes.flatMap(({ status }, index) => (status === 'asked' || status === 'running' ? [index] : []));
  const light = waiting.filter((index) => run.topology.nodes[index]?.queue === null);
  const tasks = waiting.filter((index) => !light.includes(index)).map((index) => requestFor(run, index, orgId).request);
  const lapses = run.approvals
    .filter(({ status }) => status === 'pending')
    .flatMap((approval) =>
      lapseOf({ runId: run.runId, ...approval }, orgId).flatMap((effect) => ('request' in effect ? [effect.request] : [])),
    );
  return [...tasks, ...(light.length > 0 ? [lightRequest(run, light, orgId)] : []), ...lapses];
}

/** Rings when a gate should have been decided. */
function lapseOf({ runId, node, take, rules: { deadlineAt } }: Gate, orgId: string): TaskEffect[] {
  if (deadlineAt === null) return [];
  const payload: RunTaskPayloads['workflows.lapse-approval'] = { runId, node, take };
  const taskId = deriveId(runId, 'lapse', node, String(take));
  return [
    { request: { taskId, kind: 'workflows.lapse-approval', queue: 'script', orgId, subjectId: runId, payload, notBefore: deadlineAt } },
  ];
}

/** The place of a run that has ended is somebody else's. Not of the run: what is left of its work is cancelled with it. */
function nextOf({ runId, round, slot, workflowId }: RunState, orgId: string): TaskEffect[] {
  if (slot === null) return [];
  const payload: RunTaskPayloads['workflows.start-next'] = { runId, workflowId, slot };
  const taskId = deriveId(runId, 'next', String(round));
  return [{ request: { taskId, kind: 'workflows.start-next', queue: 'script', orgId, subjectId: workflowId, payload } }];
}

function deletionOf(runId: string, orgId: string): TaskRequest {
  const payload: RunTaskPayloads['workflows.delete-run'] = { runId };
  return { taskId: deriveId(runId, 'delete'), kind: 'workflows.delete-run', queue: 'script', orgId, subjectId: runId, payload };
}

const keyOf = ({ topology, nodes }: RunState, index: number): string =>
  nodeKey(topology.nodes[index]?.id ?? '', nodes[index]?.take ?? 0, nodes[index]?.rung ?? 0);

const nodeKey = (node: string, take: number, rung: number): string => `${node}@${take}.${rung}`;

/** Of the work of one model on one take of a node. */
export const nodeTaskId = (runId: string, node: string, take: number, rung: number): string =>
  deriveId(runId, 'node', nodeKey(node, take, rung));

/** What is asked for to have nodes done that are done in passing. @param light their indexes */
export function lightRequest(run: RunState, light: readonly number[], orgId: string): TaskRequest {
  const { runId } = run;
  const payload: RunTaskPayloads['workflows.run-light'] = { runId };
  const taskId = deriveId(runId, 'light', ...light.map((index) => keyOf(run, index)));
  return { taskId, kind: 'workflows.run-light', queue: 'script', payload, orgId, subjectId: runId };
}

/** What is asked for to have a node made that needs a task. */
export function requestFor(run: RunState, index: number, orgId: string): { readonly request: TaskRequest } {
  const { runId, topology } = run;
  const { id = '', queue = null, maxAttempts } = topology.nodes[index] ?? {};
  const { take = 0, rung = 0, until } = run.nodes[index] ?? {};
  const model = modelAt(run, index, rung);
  const payload: RunTaskPayloads['workflows.run-node'] = {
    ...{ runId, node: id, take, rung, mayWait: modelAt(run, index, rung + 1) === null },
    ...(until !== undefined && { until }),
  };
  return {
    request: {
      ...{ taskId: nodeTaskId(runId, id, take, rung), kind: 'workflows.run-node', orgId, subjectId: runId, payload },
      queue: queueFor(model ?? 'local:', queue ?? 'script'),
      ...(maxAttempts !== undefined && { maxAttempts }),
      ...(until !== undefined && { notBefore: until }),
    },
  };
}
