/** From a script to the plan of a film: segments with their prompts and seeds, and the joints between them. */
import { type PlannedSegment, type PlannedTransition, type SegmentsPlanned } from '../../contracts/video-job.events.js';
import { type FramePair, type VideoRequest } from '../../contracts/video-request.js';
import { filmSeconds } from './film-length.js';
import { cutIntoSegments } from './segmentation.js';

/** Seeds are 31-bit, as the narrowest of the providers takes them. */
export const SEED_MODULUS = 2 ** 31 - 1;
/** Distinct for up to 120 segments of one film, and unlike for neighbouring seeds of different films. */
const SEED_STRIDE = 7919;

export function planFilm(request: VideoRequest, title: string, script: string): SegmentsPlanned['data']['segments'] {
  const pairFrames = request.frames && exactFrames(request.frames, request.fps);
  const totalFrames = pairFrames
    ? pairFrames.reduce((sum, frames) => sum + frames, 0)
    : Math.round(filmSeconds(request, script) * request.fps);
  return cutIntoSegments({
    script,
    language: request.language,
    mode: request.segmentation.mode,
    segmentSeconds: request.segmentation.segmentSeconds,
    totalFrames,
    fps: request.fps,
    ...(pairFrames && { pairFrames }),
  }).map((cut, index): PlannedSegment => {
    const shown = [request.frames?.[index]?.prompt ?? '', cut.text].filter((part) => part !== '').join(' ');
    const subject = shown === '' ? title : shown;
    return {
      index,
      section: cut.section,
      text: cut.text,
      imagePrompt: `${title}. ${subject} — ${request.style} still, ${request.tone} mood, for a ${request.audience} audience`,
      videoPrompt: `${subject} — ${request.style} shot, ${request.tone} mood, slow camera move`,
      seed: (request.visuals.seed + index * SEED_STRIDE) % SEED_MODULUS,
      startFrame: cut.startFrame,
      endFrame: cut.endFrame,
    };
  });
}

/** Each pair's length in frames, rounded so that no rounding adds up: every boundary lies where its time says. */
function exactFrames(pairs: readonly FramePair[], fps: number): number[] {
  let seconds = 0;
  let frames = 0;
  return pairs.map(({ durationSeconds }) => {
    seconds += durationSeconds;
    const length = Math.round(seconds * fps) - frames;
    frames += length;
    return length;
  });
}

/**
 * One joint between each two neighbours, no longer than a third of the shorter one.
 * @param between what joins sections; absent: the same as within them
 */
export function joints(segments: readonly PlannedSegment[], within: PlannedTransition, between = within): PlannedTransition[] {
  return segments.slice(1).map((right, i) => {
    const left = segments[i] ?? right;
    const requested = left.section === right.section ? within : between;
    const room = Math.floor(Math.min(left.endFrame - left.startFrame, right.endFrame - right.startFrame) / 3);
    const frames = 2 * Math.floor(Math.min(requested.frames, room) / 2);
    return requested.kind === 'cut' || frames === 0 ? { kind: 'cut', frames: 0 } : { kind: requested.kind, frames };
  });
}
