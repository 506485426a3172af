/** What people may ask of a video job that waits at a gate: to pass it or not. */
import { type VideoJobEvent } from '../../contracts/video-job.events.js';
import { type ApprovalType } from '../../contracts/video-request.js';
import { type DecideApproval, type LapseApproval, isApprovalType } from './video-job.commands.js';
import { IllegalTransition, UnknownGate, UnknownSegment } from './video-job.errors.js';
import { drafted, entered, mustFit, requested } from './video-job.event-factories.js';
import { spokenText } from './spoken-text.js';
import { plan } from './video-job.task-results.js';
import { type VideoJobState, isTerminal, pendingApproval } from './video-job.state.js';

export function decideApproval({ data, issuedAt }: DecideApproval, job: VideoJobState): VideoJobEvent[] {
  const { approval, decision, comment, segments } = data;
  const { videoId, status } = job;
  if (!isApprovalType(approval)) throw new UnknownGate(videoId, approval);
  const pending = pendingApproval(job);
  const isOther = data.gate !== undefined && job.approvals.filter(({ type }) => type === approval).length !== data.gate;
  if (pending?.type !== approval || isOther || isTerminal(status)) {
    const code = job.approvals.some((a) => a.type === approval) ? 'already_decided' : 'not_awaiting_approval';
    throw new IllegalTransition(code, videoId, status, `Nothing waits for the approval "${approval}".`);
  }
  const unknown = segments.find((index) => !job.segments[index]);
  if (unknown !== undefined) throw new UnknownSegment(videoId, unknown, job.segments.length);
  const decided: VideoJobEvent = {
    type: 'ApprovalDecided',
    data: { videoId, approval, decision, comment, segments: [...segments], decidedAt: issuedAt },
  };
  if (decision === 'rejected') {
    if (approval !== 'script' || data.script === null) return [decided];
    const script = spokenText(data.script);
    mustFit(job, script);
    const own = drafted(job, { title: job.title ?? '', script, source: 'request', cost: null });
    return [decided, ...own, requested(job, 'script', issuedAt)];
  }
  return [decided, ...passed(job, approval, issuedAt)];
}

/** What an approval leads to at once. */
function passed(job: VideoJobState, approval: ApprovalType, at: string): VideoJobEvent[] {
  if (approval === 'script' && job.script) {
    const { text: script, sentenceSeconds } = job.script;
    return plan(job, { title: job.title ?? '', script, sentenceSeconds }, at);
  }
  return approval === 'videos' ? [entered(job.videoId, 'audio', at)] : [];
}

/** Nobody has decided in time: what the request says for that case. Whoever decided before has won. */
export function lapseApproval({ data, issuedAt }: LapseApproval, job: VideoJobState): VideoJobEvent[] {
  const { approval, requestedAt } = data;
  const pending = pendingApproval(job);
  if (isTerminal(job.status) || pending?.type !== approval || pending.createdAt !== requestedAt || !pending.onDeadline) return [];
  const { videoId } = job;
  if (pending.onDeadline === 'cancel') return [{ type: 'JobCancelled', data: { videoId, cancelledAt: issuedAt } }];
  const decision = { decision: 'approved', comment: null, segments: [], decidedAt: issuedAt, byDeadline: true } as const;
  return [{ type: 'ApprovalDecided', data: { videoId, approval, ...decision } }, ...passed(job, approval, issuedAt)];
}
