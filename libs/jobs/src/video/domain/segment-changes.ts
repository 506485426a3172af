/** What people may ask of segments that are there: to be made anew, or to show again what they had before. */
import { type VideoJobEvent } from '../../contracts/video-job.events.js';
import { needsImages } from './fallback-chain.js';
import { type RestoreTake, type SegmentWish } from './video-job.commands.js';
import { IllegalTransition, UnknownSegment, UnknownTake } from './video-job.errors.js';
import { entered, notReady, requested } from './video-job.event-factories.js';
import { evolve } from './video-job.evolve.js';
import { type SegmentState, type VideoJobState, allClipsDone, isPast, isTerminal, takenFootage } from './video-job.state.js';

/** All of them, or none. @throws UnknownSegment, IllegalTransition */
export function regenerate(wishes: readonly SegmentWish[], at: string, job: VideoJobState): VideoJobEvent[] {
  const { videoId } = job;
  const anew = wishes.map(({ index, prompt, model }): VideoJobEvent => {
    const { plan, segment } = changeable(job, index);
    return {
      type: 'SegmentRegenerationRequested',
      data: { videoId, plan, index, take: segment.generationNumber + 1, prompt, model, requestedAt: at },
    };
  });
  return job.stage === 'assets' && !isTerminal(job.status) ? anew : [...anew, entered(videoId, 'assets', at)];
}

/** Asking for what is shown already changes nothing. @throws UnknownSegment, UnknownTake, IllegalTransition */
export function restoreTake({ data, issuedAt }: RestoreTake, job: VideoJobState): VideoJobEvent[] {
  const { videoId } = job;
  const { index, take: restored } = data;
  const { plan, segment } = changeable(job, index);
  const kept = segment.takes.find(({ clip }) => clip.generationNumber === restored);
  if (!kept) throw new UnknownTake(videoId, index, restored);
  if (segment.clip?.file.key === kept.clip.file.key) return [];
  if (needsImages(job.request) && !isPast(job, 'images')) throw notReady(job, 'The images are not approved.');
  const { attribution } = kept.clip;
  if (attribution && takenFootage(job, index).includes(attribution.id)) {
    const reason = `Another segment shows the footage of take ${restored} of segment ${index} by now.`;
    throw new IllegalTransition('footage_taken', videoId, job.status, reason);
  }
  const take = segment.generationNumber + 1;
  const shown: VideoJobEvent = { type: 'SegmentTakeRestored', data: { videoId, plan, index, take, restored, restoredAt: issuedAt } };
  const after = evolve(job, shown) as VideoJobState;
  if (!allClipsDone(after)) return [shown, entered(videoId, 'assets', issuedAt)];
  if (!isPast(job, 'videos')) return [shown, entered(videoId, 'assets', issuedAt), requested(job, 'videos', issuedAt)];
  return [shown, entered(videoId, 'audio', issuedAt)];
}

/** A segment that may be changed now. */
function changeable(job: VideoJobState, index: number): { readonly plan: number; readonly segment: SegmentState } {
  const { videoId, status, plan } = job;
  const segment = job.segments[index];
  if (!plan || !segment) throw new UnknownSegment(videoId, index, job.segments.length);
  if (status === 'cancelled') throw new IllegalTransition('already_finished', videoId, status, 'A cancelled video cannot be changed.');
  if (status === 'awaiting_approval') {
    const reason = 'Decide the pending approval first; rejecting it can name the segments to make anew.';
    throw new IllegalTransition('awaiting_approval', videoId, status, reason);
  }
  if (!segment.clip && status !== 'failed') {
    throw new IllegalTransition('segment_in_progress', videoId, status, `Segment ${index} is still being made.`);
  }
  return { plan: plan.number, segment };
}
