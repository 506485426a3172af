import { type ProcessManager } from '#eventing/domain';
import { deriveId } from '#platform';
import { queueFor } from '#steps/plan';
import { type TaskEffect } from '#tasks';
import { type WorkflowRunEvent } from '../../../contracts/workflow-run.events.js';
import { workflowRun } from '../../domain/workflow-run.decider.js';
import { modelAt, type RunState, type WorkflowRun } from '../../domain/workflow-run.state.js';
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
    const fresh = run.nodes.flatMap((node, index) => (node.status === 'asked' && !requested.has(keyOf(run, index)) ? [index] : []));
    const after = fresh.length === 0 ? requested : new Set([...requested, ...fresh.map((index) => keyOf(run, index))]);
    return { run, requested: after, fresh };
  },
  react({ run, fresh }, { metadata: { orgId }, type }) {
    if (run.status === 'absent') return [];
    const { runId } = run;
    if (type === 'RunCompleted' || type === 'RunFailed' || type === 'RunCancelled') return [{ cancel: { cancelSubjectId: runId } }];
    const isLight = (index: number): boolean => run.topology.nodes[index]?.queue === null;
    const light = fresh.filter(isLight).map((index) => keyOf(run, index));
    const effects: TaskEffect[] = fresh.filter((index) => !isLight(index)).map((index) => requestFor(run, index, orgId));
    if (light.length === 0) return effects;
    const payload: RunTaskPayloads['workflows.run-light'] = { runId };
    const request = { taskId: deriveId(runId, 'light', ...light), kind: 'workflows.run-light', queue: 'script' as const, payload };
    return [...effects, { request: { ...request, orgId, subjectId: runId } }];
  },
};

const keyOf = ({ topology, nodes }: RunState, index: number): string =>
  `${topology.nodes[index]?.id}@${nodes[index]?.take}.${nodes[index]?.rung}`;

function requestFor(run: RunState, index: number, orgId: string): TaskEffect {
  const { runId, topology } = run;
  const { id = '', queue = null, maxAttempts } = topology.nodes[index] ?? {};
  const { take = 0, rung = 0 } = run.nodes[index] ?? {};
  const model = modelAt(run, index, rung);
  const payload: RunTaskPayloads['workflows.run-node'] = { runId, node: id, take, rung, mayWait: modelAt(run, index, rung + 1) === null };
  return {
    request: {
      ...{ taskId: deriveId(runId, 'node', keyOf(run, index)), kind: 'workflows.run-node', orgId, subjectId: runId, payload },
      queue: queueFor(model ?? 'local:', queue ?? 'script'),
      ...(maxAttempts !== undefined && { maxAttempts }),
    },
  };
}
