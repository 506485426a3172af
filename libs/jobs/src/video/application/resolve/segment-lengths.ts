/** How long segments may be: as wished, as far as any of the models can make such a clip. */
import { type FramePair } from '../../../contracts/video-request.js';
import { LONGEST_FILM_SECONDS, LONGEST_PAIR_SECONDS, SHORTEST_FILM_SECONDS, SHORTEST_PAIR_SECONDS } from '../../domain/film-length.js';
import { type Fault, fault } from '../../../shared/invalid-request.js';
import { lengthFault, nearestLength } from '../../../shared/lengths.js';
import { type VideoOrder } from '../../../contracts/video-order.js';

const USUAL_SEGMENT_SECONDS = 10;
/** What most models between two pictures make. */
const USUAL_PAIR_SECONDS = 8;
const SHORTEST_SEGMENT_SECONDS = 5;

export interface ResolvedPairs {
  readonly frames: readonly FramePair[];
  readonly totalSeconds: number;
}

/** @param lengths those that some model of the request can make; null: any */
export function resolvePairs(
  { frames, durationSeconds }: VideoOrder,
  lengths: readonly number[] | null,
  faults: Fault[],
): ResolvedPairs | null {
  if (frames === undefined) return null;
  const pairs = frames.map(({ durationSeconds: wished, prompt }, index): FramePair => {
    const refused =
      wished === undefined
        ? null
        : lengthFault(`frames.${index}.durationSeconds`, wished, lengths, { min: SHORTEST_PAIR_SECONDS, max: LONGEST_PAIR_SECONDS });
    if (refused) faults.push(refused);
    return { durationSeconds: wished ?? nearestLength(lengths, USUAL_PAIR_SECONDS), prompt: prompt ?? null };
  });
  const totalSeconds = Math.round(pairs.reduce((sum, pair) => sum + pair.durationSeconds, 0) * 10) / 10;
  const nearest = Math.min(Math.max(totalSeconds, SHORTEST_FILM_SECONDS), LONGEST_FILM_SECONDS);
  if (nearest !== totalSeconds) {
    const message = `last ${totalSeconds} s together; a film lasts ${SHORTEST_FILM_SECONDS} to ${LONGEST_FILM_SECONDS} s`;
    faults.push({ ...fault('frames', message), nearest: [nearest] });
  } else if (durationSeconds !== undefined && durationSeconds !== totalSeconds) {
    faults.push({ ...fault('durationSeconds', `the frames last ${totalSeconds} s together`), nearest: [totalSeconds] });
  }
  return { frames: pairs, totalSeconds };
}

/** A segment longer than the longest clip would stand still at its end, so it is refused with what can be filled. */
export function segmentSecondsOf({ segmentation }: VideoOrder, lengths: readonly number[] | null, faults: Fault[]): number {
  const longest = lengths && lengths.length > 0 ? Math.max(...lengths, SHORTEST_SEGMENT_SECONDS) : Infinity;
  const wished = segmentation?.segmentSeconds;
  if (wished !== undefined && wished > longest) {
    const message = `cannot be ${wished} s: the models of this request make ${longest} s at most`;
    faults.push({ ...fault('segmentation.segmentSeconds', message), nearest: [longest] });
  }
  return wished ?? Math.min(USUAL_SEGMENT_SECONDS, longest);
}
