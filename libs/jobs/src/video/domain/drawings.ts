/** Clips of the illustrator that are drawn only while their piece of the film is encoded. Pure. */
import { type StoredFile } from '#steps/plan';
import { type SegmentClip, type SegmentState, type SegmentTake, type VideoJobState } from './video-job.state.js';

/** Nobody is to see its clips by themselves: neither a person at the gate `videos`, nor somebody else who puts the film together. */
export const mayBeDrawing = ({ request, renderer }: Pick<VideoJobState, 'request' | 'renderer'>): boolean =>
  renderer === 'ffmpeg' && !request.approvals.includes('videos');

/** @returns the clip where it is a file that players know; a drawing is seen in its piece */
export const shownAlone = (clip: SegmentClip | null): StoredFile | undefined => (clip && clip.kind !== 'drawing' ? clip.file : undefined);

/** A drawing has no file that shows it by itself: its take is seen in the piece that was made of it. */
export function seenIn(segments: readonly SegmentState[], piece: string, file: StoredFile): readonly SegmentState[] {
  const number = /^segment-(\d+)$/.exec(piece)?.[1];
  const index = Number(number);
  const clip = number === undefined ? null : segments[index]?.clip;
  if (clip?.kind !== 'drawing') return segments;
  const shown = (take: SegmentTake): SegmentTake =>
    take.clip.generationNumber === clip.generationNumber ? { ...take, piece: file } : take;
  return segments.map((segment, at) => (at === index ? { ...segment, takes: segment.takes.map(shown) } : segment));
}
