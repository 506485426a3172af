/** The kinds of work of a set of clips and what each is told; the handler reads the rest from the set. */
export interface ClipTaskPayloads {
  'jobs.make-set-clip': { clipSetId: string; clipId: string };
  'jobs.forget-clip-pictures': { clipSetId: string };
  'jobs.erase-clips': { clipSetId: string };
}

/** Which of a clip's pictures it is. */
export type Edge = 'first' | 'last';

/** The name under which a clip's picture is kept. */
export const pictureName = (clipId: string, edge: Edge): string => `${clipId}-${edge}`;
