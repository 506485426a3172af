import { type ProviderCost } from '#steps/plan';
import { type OnFailure } from '../../contracts/graph.js';
import { type PortValue, type PortValues } from '../../contracts/values.js';
import {
  type GateRules,
  type RunLineage,
  type RunSchedule,
  type RunTopology,
  type RunTrigger,
  type UsedQuantities,
} from '../../contracts/workflow-run.events.js';

export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
}

/** `asked`: everything it needs is there, and its work was or is being asked for. */
export type NodeStatus = 'pending' | 'asked' | 'running' | 'awaiting_approval' | 'succeeded' | 'skipped' | 'failed' | 'cancelled';

export interface NodeState {
  readonly status: NodeStatus;
  /** How often it was begun anew; 0 for the first time. */
  readonly take: number;
  /** Models that were asked before the present one. */
  readonly rung: number;
  readonly attempts: number;
  /** Live ports with their values. */
  readonly outputs: PortValues;
  readonly source: string | null;
  readonly isFallback: boolean;
  readonly cost: ProviderCost | null;
  /** What this take has to say is told already; absent: it is not. */
  readonly hasTold?: boolean;
  /** Of all its takes, for providers; absent: nothing. 1 USD = 1 000 000. */
  readonly spentMicros?: number;
  /** Of all its takes, for what no result tells of; absent: nothing. */
  readonly spareMicros?: number;
  readonly quantities: UsedQuantities;
  readonly error: Failure | null;
  /** The run its result was taken over from; null: it was made here. */
  readonly from: string | null;
  readonly digest: string | null;
  /** What was said of the take before. */
  readonly feedback: string | null;
  /** Nothing is taken over for it. */
  readonly isFresh: boolean;
  /** What it may use was set aside for it alone: not for a node that is made again at a person's wish. */
  readonly hasShare: boolean;
  readonly startedAt: string | null;
  /** What it waits for is this time, and nothing else; absent: it is worked on. */
  readonly until?: string;
  readonly finishedAt: string | null;
}

/** `queued`: it waits for a place. */
export type RunStatus = 'queued' | 'running' | 'completed' | 'failed' | 'cancelled' | 'deleted';

/** A request to a person, and what came of it. */
export interface Approval {
  readonly node: string;
  readonly take: number;
  /** `cancelled`: the run ended first. */
  readonly status: 'pending' | 'approved' | 'rejected' | 'cancelled';
  readonly title: string;
  readonly message: string;
  readonly subject: PortValue;
  readonly rules: GateRules;
  readonly comment: string | null;
  readonly byDeadline: boolean;
  readonly requestedAt: string;
  readonly decidedAt: string | null;
}

/** A run; nodes and edges by index. */
export interface RunState {
  readonly status: RunStatus;
  readonly runId: string;
  readonly workflowId: string;
  readonly version: number;
  readonly document: string;
  readonly trigger: RunTrigger;
  readonly schedule: RunSchedule | null;
  readonly lineage: RunLineage | null;
  readonly cache: 'use' | 'bypass';
  readonly pins: Readonly<Record<string, PortValues>>;
  readonly onFailure: OnFailure;
  readonly topology: RunTopology;
  readonly inputs: PortValues;
  readonly metadata: Readonly<Record<string, string>>;
  /** What it shares places with; null: none. */
  readonly slot: string | null;
  readonly nodes: readonly NodeState[];
  /** In the order in which they were asked for. */
  readonly approvals: readonly Approval[];
  /** Nothing goes on until a person has decided. */
  readonly isAwaiting: boolean;
  /** How often it was retried. */
  readonly round: number;
  /** How often in a row it was driven on without a result; absent: never. */
  readonly resumes?: number;
  /** What providers have charged that no result tells of, that of its nodes among it; absent: nothing. 1 USD = 1 000 000. */
  readonly spareMicros?: number;
  /** Of its files, as they were booked. */
  readonly storedBytes: number;
  /** Of the first node whose failure nobody handles. */
  readonly failure: (Failure & { readonly node: string | null }) | null;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

export type WorkflowRun = { readonly status: 'absent' } | RunState;

export const isSettled = ({ status }: NodeState): boolean => !['pending', 'asked', 'running', 'awaiting_approval'].includes(status);

/** Index of a node; -1: there is none of that id. */
export const indexOfNode = ({ topology }: RunState, id: string): number => {
  const indexes = places.get(topology) ?? new Map(topology.nodes.map((node, index) => [node.id, index]));
  places.set(topology, indexes);
  return indexes.get(id) ?? -1;
};

/** By topology, which never changes: every fact of a run asks for the place of a node. */
const places = new WeakMap<RunTopology, ReadonlyMap<string, number>>();

/** The model that is asked at a rung; null: none is, or there is no such rung. */
export function modelAt(run: RunState, index: number, rung: number): string | null {
  const { ladder } = run.topology.nodes[index] ?? {};
  return ladder === undefined ? null : (run.topology.ladders[ladder]?.[rung] ?? null);
}

/** The run with a node that is otherwise; one that it does not have changes nothing. */
export const changed = (run: RunState, id: string, change: (node: NodeState) => Partial<NodeState>): RunState => {
  const index = indexOfNode(run, id);
  const node = run.nodes[index];
  return node ? { ...run, nodes: run.nodes.with(index, { ...node, ...change(node) }) } : run;
};
