import { type Video, type VideoSegmentList } from '@kadr/sdk';
import { type QueryClient } from '@tanstack/react-query';
import { isNewTo, type LiveFrame, needsReading, pagesAfter, segmentsAfter, type SummaryPages, videoAfter } from './apply-event';

/** Names of what the cache holds; pages read under the same ones. */
export const keys = {
  videos: ['videos'] as const,
  list: (filter: object) => ['videos', 'list', filter] as const,
  counts: ['videos', 'counts'] as const,
  fresh: ['videos', 'fresh'] as const,
  video: (id: string) => ['video', id] as const,
  segments: (id: string) => ['video', id, 'segments'] as const,
  timeline: (id: string) => ['video', id, 'timeline'] as const,
  quota: ['quota'] as const,
};

/** Writes an event into what is on the screen, and has read again only what it cannot say itself. */
export function applyToCache(client: QueryClient, frame: LiveFrame): void {
  if (frame.event === 'reset') void client.invalidateQueries();
  else if (isVideo(frame)) applyVideo(client, frame.data);
  else if (isSegment(frame)) {
    const { videoId, segment } = frame.data;
    client.setQueryData<VideoSegmentList>(keys.segments(videoId), (known) => known && { ...known, data: [...segmentsAfter(known.data, segment)] });
  } else if (frame.event === 'quota') void client.invalidateQueries({ queryKey: keys.quota });
  else if (frame.event === 'asset') void client.invalidateQueries({ queryKey: ['assets'] });
  else if (frame.event === 'run' || frame.event === 'node') void client.invalidateQueries({ queryKey: ['runs'] });
}

const isVideo = (frame: LiveFrame): frame is Extract<LiveFrame, { event: 'video' }> => frame.event === 'video';
const isSegment = (frame: LiveFrame): frame is Extract<LiveFrame, { event: 'segment' }> => frame.event === 'segment';

function applyVideo(client: QueryClient, next: Extract<LiveFrame, { event: 'video' }>['data']): void {
  const lists = client.getQueriesData<SummaryPages>({ queryKey: [...keys.videos, 'list'] });
  for (const [key, pages] of lists) {
    if (!pages) continue;
    client.setQueryData(key, pagesAfter(pages, next));
    if (isNewTo(pages, next)) client.setQueryData<readonly string[]>(keys.fresh, (ids = []) => (ids.includes(next.id) ? ids : [...ids, next.id]));
  }
  void client.invalidateQueries({ queryKey: keys.counts });
  const known = client.getQueryData<Video>(keys.video(next.id));
  if (!known) return;
  client.setQueryData<Video>(keys.video(next.id), videoAfter(known, next));
  if (needsReading(known, next)) void client.invalidateQueries({ queryKey: keys.video(next.id) });
}
