import { type Eventing, type EventStore } from '#eventing';
import { type Recorded } from '#eventing/domain';
import { counter } from '#platform';
import { type WorkflowRunEvent } from '../../contracts/workflow-run.events.js';
import { workflowRun } from '../domain/workflow-run.decider.js';
import { indexOfNode, type RunState } from '../domain/workflow-run.state.js';
import { NodeMeasures, type NodeOutcome } from './node-measures.js';

/** Runs that are read at once. */
const AT_ONCE = 200;
/** What has not been looked at by then is not told: these are samples, and no list that grows. */
const MOST = 10_000;

/** Something has ended: a run, or nodes of it. */
type End =
  | { readonly runId: string; readonly run: 'completed' | 'failed' | 'cancelled' }
  | { readonly runId: string; readonly nodes: readonly string[]; readonly outcome: NodeOutcome; readonly at: string };

function endOf({ type, data }: WorkflowRunEvent): End | null {
  const { runId } = data;
  if (type === 'RunCompleted') return { runId, run: 'completed' };
  if (type === 'RunFailed') return { runId, run: 'failed' };
  if (type === 'RunCancelled') return { runId, run: 'cancelled' };
  if (type === 'NodesSkipped') return { runId, nodes: data.nodes, outcome: 'skipped', at: data.skippedAt };
  if (type === 'NodeFailed') return { runId, nodes: [data.node], outcome: 'failed', at: data.failedAt };
  if (type === 'NodeApprovalDecided') return { runId, nodes: [data.node], outcome: data.decision, at: data.decidedAt };
  if (type !== 'NodeCompleted') return null;
  return { runId, nodes: [data.node], outcome: data.from === null ? 'succeeded' : 'cached', at: data.completedAt };
}

/** Counts runs that end and nodes that are settled, by what their run says of them, while this process leads. */
export class RunMeasures {
  private readonly runs = counter('kadr_workflow_runs_finished', {
    description: 'Runs that ended, by outcome and by what had started them; by the leader',
    unit: '{run}',
  });
  private readonly nodes = new NodeMeasures();
  private ends: End[] = [];
  private unwatch: () => void = () => undefined;

  constructor(
    private readonly eventLog: Pick<Eventing['eventLog'], 'onAdvance'>,
    private readonly store: Pick<EventStore, 'loadMany'>,
  ) {}

  start(): void {
    this.unwatch = this.eventLog.onAdvance((events) => {
      for (const event of events as unknown as readonly Recorded<WorkflowRunEvent>[]) {
        if (!(event.type in workflowRun.schemaVersions) || this.ends.length >= MOST) continue;
        const end = endOf(event);
        if (end) this.ends.push(end);
      }
    });
  }

  stop(): void {
    this.unwatch();
  }

  /** Another process tells of them. */
  forget(): void {
    this.ends = [];
  }

  /** Tells what has ended since the last time. @throws what the store throws: it is told the next time */
  async look(): Promise<void> {
    while (this.ends.length > 0) {
      const ids = [...new Set(this.ends.map(({ runId }) => runId))].slice(0, AT_ONCE);
      const loaded = await this.store.loadMany(workflowRun, ids);
      const some = new Set(ids);
      const told = this.ends.filter(({ runId }) => some.has(runId));
      this.ends = this.ends.filter(({ runId }) => !some.has(runId));
      for (const end of told) {
        const run = loaded.get(end.runId)?.state;
        if (run && run.status !== 'absent') this.tell(end, run);
      }
    }
  }

  private tell(end: End, run: RunState): void {
    if ('run' in end) return this.runs.add(1, { outcome: end.run, trigger: run.trigger });
    for (const id of end.nodes) {
      const index = indexOfNode(run, id);
      const { type = '', queue = null } = run.topology.nodes[index] ?? {};
      const { startedAt = null, finishedAt = null } = run.nodes[index] ?? {};
      // Of another take by now: how long this one took is not known any more.
      const isTimed = queue !== null && startedAt !== null && finishedAt === end.at && end.outcome !== 'cached';
      const seconds = isTimed ? Math.max(0, Date.parse(end.at) - Date.parse(startedAt)) / 1000 : null;
      this.nodes.tell({ type, outcome: end.outcome, seconds });
    }
  }
}
