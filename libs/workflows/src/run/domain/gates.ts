/** Nodes at which a person is asked: what is decided, and what follows from it. */
import {
  type NodeApprovalDecided,
  type NodeApprovalRequested,
  type NodesReopened,
  type WorkflowRunEvent,
} from '../../contracts/workflow-run.events.js';
import { type PortValue, type PortValues } from '../../contracts/values.js';
import { followersOf } from './followers.js';
import { type DecideNode, type LapseNode, type NodeResult } from './workflow-run.commands.js';
import { FaultyDecision, NothingToDecide, UnknownGate } from './workflow-run.errors.js';
import { type Approval, changed, type Failure, indexOfNode, type RunState } from './workflow-run.state.js';

/** What a gate lets through, or the failure that it ends with. */
export interface Decided {
  readonly events: readonly (NodeApprovalDecided | NodesReopened)[];
  readonly failure: Failure | null;
}

export function asked(run: RunState, result: Extract<NodeResult, { kind: 'asked' }>, at: string): NodeApprovalRequested {
  const { node, take, title, message, subject, rules } = result;
  return {
    type: 'NodeApprovalRequested',
    data: { runId: run.runId, node, take, title, message, subject, rules, requestedAt: at, more: true },
  };
}

/** @throws UnknownGate, NothingToDecide, FaultyDecision */
export function decidedBy(run: RunState, { data, issuedAt }: DecideNode): Decided {
  const { decision, comment, edits } = data;
  const approval = pendingOf(run, data.node, data.take);
  if (edits && decision === 'rejected') throw new FaultyDecision('edits', 'can only be approved');
  if (edits && edits.type !== approval.subject.type) throw new FaultyDecision('edits', `cannot stand in for ${approval.subject.type}`);
  const subject = edits ?? approval.subject;
  return concluded(run, approval, { decision, comment, byDeadline: false, subject, at: issuedAt });
}

/** Nothing where it is decided already. */
export function lapsed(run: RunState, { data: { node, take }, issuedAt: at }: LapseNode): Decided {
  const approval = run.approvals.find((one) => one.node === node && one.take === take && one.status === 'pending');
  if (!approval || run.status !== 'running') return { events: [], failure: null };
  const { onDeadline, onReject } = approval.rules;
  const decision = onDeadline === 'approve' ? 'approved' : 'rejected';
  const of = { decision, comment: null, byDeadline: true, subject: approval.subject, at } as const;
  // Nobody is there to say what is wrong, so nothing is made again.
  if (onDeadline === 'fail' || (onDeadline === 'reject' && onReject === 'redo')) {
    const failure = { code: 'approval_lapsed', message: `Nobody has decided "${approval.title}" in time.`, retryable: true };
    return { events: [decidedEvent(run, approval, of, {})], failure };
  }
  return concluded(run, approval, of);
}

interface Conclusion {
  readonly decision: 'approved' | 'rejected';
  readonly comment: string | null;
  readonly byDeadline: boolean;
  readonly subject: PortValue;
  readonly at: string;
}

function concluded(run: RunState, approval: Approval, of: Conclusion): Decided {
  const { node, rules } = approval;
  const { decision, comment, subject } = of;
  const said: PortValues = comment === null ? {} : { comment: { type: 'text', value: comment } };
  if (decision === 'approved') return { events: [decidedEvent(run, approval, of, { approved: subject, ...said })], failure: null };
  if (rules.onReject === 'branch') return { events: [decidedEvent(run, approval, of, { rejected: subject, ...said })], failure: null };
  const event = decidedEvent(run, approval, of, {});
  const why = comment === null ? '' : `: ${comment}`;
  if (rules.onReject === 'stop')
    return { events: [event], failure: { code: 'rejected', message: `"${approval.title}" was rejected${why}`, retryable: false } };
  const redos = run.approvals.filter((one) => one.node === node && one.status === 'rejected').length;
  if (redos >= rules.maxRedos) {
    const message = `"${approval.title}" was rejected ${redos + 1} times${why}`;
    return { events: [event], failure: { code: 'too_many_redos', message, retryable: false } };
  }
  return { events: [event, reopened(run, rules.redoFrom ?? node, comment ?? '', of.at)], failure: null };
}

function reopened(run: RunState, from: string, feedback: string, at: string): NodesReopened {
  const nodes = followersOf(run, [indexOfNode(run, from)]).map((index) => run.topology.nodes[index]?.id ?? '');
  return { type: 'NodesReopened', data: { runId: run.runId, from, nodes, feedback, reopenedAt: at, more: true } };
}

function decidedEvent(run: RunState, { node, take }: Approval, of: Conclusion, outputs: PortValues): NodeApprovalDecided {
  const { decision, comment, byDeadline, at } = of;
  return {
    type: 'NodeApprovalDecided',
    data: { runId: run.runId, node, take, decision, comment, byDeadline, outputs, decidedAt: at, more: true },
  };
}

function pendingOf(run: RunState, node: string, take: number | null): Approval {
  const { runId } = run;
  if (!run.topology.nodes.some((one) => one.id === node && one.type === 'Approve')) throw new UnknownGate(runId, node);
  const ofNode = run.approvals.filter((one) => one.node === node);
  const approval = take === null ? ofNode.at(-1) : ofNode.find((one) => one.take === take);
  const currentStatus = run.isAwaiting ? 'awaiting_approval' : run.status;
  if (approval?.status === 'pending' && run.status === 'running') return approval;
  const isDecided = approval?.status === 'approved' || approval?.status === 'rejected';
  throw new NothingToDecide(isDecided ? 'already_decided' : 'not_awaiting_approval', { runId, node, currentStatus });
}

/** @param asking what has become possible is asked for */
export function gateEvolved(
  run: RunState,
  event: Extract<WorkflowRunEvent, { type: 'NodeApprovalRequested' | 'NodeApprovalDecided' }>,
  asking: (run: RunState) => RunState,
): RunState {
  if (event.type === 'NodeApprovalRequested') {
    const { node, take, title, message, subject, rules, requestedAt } = event.data;
    const open = { comment: null, byDeadline: false, decidedAt: null };
    const approval: Approval = { node, take, status: 'pending', title, message, subject, rules, requestedAt, ...open };
    const waiting = changed(run, node, () => ({ status: 'awaiting_approval', startedAt: requestedAt }));
    return { ...waiting, approvals: [...run.approvals, approval] };
  }
  const { node, take, decision, comment, byDeadline, outputs, decidedAt } = event.data;
  const approvals = run.approvals.map((one) =>
    one.node === node && one.take === take ? { ...one, status: decision, comment, byDeadline, decidedAt } : one,
  );
  const settled = changed(run, node, () => ({ status: 'succeeded', outputs, finishedAt: decidedAt }));
  return asking({ ...settled, approvals, isAwaiting: false });
}
