import { type Aggregate, sharedEvolve } from '#eventing/domain';
import { type WorkflowRunEvent } from '../../contracts/workflow-run.events.js';
import { followersOf } from './followers.js';
import { type Decided, decidedBy, lapsed } from './gates.js';
import {
  type BeginNode,
  type BegunWork,
  type GiveUpNode,
  type NodeResult,
  type RecordFailedTry,
  type OrderedRun,
  type RequestRun,
  type RetryRun,
  type TellOutside,
  type WorkflowRunCommand,
} from './workflow-run.commands.js';
import { FaultyDecision, NotFailed, NotFinished, NotWaitedFor, RunEnded, UnknownRun } from './workflow-run.errors.js';
import { evolve } from './workflow-run.evolve.js';
import { begins, failed } from './workflow-run.results.js';
import { RunStory, waitingNode } from './workflow-run.story.js';
import { upcast } from './workflow-run.upcast.js';
import { indexOfNode, modelAt, type NodeState, type RunState, type WorkflowRun } from './workflow-run.state.js';

/** Tries of one take that are written down; a provider that fails for hours must not fill a stream. */
const MAX_RECORDED_TRIES = 5;
/** A run that stands still so often for no reason that anybody sees is not driven on for ever. */
export const MAX_RESUMES = 3;

export const workflowRun: Aggregate<WorkflowRunCommand, WorkflowRun, WorkflowRunEvent> = {
  name: 'workflow-run',
  module: 'workflows',
  schemaVersions: {
    RunRequested: 3,
    RunStarted: 2,
    NodeStarted: 2,
    NodeAttemptFailed: 1,
    NodeToldOutside: 1,
    NodeFellBack: 1,
    NodeCompleted: 2,
    NodeFailed: 1,
    NodesSkipped: 1,
    RunCompleted: 1,
    RunFailed: 1,
    RunCancelled: 1,
    NodeApprovalRequested: 1,
    NodeApprovalDecided: 1,
    NodesReopened: 1,
    RunAwaitsApproval: 1,
    RunRetried: 1,
    RunResumed: 1,
    RunCharged: 1,
    RunDeleted: 1,
    RunFilesRemoved: 1,
  },
  personal: {
    RunRequested: ['inputs', 'metadata', 'pins', 'topology.nodes.*.fallback'],
    NodeAttemptFailed: ['message'],
    NodeToldOutside: ['outputs'],
    NodeFellBack: ['message'],
    NodeCompleted: ['outputs'],
    NodeFailed: ['message', 'outputs'],
    RunFailed: ['message'],
    NodeApprovalRequested: ['title', 'message', 'subject'],
    NodeApprovalDecided: ['comment', 'outputs'],
    NodesReopened: ['feedback'],
  },
  initialState: { status: 'absent' },
  upcast,
  decide(command, run) {
    if (command.type === 'RequestRun') return run.status === 'absent' ? requested(command) : []; // the same order again
    const { runId } = command.data;
    if (run.status === 'absent') throw new UnknownRun(runId);
    if (run.status === 'deleted' && command.type !== 'RecordRunFilesRemoved') throw new UnknownRun(runId);
    switch (command.type) {
      case 'StartRun':
        return run.status === 'queued' ? beginning(run, [], command.issuedAt) : [];
      case 'BeginNode':
        return begun(run, command);
      case 'RecordFailedTry':
        return triedInVain(run, command);
      case 'TellOutside':
        return toldOutside(run, command);
      case 'RecordNodes':
        return recorded(run, command.data.results, command.issuedAt, command.data.begun);
      case 'GiveUpNode':
        return givenUp(run, command);
      case 'FailRun': {
        const { code, message, retryable } = command.data;
        if (run.status !== 'running') return [];
        return [{ type: 'RunFailed', data: { runId, node: null, code, message, retryable, failedAt: command.issuedAt } }];
      }
      case 'CancelRun':
        if (run.status !== 'running' && run.status !== 'queued') throw new RunEnded(runId, run.status);
        return [{ type: 'RunCancelled', data: { runId, cancelledAt: command.issuedAt } }];
      case 'DecideNode':
        return decided(run, command.data.node, decidedBy(run, command), command.issuedAt);
      case 'LapseNode':
        return decided(run, command.data.node, lapsed(run, command), command.issuedAt);
      case 'RetryRun':
        return retried(run, command);
      case 'ResumeRun':
        return resumed(run, command.issuedAt);
      case 'RecordCharges': {
        const { amountMicros, nodes } = command.data;
        // Said again, or late.
        if (amountMicros <= (run.spareMicros ?? 0)) return [];
        return [{ type: 'RunCharged', data: { runId, amountMicros, nodes, chargedAt: command.issuedAt } }];
      }
      case 'DeleteRun':
        if (run.status === 'running' || run.status === 'queued') throw new NotFinished(runId, run.status);
        return [{ type: 'RunDeleted', data: { runId, deletedAt: command.issuedAt } }];
      case 'RecordRunFilesRemoved':
        if (run.status !== 'deleted') return [];
        return [{ type: 'RunFilesRemoved', data: { runId, bytes: run.storedBytes, removedAt: command.issuedAt } }];
    }
  },
  evolve: sharedEvolve(evolve),
};

