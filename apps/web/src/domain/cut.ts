/** The plan of a film that is not ordered yet. Pure. */
import { type VideoEstimate } from '@kadr/sdk';

type Estimated = Pick<VideoEstimate, 'segments' | 'resources'> & { readonly plan?: readonly Planned[] };

export interface Planned {
  readonly index: number;
  readonly durationSeconds: number;
  readonly model: string | null;
}

/** Where nobody says yet how it is cut, the pieces are alike. @param wishedSeconds null: as long as it takes */
export function planOf(estimate: Estimated | undefined, wishedSeconds: number | undefined): readonly Planned[] {
  if (!estimate) return [];
  if (estimate.plan) return estimate.plan;
  const seconds = estimate.resources.find(({ resource }) => resource === 'video_seconds')?.quantity ?? wishedSeconds ?? 0;
  return Array.from({ length: estimate.segments }, (_, index) => ({ index, durationSeconds: seconds / estimate.segments, model: null }));
}
/** How long a film of what is left may be: whole steps of five seconds, the shortest film being five; null: none fits. */
export function fittingSeconds(leftSeconds: number, wishedSeconds: number): number | null {
  const fit = Math.min(Math.floor(leftSeconds), Math.ceil(wishedSeconds) - 1);
  return fit >= 5 ? fit : null;
}
