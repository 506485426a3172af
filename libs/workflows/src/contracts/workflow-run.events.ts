import { type Event } from '#eventing/domain';
import { type ProviderCost } from '#steps/plan';
import { type QueueName } from '#tasks/contracts';
import { type NodeCache, type OnError, type OnFailure } from './graph.js';
import { type PortValue, type PortValues } from './values.js';

/** What decides how a run goes on, and nothing else: parameters stay in the document. Nodes stand in an order in which sources come first. */
export interface RunTopology {
  readonly nodes: readonly RunNode[];
  readonly edges: readonly RunEdge[];
  /** Results of the run; null: every live port of nodes that nothing follows. */
  readonly outputs: readonly { readonly name: string; readonly node: number; readonly port: string }[] | null;
  /** Lists of models that nodes share; the first is asked first. */
  readonly ladders: readonly (readonly string[])[];
}

export interface RunNode {
  readonly id: string;
  readonly type: string;
  readonly onError: OnError;
  /** With `onError: fallback`: what stands in for its results. */
  readonly fallback?: PortValues;
  /** Where its work waits; null: it is done in passing. */
  readonly queue: QueueName | null;
  /** Index into `ladders`; absent: no model is asked. */
  readonly ladder?: number;
  /** Tries on each model; absent: as everywhere. */
  readonly maxAttempts?: number;
  /** Whose results are taken over at most; absent: as its type says. */
  readonly cache?: NodeCache;
}

/** Indexes of nodes. */
export interface RunEdge {
  readonly from: number;
  readonly out: string;
  readonly to: number;
  /** Null: read by an expression. */
  readonly in: string | null;
  /** `one`: without it the node is skipped. `some`: one live edge into the port is enough. `maybe`: may stay empty. */
  readonly need: 'one' | 'some' | 'maybe';
}

/** Who has started a run. */
export type RunTrigger = 'api' | 'schedule' | 'manual' | 'backfill' | 'fork' | 'test';

/** The tick that a run was started for. */
export interface RunSchedule {
  readonly scheduleId: string;
  /** Number within the series. */
  readonly episode: number;
  readonly dueAt: string;
  /** By the wall clock of the schedule, `2026-11-28`. */
  readonly localDate: string;
  readonly timezone: string;
}

/** The run that this one goes on from: what would come out the same is taken over. */
export interface RunLineage {
  readonly runId: string;
  /** Nodes that are made anew all the same, with all that follows them. */
  readonly fresh: readonly string[];
}

/** What ran, who asked for it, and with which inputs. First event of every `workflow-run` stream. */
export type RunRequested = Event<
  'RunRequested',
  {
    runId: string;
    workflowId: string;
    version: number;
    /** Digest under which the document is kept. */ document: string;
    trigger: RunTrigger;
    /** Null: no schedule has started it. */ schedule: RunSchedule | null;
    lineage: RunLineage | null;
    /** Results of others are made use of, or not. */ cache: 'use' | 'bypass';
    /** Results that were given, by node and port: these nodes are not made. */ pins: Readonly<Record<string, PortValues>>;
    onFailure: OnFailure;
    topology: RunTopology;
    /** Values by name of the input. */ inputs: PortValues;
    metadata: Readonly<Record<string, string>>;
    /** What it shares places with, where only so many runs go on at a time; null: it shares none. */ slot: string | null;
    requestedAt: string;
  }
>;

export type RunStarted = Event<
  'RunStarted',
  {
    runId: string;
    startedAt: string;
    /** More of the same decision follows: nodes that were done as it began. */ more: boolean;
  }
>;

/** Work on a node has begun. `rung` counts the models that were asked before. */
export type NodeStarted = Event<
  'NodeStarted',
  {
    runId: string;
    node: string;
    take: number;
    rung: number;
    model: string | null;
    startedAt: string;
    /** It begins with a wait for this time, RFC 3339; null: it is worked on. */ until: string | null;
    /** More of the same decision follows. */ more: boolean;
  }
>;

/** A try failed, and another one follows. */
export type NodeAttemptFailed = Event<
  'NodeAttemptFailed',
  { runId: string; node: string; take: number; rung: number; attempt: number; code: string; message: string; failedAt: string }
>;

/** What the node has to say is told, and it waits for an answer. At most once for a take. */
export type NodeToldOutside = Event<
  'NodeToldOutside',
  {
    runId: string;
    node: string;
    take: number;
    /** `notice` and `data`, as they come out of the node in the end. */ outputs: PortValues;
    toldAt: string;
  }
>;

/** A model delivered nothing; the next one of the ladder is asked. */
export type NodeFellBack = Event<
  'NodeFellBack',
  { runId: string; node: string; take: number; from: string; to: string; code: string; message: string; fellBackAt: string }
>;

/** What a piece of work used, by billing's resources. */
export interface UsedQuantities {
  readonly video_seconds?: number;
  readonly render_seconds?: number;
  readonly storage_bytes?: number;
}

