/** How long segments may be: as requested, as far as any of the models can make such a clip. */
import { segmentCount } from '#steps/plan';
import { type FramePair } from '../../../contracts/video-request.js';
import { MAX_FILM_SECONDS, MAX_PAIR_SECONDS, MIN_FILM_SECONDS, MIN_PAIR_SECONDS } from '../../domain/film-length.js';
import { type FieldError, fieldError } from '../../../shared/faulty-request.js';
import { lengthFault, nearestLength } from '../../../shared/lengths.js';
import { type VideoOrder } from '../../../contracts/video-order.js';

const DEFAULT_SEGMENT_SECONDS = 10;
/** What most models between two pictures make. */
const DEFAULT_PAIR_SECONDS = 8;
const MIN_SEGMENT_SECONDS = 5;
/** The voice may be a little quicker than it is expected to be. */
const SURELY = 0.95;

export interface ResolvedPairs {
  readonly frames: readonly FramePair[];
  readonly totalSeconds: number;
}

/** @param lengths those that some model of the request can make; null: any */
export function resolvePairs(
  { frames, durationSeconds }: VideoOrder,
  lengths: readonly number[] | null,
  faults: FieldError[],
): ResolvedPairs | null {
  if (frames === undefined) return null;
  const pairs = frames.map(({ durationSeconds: requested, prompt }, index): FramePair => {
    const refused =
      requested === undefined
        ? null
        : lengthFault(`frames.${index}.durationSeconds`, requested, lengths, { min: MIN_PAIR_SECONDS, max: MAX_PAIR_SECONDS });
    if (refused) faults.push(refused);
    return { durationSeconds: requested ?? nearestLength(lengths, DEFAULT_PAIR_SECONDS), prompt: prompt ?? null };
  });
  const totalSeconds = Math.round(pairs.reduce((sum, pair) => sum + pair.durationSeconds, 0) * 10) / 10;
  const nearest = Math.min(Math.max(totalSeconds, MIN_FILM_SECONDS), MAX_FILM_SECONDS);
  if (nearest !== totalSeconds) {
    const message = `last ${totalSeconds} s together; a film lasts ${MIN_FILM_SECONDS} to ${MAX_FILM_SECONDS} s`;
    faults.push({ ...fieldError('frames', message), nearest: [nearest] });
  } else if (durationSeconds !== undefined && durationSeconds !== totalSeconds) {
    faults.push({ ...fieldError('durationSeconds', `the frames last ${totalSeconds} s together`), nearest: [totalSeconds] });
  }
  return { frames: pairs, totalSeconds };
}

/**
 * Own pictures that name no segment are all shown: where nobody says how long segments are, they are as short as that takes.
 * @param filmSeconds null: not known before there is a script @returns `segmentSeconds`, or what fits better
 */
export function withRoomForAssets(
  { segmentation, visuals, frames }: VideoOrder,
  segmentSeconds: number,
  filmSeconds: number | null,
): number {
  const assets = visuals?.assets ?? [];
  if (frames || segmentation?.segmentSeconds !== undefined || filmSeconds === null) return segmentSeconds;
  if (assets.length <= segmentCount(filmSeconds, segmentSeconds) || assets.some(({ segment }) => segment !== undefined))
    return segmentSeconds;
  const shorter = Math.max(MIN_SEGMENT_SECONDS, Math.floor((filmSeconds / assets.length) * SURELY * 10) / 10);
  return segmentCount(filmSeconds, shorter) >= assets.length ? shorter : segmentSeconds;
}

/** A segment longer than the longest clip would stand still at its end, so it is refused with what can be filled. */
export function segmentSecondsOf({ segmentation }: VideoOrder, lengths: readonly number[] | null, faults: FieldError[]): number {
  const longest = lengths && lengths.length > 0 ? Math.max(...lengths, MIN_SEGMENT_SECONDS) : Infinity;
  const requested = segmentation?.segmentSeconds;
  if (requested !== undefined && requested > longest) {
    const message = `cannot be ${requested} s: the models of this request make ${longest} s at most`;
    faults.push({ ...fieldError('segmentation.segmentSeconds', message), nearest: [longest] });
  }
  return requested ?? Math.min(DEFAULT_SEGMENT_SECONDS, longest);
}
