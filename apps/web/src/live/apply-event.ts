/** What an event of the live stream makes of what is on the screen. Pure: the same log, split, repeated or replayed, gives the same. */
import { type VideoSegment, type VideoSummary } from '@kadr/sdk';

export interface SummaryPage {
  readonly data: readonly VideoSummary[];
  readonly nextCursor: string | null;
}

export interface SummaryPages {
  readonly pages: readonly SummaryPage[];
  readonly pageParams: readonly unknown[];
}

/** What was deleted is gone from the list. */
export function pagesWithout(pages: SummaryPages, id: string): SummaryPages {
  return { ...pages, pages: pages.pages.map((page) => ({ ...page, data: page.data.filter((row) => row.id !== id) })) };
}

const isOlder = (next: { readonly updatedAt: string }, known: { readonly updatedAt: string }): boolean => next.updatedAt < known.updatedAt;

/** Rows change in place and never move. A row that is not shown yet stays away: the reader asks for it. */
export function pagesAfter(pages: SummaryPages, next: VideoSummary): SummaryPages {
  const known = pages.pages.some(({ data }) => data.some(({ id }) => id === next.id));
  if (!known) return pages;
  return {
    ...pages,
    pages: pages.pages.map((page) => ({ ...page, data: page.data.map((row) => (row.id === next.id && !isOlder(next, row) ? next : row)) })),
  };
}

/** Whether somebody else's new video should be offered above the list. */
export const isNewTo = (pages: SummaryPages, next: VideoSummary): boolean => {
  const rows = pages.pages.flatMap(({ data }) => data);
  return !rows.some(({ id }) => id === next.id) && (rows[0] === undefined || next.createdAt >= rows[0].createdAt);
};

/** Segments stand by their index; one that was not there before is put in its place. */
export function segmentsAfter(segments: readonly VideoSegment[], next: VideoSegment): readonly VideoSegment[] {
  const others = segments.filter(({ index }) => index !== next.index);
  return [...others, next].sort((a, b) => a.index - b.index);
}

/** What a summary says of the whole film; the rest of it stays until it is read again. */
export function videoAfter<V extends Pick<VideoSummary, 'status' | 'stage' | 'progress' | 'title' | 'updatedAt'>>(
  video: V,
  next: VideoSummary,
): V {
  if (isOlder(next, video)) return video;
  const { status, stage, progress, title, updatedAt } = next;
  return { ...video, status, stage, progress, title, updatedAt };
}

/** What is said of files by a summary: those of segments come with their segments. */
const OF_SEGMENT = /^(frames|clips)\//;

/** Whether more has changed than a summary can say: the answer due, the files, the end. */
export const needsReading = (
  video: Pick<VideoSummary, 'status' | 'stage' | 'updatedAt'> & { readonly artifacts: readonly { readonly name: string }[] },
  next: Pick<VideoSummary, 'status' | 'stage' | 'updatedAt' | 'fileCount'>,
): boolean =>
  !isOlder(next, video) &&
  (video.status !== next.status ||
    video.stage !== next.stage ||
    video.artifacts.filter(({ name }) => !OF_SEGMENT.test(name)).length !== next.fileCount);
