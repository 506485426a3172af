import { type WorkflowDocument } from '../contracts/graph.js';
import { type PortType, type NodeFacts } from '../contracts/node-type.js';
import { type GateRules, type UsedQuantities } from '../contracts/workflow-run.events.js';
import { type ModelPrice, type ProviderCost, type Quantities, type StepContext } from '#steps';

/** A value as nodes see it: whole, wherever it is kept. */
export interface TypedValue {
  readonly type: PortType;
  readonly value: unknown;
}

/** What a node is given. */
export interface NodeCall {
  /** Templates filled in, and right by the schema of the type. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Live values by port, in the order of edges, converted to what the port takes. */
  readonly inputs: Readonly<Record<string, readonly TypedValue[]>>;
  /** Ids of the nodes they come from. */
  readonly sources: Readonly<Record<string, readonly string[]>>;
  /** The value of the run input this node stands for; undefined: none was given. */
  readonly given: TypedValue | undefined;
  /** Name of that input; null: the node stands for none. */
  readonly input: string | null;
  /** Derived from the run, the node and its take: what goes out by it twice is known by it. */
  readonly deliveryId: string;
}

/** What comes of it. */
export interface NodeOutcome {
  /** Ports that are missing are dead. */
  readonly outputs: Readonly<Record<string, TypedValue>>;
  readonly cost?: ProviderCost | null;
  readonly quantities?: UsedQuantities;
  /** A person is asked, and the node ends with what is decided. */
  readonly ask?: {
    readonly title: string;
    readonly message: string;
    readonly subject: TypedValue;
    /** Null: it waits for ever. */
    readonly deadlineSeconds: number | null;
    readonly onDeadline: GateRules['onDeadline'];
    readonly onReject: GateRules['onReject'];
    readonly redoFrom: string | null;
    readonly maxRedos: number;
  };
  /** Ends the run here. */
  readonly stop?: { readonly outcome: 'completed' | 'failed'; readonly message: string };
}

interface BoundedNode {
  /** The most that comes out of its ports; pure. Absent, or without a port: as much as there may be. */
  most?(call: Omit<KnownCall, 'model'>): Bounds;
}

/** Done in passing: pure, and within milliseconds. */
export interface LightNode extends NodeFacts, BoundedNode {
  readonly weight: 'light';
  /** @throws NodeFailure */
  evaluate(call: NodeCall): NodeOutcome;
  /** With parameters by which it has a task of its own. @throws as that of a task node */
  execute?(call: TaskCall, context: StepContext): Promise<NodeOutcome>;
}

/** The most that a port brings, as far as that can be said before a run; what is missing is not known. */
export interface Bound {
  readonly characters?: number;
  readonly seconds?: number;
  readonly items?: number;
}

/** By port. */
export type Bounds = Readonly<Record<string, Bound>>;

/** What can be known of a node before it runs. */
export interface KnownCall {
  readonly params: Readonly<Record<string, unknown>>;
  /** Of connected ports; of several edges into one, together. */
  readonly inputs: Bounds;
  /** Null: no model is asked. */
  readonly model: ModelPrice | null;
}

/** The graph by which something was made. */
export interface MadeBy {
  readonly workflowId: string;
  readonly version: number;
  /** Of the document. */
  readonly digest: string;
  /** Null: it is not told. */
  readonly document: WorkflowDocument | null;
}

/** A node that is done by a task, and whose. */
export interface TaskCall extends NodeCall {
  /** Null: no model is asked. */
  readonly model: string | null;
  /** Another one in every run, the same one in its retries. */
  readonly seed: number;
  readonly runId: string;
  readonly node: string;
  readonly take: number;
  /** When work on it was first begun, RFC 3339; null: inside of a map. */
  readonly startedAt: string | null;
  /** The time its task was asked for, RFC 3339: it has come, whatever the clock of this process says. Null: no wait was asked for. */
  readonly until: string | null;
  /** The run that this one goes on from; null: none. */
  readonly origin: string | null;
  /** As the run was started with. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly graph: MadeBy;
}

/** Done by a task of its own. */
export interface TaskNode extends NodeFacts, BoundedNode {
  readonly weight: 'task';
  /**
   * Where its work begins with a wait for a time: that time, in ms of the epoch. Its task is asked for then, and not before. Pure.
   * @param beganMs when the wait began @throws NodeFailure
   */
  dueAt?(params: NodeCall['params'], beganMs: number): number;
  /** What a try by this model uses at most. Pure. */
  estimate(call: KnownCall): Quantities;
  /** @throws NodeFailure, ProviderError, StorageError, MediaError */
  execute(call: TaskCall, context: StepContext): Promise<NodeOutcome>;
}

/** Done by what is inside of it. */
export interface MapNode extends NodeFacts, BoundedNode {
  readonly weight: 'map';
}

export type NodeType = LightNode | TaskNode | MapNode;

/** Why a node has no results. */
export class NodeFailure extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly retryable = false,
  ) {
    super(message);
    this.name = new.target.name;
  }
}