/** The node has its results. Terminal for this take. */
export type NodeCompleted = Event<
  'NodeCompleted',
  {
    runId: string;
    node: string;
    take: number;
    /** By port; ports that are missing are dead. */ outputs: PortValues;
    /** The model that made it; null: none was asked. */ source: string | null;
    isFallback: boolean;
    /** Of all that the result depends on; null: it is not made use of elsewhere. */ digest: string | null;
    /** The run whose result was taken over; null: it was made here. */ from: string | null;
    cost: ProviderCost | null;
    quantities: UsedQuantities;
    completedAt: string;
    /** More of the same decision follows. */ more: boolean;
  }
>;

/** The node failed. `outputs` are what its policy puts in place. Terminal for this take. */
export type NodeFailed = Event<
  'NodeFailed',
  {
    runId: string;
    node: string;
    take: number;
    code: string;
    message: string;
    retryable: boolean;
    handling: OnError;
    outputs: PortValues;
    failedAt: string;
    more: boolean;
  }
>;

export type ApprovalDeadlineAction = 'approve' | 'reject' | 'fail';
export type ApprovalRejection = 'stop' | 'branch' | 'redo';

/** How a gate is decided. */
export interface GateRules {
  readonly deadlineAt: string | null;
  readonly onDeadline: ApprovalDeadlineAction;
  readonly onReject: ApprovalRejection;
  /** With `redo`: the node that is made again, with all that follows it. */
  readonly redoFrom: string | null;
  readonly maxRedos: number;
}

/** A person is asked; other branches go on. */
export type NodeApprovalRequested = Event<
  'NodeApprovalRequested',
  {
    runId: string;
    node: string;
    take: number;
    title: string;
    message: string;
    /** What is to be decided about. */ subject: PortValue;
    rules: GateRules;
    requestedAt: string;
    more: boolean;
  }
>;

/** Terminal for this take. `outputs` are what the decision leaves live. */
export type NodeApprovalDecided = Event<
  'NodeApprovalDecided',
  {
    runId: string;
    node: string;
    take: number;
    decision: 'approved' | 'rejected';
    comment: string | null;
    byDeadline: boolean;
    outputs: PortValues;
    decidedAt: string;
    more: boolean;
  }
>;

/** These are made anew, as somebody has asked. */
export type NodesReopened = Event<
  'NodesReopened',
  { runId: string; from: string; nodes: readonly string[]; feedback: string; reopenedAt: string; more: boolean }
>;

/** Nothing goes on until a person has decided. */
export type RunAwaitsApproval = Event<'RunAwaitsApproval', { runId: string; awaitedAt: string }>;

/** A failed run goes on: these nodes are made anew, everything else stays. */
export type RunRetried = Event<'RunRetried', { runId: string; round: number; nodes: readonly string[]; retriedAt: string }>;

/** Nothing was being done for it although it waits for something: that is asked for again. */
export type RunResumed = Event<
  'RunResumed',
  { runId: string; /** In a row without a result, this one among them. */ times: number; resumedAt: string }
>;

/**
 * Providers have charged for takes that failed, were broken off or came too late: what no result tells of. All of it so far, and that of each
 * node of which it is known.
 */
export type RunCharged = Event<
  'RunCharged',
  {
    runId: string;
    /** 1 USD = 1 000 000. */ amountMicros: number;
    nodes: readonly { readonly node: string; readonly amountMicros: number }[];
    chargedAt: string;
  }
>;

/** Gone from lists and from reading. Terminal but for the removal of its files. */
export type RunDeleted = Event<'RunDeleted', { runId: string; deletedAt: string }>;

/** `bytes` are free again. */
export type RunFilesRemoved = Event<'RunFilesRemoved', { runId: string; bytes: number; removedAt: string }>;

/** Nothing live leads there. */
export type NodesSkipped = Event<'NodesSkipped', { runId: string; nodes: readonly string[]; skippedAt: string; more: boolean }>;

/** Everything has ended, and no failure stands. Terminal. */
export type RunCompleted = Event<'RunCompleted', { runId: string; completedAt: string }>;

/** Terminal. What had begun elsewhere was awaited, or is cancelled with it. */
export type RunFailed = Event<
  'RunFailed',
  { runId: string; node: string | null; code: string; message: string; retryable: boolean; failedAt: string }
>;

/** Stopped on request. Terminal. */
export type RunCancelled = Event<'RunCancelled', { runId: string; cancelledAt: string }>;

export type WorkflowRunEvent =
  | RunRequested
  | RunStarted
  | NodeStarted
  | NodeAttemptFailed
  | NodeToldOutside
  | NodeFellBack
  | NodeCompleted
  | NodeFailed
  | NodesSkipped
  | RunCompleted
  | RunFailed
  | RunCancelled
  | NodeApprovalRequested
  | NodeApprovalDecided
  | NodesReopened
  | RunAwaitsApproval
  | RunRetried
  | RunResumed
  | RunCharged
  | RunDeleted
  | RunFilesRemoved;