/** With what was done already as it began. */
function requested({ data: { begins, results, ...order }, issuedAt: at }: RequestRun): WorkflowRunEvent[] {
  const request: WorkflowRunEvent = { type: 'RunRequested', data: { ...order, requestedAt: at } };
  if (!begins) return [request];
  return [request, ...beginning(evolve({ status: 'absent' }, request) as RunState, results, at)];
}

/**
 * That it goes on, with what was done already. What was given may leave nothing to be done, or parts to which nothing live leads: no result
 * would ever say so.
 */
function beginning(queued: RunState, results: readonly NodeResult[], at: string): WorkflowRunEvent[] {
  const story = new RunStory(evolve(queued, startedEvent(queued.runId, at, false)) as RunState, at);
  story.spread();
  for (const result of results) story.take(result);
  const after = story.ended();
  return [startedEvent(queued.runId, at, after.length > 0), ...after];
}

/** A run as it begins, with nothing done. */
export const asBegun = (order: OrderedRun, at: string): RunState => {
  const request: WorkflowRunEvent = { type: 'RunRequested', data: { ...order, requestedAt: at } };
  return [request, startedEvent(order.runId, at, false)].reduce(evolve, { status: 'absent' } as WorkflowRun) as RunState;
};

const startedEvent = (runId: string, startedAt: string, more: boolean): WorkflowRunEvent => ({
  type: 'RunStarted',
  data: { runId, startedAt, more },
});

function begun(run: RunState, { data, issuedAt }: BeginNode): WorkflowRunEvent[] {
  const { runId, node, take, rung } = data;
  const state = waitingNode(run, data);
  if (!state) throw new NotWaitedFor(runId, node);
  return state.status === 'running' ? [] : [begins(run, { node, take, rung, at: issuedAt }, false)];
}

function triedInVain(run: RunState, { data, issuedAt }: RecordFailedTry): WorkflowRunEvent[] {
  const { runId, node, take, rung, attempt, code, message } = data;
  const state = waitingNode(run, data);
  if (!state) throw new NotWaitedFor(runId, node);
  if (state.attempts > MAX_RECORDED_TRIES) return [];
  return [{ type: 'NodeAttemptFailed', data: { runId, node, take, rung, attempt, code, message, failedAt: issuedAt } }];
}

/** The same take again is heard of already. */
function toldOutside(run: RunState, { data: { runId, node, take, outputs }, issuedAt }: TellOutside): WorkflowRunEvent[] {
  const { rung = 0, hasTold = false } = run.nodes[indexOfNode(run, node)] ?? {};
  if (!waitingNode(run, { node, take, rung })) throw new NotWaitedFor(runId, node);
  return hasTold ? [] : [{ type: 'NodeToldOutside', data: { runId, node, take, outputs, toldAt: issuedAt } }];
}

