/** What segments have shown once, and how it is shown again. Pure. */
import { type SegmentClip, type SegmentState, type SegmentTake } from './video-job.state.js';

export const UNTOUCHED: SegmentState = {
  generationNumber: 0,
  imageFallbackIndex: 0,
  clipFallbackIndex: 0,
  image: null,
  clip: null,
  takes: [],
  givenUp: [],
  failedAttempts: 0,
  lastFailedAt: null,
  costMicros: 0,
  duplicateFootageRetries: 0,
  prompt: null,
  model: null,
  comment: null,
};

/** What it shows, kept beside what it has shown before. */
export function withTake(segment: SegmentState, clip: SegmentClip, of: Pick<SegmentTake, 'madeAt' | 'restored'>): SegmentState {
  const { image, givenUp, prompt, model, comment } = segment;
  return { ...segment, takes: [...segment.takes, { clip, image, givenUp, prompt, model, comment, ...of }] };
}

export function shownAgain(segment: SegmentState, take: number, restored: number, madeAt: string): SegmentState {
  const kept = segment.takes.find(({ clip }) => clip.generationNumber === restored);
  if (!kept) return segment;
  const { image, givenUp, prompt, model, comment } = kept;
  // A take of its own: what was asked for in the meantime comes too late, and the pieces of the film get other names.
  const clip = { ...kept.clip, generationNumber: take };
  const before = { ...UNTOUCHED, generationNumber: take, costMicros: segment.costMicros, takes: segment.takes };
  return withTake({ ...before, clip, image, givenUp, prompt, model, comment }, clip, { madeAt, restored });
}
