import { MediaError, type FilmPlan, type Piece, type TransitionKind } from '../contracts.js';

/**
 * Cuts a film into the parts that are encoded by themselves: one for each segment and one for each transition, in film order. A
 * transition of T frames at boundary b is [b - T/2, b + T/2); both neighbours' own pieces give up T/2 frames to it. Half a
 * transition that would eat up a neighbour is shortened so that every segment keeps at least one frame of its own (a segment's
 * halves are equal rights: each may take at most (length - 1) / 2). Pure; the pieces cover [0, end) exactly once.
 * @throws MediaError `invalid_plan` when segments leave a gap, overlap or are empty, or transitions are not one fewer than segments
 */
export function planPieces(plan: FilmPlan): Piece[] {
  const halves = halfTransitions(plan);
  const pieces: Piece[] = [];
  for (const [index, segment] of plan.segments.entries()) {
    const [before, after] = [halves[index - 1]?.frames ?? 0, halves[index]?.frames ?? 0];
    pieces.push({
      id: `segment-${numbered(index)}`,
      startFrame: segment.startFrame + before,
      endFrame: segment.endFrame - after,
      layers: [layer(plan, halves, index)],
      transition: null,
    });
    const half = halves[index];
    if (half && half.frames > 0 && half.kind !== 'cut') {
      pieces.push({
        id: `transition-${numbered(index)}-${numbered(index + 1)}`,
        startFrame: segment.endFrame - half.frames,
        endFrame: segment.endFrame + half.frames,
        layers: [layer(plan, halves, index), layer(plan, halves, index + 1)],
        transition: half.kind,
      });
    }
  }
  return pieces;
}

/** How many frames the source of a segment should have: its own and the handles its transitions need. */
export function sourceFrames(plan: FilmPlan, segmentIndex: number): number {
  const { sourceStartFrame, sourceEndFrame } = layer(plan, halfTransitions(plan), segmentIndex);
  return sourceEndFrame - sourceStartFrame;
}

interface HalfTransition {
  readonly kind: TransitionKind;
  /** Frames on each side of the boundary. */
  readonly frames: number;
}

function halfTransitions({ segments, transitions }: FilmPlan): HalfTransition[] {
  if (segments.length === 0) throw invalid('a film needs at least one segment');
  if (transitions.length !== segments.length - 1) {
    throw invalid(`${segments.length} segments need ${segments.length - 1} transitions, not ${transitions.length}`);
  }
  let expectedStart = 0;
  const room = segments.map(({ startFrame, endFrame }, index) => {
    if (startFrame !== expectedStart || !Number.isInteger(endFrame) || endFrame <= startFrame) {
      throw invalid(`segment ${index} is [${startFrame}, ${endFrame}) and should start at ${expectedStart} and not be empty`);
    }
    expectedStart = endFrame;
    return Math.floor((endFrame - startFrame - 1) / 2);
  });
  return transitions.map(({ kind, frames }, index) => {
    const wanted = kind === 'cut' ? 0 : Math.max(0, Math.floor(frames / 2));
    return { kind, frames: Math.min(wanted, room[index] ?? 0, room[index + 1] ?? 0) };
  });
}

function layer(plan: FilmPlan, halves: readonly HalfTransition[], index: number): Piece['layers'][number] {
  const segment = plan.segments[index];
  if (!segment) throw invalid(`there is no segment ${index}`);
  return {
    segment: index,
    sourceStartFrame: segment.startFrame - (halves[index - 1]?.frames ?? 0),
    sourceEndFrame: segment.endFrame + (halves[index]?.frames ?? 0),
  };
}

function numbered(index: number): string {
  return String(index).padStart(3, '0');
}

function invalid(why: string): MediaError {
  return new MediaError('invalid_plan', `The film cannot be cut into pieces: ${why}`, false);
}