function givenUp(run: RunState, { data, issuedAt }: GiveUpNode): WorkflowRunEvent[] {
  const { runId, node, take, rung, code, message, retryable } = data;
  if (!waitingNode(run, data)) return [];
  const index = indexOfNode(run, node);
  const [from, to] = [modelAt(run, index, rung), modelAt(run, index, rung + 1)];
  if (from !== null && to !== null) {
    return [{ type: 'NodeFellBack', data: { runId, node, take, from, to, code, message, fellBackAt: issuedAt } }];
  }
  return recorded(run, [{ node, take, rung, kind: 'failed', code, message, retryable }], issuedAt);
}

/** The run as it will be when these results are recorded: for those who want to know what becomes possible. */
export const runAfter = (run: RunState, results: readonly NodeResult[], at: string): RunState => {
  const story = storyOf(run, results, at);
  story.told();
  return story.run;
};

const recorded = (run: RunState, results: readonly NodeResult[], at: string, begun?: BegunWork): WorkflowRunEvent[] =>
  storyOf(run, results, at, begun).told();

/** Each result that is waited for, what is skipped because of it, and the end of the run where nothing is left. */
function storyOf(run: RunState, results: readonly NodeResult[], at: string, begun?: BegunWork): RunStory {
  const story = new RunStory(run, at);
  if (begun) story.begin(begun);
  for (const result of results) story.take(result);
  return story;
}

/** What a gate was decided with, and what follows from it. */
function decided(run: RunState, node: string, { events, failure }: Decided, at: string): WorkflowRunEvent[] {
  const story = new RunStory(run, at);
  story.add(...events);
  if (failure) {
    const { take = 0, rung = 0 } = story.run.nodes[indexOfNode(run, node)] ?? {};
    story.add(failed(story.run, { kind: 'failed', node, take, rung, ...failure }, at));
  }
  if (events.length > 0) story.spread();
  return story.told();
}

function resumed(run: RunState, at: string): WorkflowRunEvent[] {
  const { runId, status, isAwaiting, resumes = 0 } = run;
  if (status !== 'running' || isAwaiting) return [];
  // Nothing may be left to be done for one that a release before this one has begun.
  const story = new RunStory(run, at);
  story.spread();
  const after = story.ended();
  if (after.length > 0) return [{ type: 'RunResumed', data: { runId, times: resumes + 1, resumedAt: at } }, ...after];
  if (resumes < MAX_RESUMES) return [{ type: 'RunResumed', data: { runId, times: resumes + 1, resumedAt: at } }];
  const message = `Nothing came of asking ${MAX_RESUMES} times for what is missing. See what the log says of this run's tasks, then retry it.`;
  return [{ type: 'RunFailed', data: { runId, node: null, code: 'stalled', message, retryable: true, failedAt: at } }];
}

/** What failed, what was broken off and what never began because of it, with all that follows: everything that is there stays. */
function retried(run: RunState, { data: { runId, from }, issuedAt: at }: RetryRun): WorkflowRunEvent[] {
  if (run.status !== 'failed') throw new NotFailed(runId, run.status);
  const { nodes: known } = run.topology;
  if (from !== null && indexOfNode(run, from) < 0) throw new FaultyDecision('from', `the run has no node "${from}"`);
  const isBroken = ({ status }: NodeState, index: number): boolean => {
    if (status === 'failed') return known[index]?.onError === 'fail';
    return status === 'cancelled' || status === 'skipped' || known[index]?.id === run.failure?.node;
  };
  const broken = run.nodes.flatMap((node, index) => (isBroken(node, index) ? [index] : []));
  const begun = from === null ? broken : [...broken, indexOfNode(run, from)];
  const nodes = followersOf(run, begun).map((index) => known[index]?.id ?? '');
  const story = new RunStory(run, at);
  story.add({ type: 'RunRetried', data: { runId, round: run.round + 1, nodes, retriedAt: at } });
  // What is skipped again: nobody else would say so where nothing is made before it.
  story.spread();
  return story.told();
}
