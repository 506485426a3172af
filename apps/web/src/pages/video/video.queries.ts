import { queryOptions } from '@tanstack/react-query';
import { kadr } from '../../api/client';
import { keys } from '../../live/cache';

export const videoQuery = (id: string) =>
  queryOptions({ queryKey: keys.video(id), queryFn: ({ signal }) => kadr.videos.get(id, { signal }) });

export const segmentsQuery = (id: string) =>
  queryOptions({ queryKey: keys.segments(id), queryFn: ({ signal }) => kadr.videos.segments(id, { signal }) });

/** In the reader's language, whatever that of the film. */
export const timelineQuery = (id: string, language: 'en' | 'ru') =>
  queryOptions({
    queryKey: [...keys.timeline(id), language],
    queryFn: ({ signal }) => kadr.videos.timeline(id, { language }, { signal }),
    staleTime: 0,
  });
