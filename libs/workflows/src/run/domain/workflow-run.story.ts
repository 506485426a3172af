import { type WorkflowRunEvent } from '../../contracts/workflow-run.events.js';
import { skipped } from './fate.js';
import { asked } from './gates.js';
import { type BegunWork, type NodeResult, type NodeWork } from './workflow-run.commands.js';
import { evolve } from './workflow-run.evolve.js';
import { begins, completed, failed, reasonOf, stopEvents, waits } from './workflow-run.results.js';
import { indexOfNode, isSettled, type NodeState, type RunState } from './workflow-run.state.js';

/** A decision under way: events, and the run as it is after them. */
export class RunStory {
  readonly events: WorkflowRunEvent[] = [];
  /** All that is to be skipped is, but for what the next result brings about. */
  private isSpread = false;

  constructor(
    public run: RunState,
    private readonly at: string,
  ) {}

  /** Whether results still change something. */
  get isOpen(): boolean {
    return this.run.status === 'running' && !isAborted(this.run);
  }

  /** That work has begun whose result is next, where it is waited for and nobody has said so. */
  begin(work: BegunWork): void {
    if (this.isOpen && waitingNode(this.run, work)?.status === 'asked') this.add(begins(this.run, work, true));
  }

  /** A result, where it is waited for, and what is skipped because of it. */
  take(result: NodeResult): void {
    const { run, at } = this;
    if (!this.isOpen || !waitingNode(run, result)) return;
    if (result.kind === 'stopped') return this.add(...stopEvents(run, result, at));
    if (result.kind === 'waits') {
      if (run.nodes[indexOfNode(run, result.node)]?.status !== 'running') this.add(waits(run, result, at));
      return;
    }
    if (result.kind === 'asked') this.add(asked(run, result, at));
    else this.add(result.kind === 'completed' ? completed(run, result, at) : failed(run, result, at));
    this.spread(this.isSpread ? [indexOfNode(run, result.node)] : undefined);
  }

  add(...events: readonly WorkflowRunEvent[]): void {
    for (const event of events) {
      this.events.push(event);
      this.run = evolve(this.run, event) as RunState;
    }
  }

  /** What is skipped. @param settled as in `skipped` */
  spread(settled?: readonly number[]): void {
    const { runId, topology } = this.run;
    const nodes = skipped(this.run, settled).map((index) => topology.nodes[index]?.id ?? '');
    if (nodes.length > 0) this.add({ type: 'NodesSkipped', data: { runId, nodes, skippedAt: this.at, more: true } });
    this.isSpread = true;
  }

  /** With the end of the run where nothing is left. */
  told(): WorkflowRunEvent[] {
    return this.events.length === 0 ? [] : this.ended();
  }

  /** The same, also where nothing has happened to it. */
  ended(): WorkflowRunEvent[] {
    this.add(...endEvents(this.run, this.at));
    return lastMarked(this.events);
  }
}

/** The node that such work is done for, while it is waited for. */
export function waitingNode(run: RunState, { node, take, rung }: NodeWork): NodeState | null {
  const state = run.nodes[indexOfNode(run, node)];
  const isMeant = run.status === 'running' && state !== undefined && state.take === take && state.rung === rung;
  return isMeant && (state.status === 'asked' || state.status === 'running') ? state : null;
}

const isAborted = ({ failure, onFailure }: RunState): boolean => failure !== null && onFailure === 'abort';

function endEvents(run: RunState, at: string): WorkflowRunEvent[] {
  const { runId, status, failure } = run;
  if (status !== 'running') return [];
  const isBusy = run.nodes.some((node) => node.status === 'asked' || node.status === 'running');
  if (isBusy && !isAborted(run)) return [];
  const isAsking = run.nodes.some((node) => node.status === 'awaiting_approval');
  // A run that fails waits for no person: what is decided could change nothing.
  if (isAsking && (failure === null || run.onFailure === 'continue')) {
    return run.isAwaiting ? [] : [{ type: 'RunAwaitsApproval', data: { runId, awaitedAt: at } }];
  }
  if (failure) return [{ type: 'RunFailed', data: { runId, ...reasonOf(failure), failedAt: at } }];
  return run.nodes.every(isSettled) ? [{ type: 'RunCompleted', data: { runId, completedAt: at } }] : [];
}

/** Those who follow the run look at it once a decision. */
function lastMarked(events: readonly WorkflowRunEvent[]): WorkflowRunEvent[] {
  const last = events.at(-1);
  if (!last || !('more' in last.data)) return [...events];
  return [...events.slice(0, -1), { ...last, data: { ...last.data, more: false } } as WorkflowRunEvent];
}
