import { queryOptions } from '@tanstack/react-query';
import { kadr } from '../../api/client';
import { keys } from '../../live/cache';

export const videoQuery = (id: string) =>
  queryOptions({ queryKey: keys.video(id), queryFn: ({ signal }) => kadr.videos.get(id, { signal }) });

export const segmentsQuery = (id: string) =>
  queryOptions({ queryKey: keys.segments(id), queryFn: ({ signal }) => kadr.videos.segments(id, { signal }) });

export const timelineQuery = (id: string) =>
  queryOptions({ queryKey: keys.timeline(id), queryFn: ({ signal }) => kadr.videos.timeline(id, { signal }), staleTime: 0 });
