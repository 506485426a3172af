/** How the parts of a film go over into each other. Pure. */
import { type TransitionKind } from '#media/plan';

export interface Joint {
  readonly kind: TransitionKind;
  /** Length, centred on the boundary; even; 0 for a cut. */
  readonly frames: number;
}

export interface JoinedPart {
  readonly section: string;
  readonly startFrame: number;
  readonly endFrame: number;
}

/**
 * One joint between each two neighbours, no longer than a third of the shorter one.
 * @param between what joins sections; absent: the same as within them
 */
export function joints(segments: readonly JoinedPart[], within: Joint, between = within): Joint[] {
  return segments.slice(1).map((right, i) => {
    const left = segments[i] ?? right;
    const requested = left.section === right.section ? within : between;
    const room = Math.floor(Math.min(left.endFrame - left.startFrame, right.endFrame - right.startFrame) / 3);
    const frames = 2 * Math.floor(Math.min(requested.frames, room) / 2);
    return requested.kind === 'cut' || frames === 0 ? { kind: 'cut', frames: 0 } : { kind: requested.kind, frames };
  });
}
