/** Runs with valid defaults, for specs. */
import { type OnError, type OnFailure } from '../contracts/graph.js';
import { type PortValues } from '../contracts/values.js';
import {
  type NodeCompleted,
  type NodeFailed,
  type NodesSkipped,
  type RunEdge,
  type RunTopology,
  type WorkflowRunEvent,
} from '../contracts/workflow-run.events.js';
import { type NodeResult, RecordNodes, RequestRun } from '../run/domain/workflow-run.commands.js';

export const RUN_ID = '0199a000-0000-7000-8000-000000000020';
const WORKFLOW_ID = '0199a000-0000-7000-8000-000000000021';
export const AT = '2026-11-28T10:00:00.000Z';

/** A topology put together step by step; nodes stand in the order in which they are named. */
export class RunBuilder {
  onFailure: OnFailure = 'stop';
  private ladders: readonly string[][] = [];
  private edges: RunEdge[] = [];
  private readonly nodes: RunTopology['nodes'][number][];

  constructor(ids: readonly string[]) {
    const plain = { type: 'Branch', onError: 'fail', queue: 'script' } as const;
    this.nodes = ids.map((id) => ({ id, ...plain }));
  }

  edge(from: string, to: string, need: RunEdge['need'] = 'one'): this {
    const [source = '', out = ''] = from.split('.');
    const [target = '', into = ''] = to.split('.');
    this.edges = [...this.edges, { from: this.at(source), out, to: this.at(target), in: into, need }];
    return this;
  }

  on(onFailure: OnFailure): this {
    this.onFailure = onFailure;
    return this;
  }

  policy(id: string, onError: OnError, fallback: PortValues): this {
    return this.change(id, { onError, ...(onError === 'fallback' && { fallback }) });
  }

  ladder(id: string, models: string[]): this {
    this.ladders = [...this.ladders, models];
    return this.change(id, { ladder: this.ladders.length - 1 });
  }

  type(id: string, type: string): this {
    return this.change(id, { type });
  }

  light(...ids: readonly string[]): this {
    for (const id of ids) this.change(id, { queue: null });
    return this;
  }

  get topology(): RunTopology {
    return { nodes: [...this.nodes], edges: this.edges, outputs: null, ladders: this.ladders };
  }

  private at(id: string): number {
    return this.nodes.findIndex((node) => node.id === id);
  }

  private change(id: string, change: Partial<RunTopology['nodes'][number]>): this {
    const node = this.nodes[this.at(id)];
    if (!node) throw new Error(`no node ${id}`);
    this.nodes[this.at(id)] = { ...node, ...change };
    return this;
  }
}

export const runOf = (...ids: readonly string[]): RunBuilder => new RunBuilder(ids);

const ordered = ({ topology, onFailure }: RunBuilder) => ({
  ...{ runId: RUN_ID, workflowId: WORKFLOW_ID, version: 1, document: 'abc', trigger: 'api' as const, schedule: null },
  ...{ lineage: null, cache: 'use' as const, pins: {}, onFailure, topology, inputs: {}, metadata: {}, slot: null },
});

export const requestRun = (run: RunBuilder): RequestRun => new RequestRun({ ...ordered(run), begins: true, results: [] }, AT);

export const started = (run: RunBuilder): WorkflowRunEvent[] => [
  { type: 'RunRequested', data: { ...ordered(run), requestedAt: AT } },
  { type: 'RunStarted', data: { runId: RUN_ID, startedAt: AT, more: false } },
];

export const VALUE = { type: 'text', value: 'made' } as const;

/** A result, and the event it becomes. */
export function ok(node: string, over: { readonly take?: number; readonly rung?: number } = {}, ports: readonly string[] = ['out']) {
  const made = { cost: null, quantities: {} };
  const outputsOf = (live: readonly string[]) => Object.fromEntries(live.map((port) => [port, VALUE]));
  const result = { kind: 'completed', node, take: 0, rung: 0, outputs: outputsOf(ports), ...made, ...over } as const;
  const event = (change: Partial<NodeCompleted['data']> = {}, live = ports): NodeCompleted => ({
    type: 'NodeCompleted',
    data: {
      ...{ runId: RUN_ID, node, take: 0, outputs: outputsOf(live), source: null, isFallback: false, digest: null, from: null, ...made },
      ...{ completedAt: AT, more: true, ...change },
    },
  });
  return { ...result, event };
}

export function failed(node: string) {
  const failure = { code: 'broken', message: 'it broke', retryable: false };
  const event = (change: Partial<NodeFailed['data']> = {}): NodeFailed => ({
    type: 'NodeFailed',
    data: { runId: RUN_ID, node, take: 0, ...failure, handling: 'fail', outputs: {}, failedAt: AT, more: true, ...change },
  });
  return { kind: 'failed', node, take: 0, rung: 0, ...failure, event } as const;
}

export const skippedNodes = (nodes: readonly string[], more: boolean): NodesSkipped => ({
  type: 'NodesSkipped',
  data: { runId: RUN_ID, nodes, skippedAt: AT, more },
});

export const record = (...results: readonly NodeResult[]): RecordNodes => new RecordNodes({ runId: RUN_ID, results }, AT);
