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

/** Done in passing: pure, and within milliseconds. */
export interface LightNode extends NodeFacts {
  readonly weight: 'light';
  /** @throws NodeFailure */
  evaluate(call: NodeCall): NodeOutcome;
}

/** What can be known of a node before it runs. */
export interface KnownCall {
  readonly params: Readonly<Record<string, unknown>>;
  readonly model: ModelPrice | null;
}

/** Done by a task of its own. */
export interface TaskNode extends NodeFacts {
  readonly weight: 'task';
  /** What a try by this model uses at most. Pure. */
  estimate(call: KnownCall): Quantities;
  /** @throws NodeFailure, ProviderError, StorageError, MediaError */
  execute(call: NodeCall & { readonly model: string; readonly seed: number }, context: StepContext): Promise<NodeOutcome>;
}

export type NodeType = LightNode | TaskNode;

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
