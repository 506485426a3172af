import { Command } from '#eventing/domain';
import { type ProviderCost } from '#steps/plan';
import { type OnFailure } from '../../contracts/graph.js';
import { type PortValue, type PortValues } from '../../contracts/values.js';
import {
  type GateRules,
  type RunCharged,
  type RunLineage,
  type RunSchedule,
  type RunTopology,
  type RunTrigger,
  type UsedQuantities,
} from '../../contracts/workflow-run.events.js';
import { type Failure } from './workflow-run.state.js';

type OfRun<Data> = { readonly runId: string } & Data;

/** Which work on which node. */
export interface NodeWork {
  readonly node: string;
  readonly take: number;
  readonly rung: number;
}

export class RequestRun extends Command<
  OfRun<{
    workflowId: string;
    version: number;
    document: string;
    trigger: RunTrigger;
    schedule: RunSchedule | null;
    lineage: RunLineage | null;
    cache: 'use' | 'bypass';
    pins: Readonly<Record<string, PortValues>>;
    onFailure: OnFailure;
    topology: RunTopology;
    inputs: PortValues;
    metadata: Readonly<Record<string, string>>;
    slot: string | null;
    /** False: it waits for a place. */
    begins: boolean;
    /** Of the nodes that are done as it begins; nothing comes of them where it waits. */
    results: readonly NodeResult[];
  }>
> {
  readonly type = 'RequestRun';
}
/** What is run, and how. */
export type OrderedRun = Omit<RequestRun['data'], 'begins' | 'results'>;

export class BeginNode extends Command<OfRun<NodeWork>> {
  readonly type = 'BeginNode';
}
/** A try failed; another one of the same model follows. */
export class RecordFailedTry extends Command<OfRun<NodeWork & { attempt: number } & Failure>> {
  readonly type = 'RecordFailedTry';
}

/** What a node has to say goes out before it ends: it waits for whoever hears of it. */
export class TellOutside extends Command<OfRun<{ node: string; take: number; outputs: PortValues }>> {
  readonly type = 'TellOutside';
}

/** How one node ended. */
export type NodeResult =
  | (NodeWork & {
      readonly kind: 'completed';
      readonly outputs: PortValues;
      readonly cost: ProviderCost | null;
      readonly quantities: UsedQuantities;
      readonly digest?: string | null;
      readonly from?: string | null;
    })
  /** A person is asked. */
  | (NodeWork & {
      readonly kind: 'asked';
      readonly title: string;
      readonly message: string;
      readonly subject: PortValue;
      readonly rules: GateRules;
    })
  /** It goes on at that time, RFC 3339, and nobody has to look at it before. */
  | (NodeWork & { readonly kind: 'waits'; readonly until: string })
  | (NodeWork & { readonly kind: 'failed' } & Failure)
  /** The run ends here, on purpose. */
  | (NodeWork & { readonly kind: 'stopped'; readonly outcome: 'completed' | 'failed'; readonly message: string });

/** Work of which nobody has said yet that it has begun. */
export type BegunWork = NodeWork & { readonly at: string };

/** Several at once, judged one after another. @property begun what the first of them came of, where that is said with it */
export class RecordNodes extends Command<OfRun<{ results: readonly NodeResult[]; begun?: BegunWork }>> {
  readonly type = 'RecordNodes';
}
/** A model did not deliver: the next one of the ladder is asked, or the node has failed. */
export class GiveUpNode extends Command<OfRun<NodeWork & Failure>> {
  readonly type = 'GiveUpNode';
}
/** The run cannot go on, whatever becomes of its nodes. */
export class FailRun extends Command<OfRun<Failure>> {
  readonly type = 'FailRun';
}
/** @property take of the request that was shown; null: the one that is pending */
export class DecideNode extends Command<
  OfRun<{ node: string; take: number | null; decision: 'approved' | 'rejected'; comment: string | null; edits: PortValue | null }>
> {
  readonly type = 'DecideNode';
}
/** Its deadline has come. */
export class LapseNode extends Command<OfRun<{ node: string; take: number }>> {
  readonly type = 'LapseNode';
}
/** @property from a node that is made anew with all that follows it; null: what has failed, and what did not come to be because of it */
export class RetryRun extends Command<OfRun<{ from: string | null }>> {
  readonly type = 'RetryRun';
}
/** It stands still for no reason that anybody sees. */
export class ResumeRun extends Command<OfRun<object>> {
  readonly type = 'ResumeRun';
}
/** What providers have charged so far that no result tells of. */
export class RecordCharges extends Command<OfRun<{ amountMicros: number; nodes: RunCharged['data']['nodes'] }>> {
  readonly type = 'RecordCharges';
}
export class DeleteRun extends Command<OfRun<object>> {
  readonly type = 'DeleteRun';
}
export class RecordRunFilesRemoved extends Command<OfRun<object>> {
  readonly type = 'RecordRunFilesRemoved';
}
/** A place is free for a run that waits. */
export class StartRun extends Command<OfRun<object>> {
  readonly type = 'StartRun';
}
export class CancelRun extends Command<OfRun<object>> {
  readonly type = 'CancelRun';
}

export type WorkflowRunCommand =
  | RequestRun
  | StartRun
  | BeginNode
  | RecordFailedTry
  | TellOutside
  | RecordNodes
  | GiveUpNode
  | FailRun
  | CancelRun
  | DecideNode
  | LapseNode
  | RetryRun
  | ResumeRun
  | RecordCharges
  | DeleteRun
  | RecordRunFilesRemoved;
