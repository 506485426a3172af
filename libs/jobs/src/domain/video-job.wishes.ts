/** What people may ask of a video job that runs: to pass a gate or not, to make a segment anew. */
import { type VideoJobEvent } from '../contracts/video-job.events.js';
import { type DecideApproval, type RegenerateSegment, isApprovalType } from './video-job.commands.js';
import { IllegalTransition, UnknownGate, UnknownSegment } from './video-job.errors.js';
import { entered, requested } from './video-job.facts.js';
import { plan } from './video-job.results.js';
import { type Production, isTerminal, pendingApproval } from './video-job.state.js';

export function decideApproval({ data, issuedAt }: DecideApproval, job: Production): VideoJobEvent[] {
  const { approval, decision, comment, segments } = data;
  const { videoId, status } = job;
  if (!isApprovalType(approval)) throw new UnknownGate(videoId, approval);
  const pending = pendingApproval(job);
  if (pending?.type !== approval || isTerminal(status)) {
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
    const own = { videoId, title: job.title ?? '', script: data.script, source: 'request', cost: null };
    return [decided, { type: 'ScriptDrafted', data: own }, requested(job, 'script', issuedAt)];
  }
  if (approval === 'script' && job.script) {
    return [decided, ...plan(job, job.title ?? '', job.script.text, issuedAt)];
  }
  return approval === 'videos' ? [decided, entered(videoId, 'audio', issuedAt)] : [decided];
}

export function regenerate({ data, issuedAt }: RegenerateSegment, job: Production): VideoJobEvent[] {
  const { videoId, status, plan: current } = job;
  const { index, prompt, model } = data;
  const segment = job.segments[index];
  if (!current || !segment) throw new UnknownSegment(videoId, index, job.segments.length);
  if (status === 'cancelled') throw new IllegalTransition('already_finished', videoId, status, 'A cancelled video cannot be changed.');
  if (!segment.clip && status !== 'failed') {
    throw new IllegalTransition('segment_in_progress', videoId, status, `Segment ${index} is still being made.`);
  }
  const anew: VideoJobEvent = {
    type: 'SegmentRegenerationRequested',
    data: { videoId, plan: current.number, index, take: segment.take + 1, prompt, model, requestedAt: issuedAt },
  };
  return job.stage === 'assets' && !isTerminal(status) ? [anew] : [anew, entered(videoId, 'assets', issuedAt)];
}
