import { type ScriptWriter } from '#integrations';
import { segmentCount } from '#steps/plan';
import { type VideoRequest } from '../../../contracts/video-request.js';

/** What a writer is asked for; nulls: as much as it has. */
export interface ScriptLength {
  readonly durationSeconds: number | null;
  /** Paragraphs, one for each segment. */
  readonly beats: number | null;
}

/** The length asked for; where none was, the usual one, but of a writer who knows only what is given: it has nothing to fill that with. */
export function scriptLength(
  { durationSeconds, segmentation }: Pick<VideoRequest, 'durationSeconds' | 'segmentation'>,
  { knowsOnlyTheGiven = false }: Pick<ScriptWriter, 'knowsOnlyTheGiven'>,
  usualSeconds: number,
): ScriptLength {
  if (durationSeconds === null && knowsOnlyTheGiven) return { durationSeconds: null, beats: null };
  const seconds = durationSeconds ?? usualSeconds;
  return { durationSeconds: seconds, beats: segmentCount(seconds, segmentation.segmentSeconds) };
}
