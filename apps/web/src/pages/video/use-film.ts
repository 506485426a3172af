import { type Video } from '@kadr/sdk';
import { useQuery } from '@tanstack/react-query';
import { type Segment } from '../../domain/sheet';
import { isOver } from '../../domain/status';
import { starts } from '../../domain/time-code';
import { useConnection } from '../../live/connection';
import { segmentsQuery, videoQuery } from './video.queries';

/** While events do not come, the film is asked for. */
const ASK_MS = 4_000;

export interface Film {
  readonly video: Video;
  readonly segments: readonly Segment[];
  /** Of each segment, in seconds from the beginning of the film. */
  readonly starts: readonly number[];
}

export function useFilm(id: string) {
  const { state } = useConnection();
  const refetchInterval = (query: { readonly state: { readonly data?: unknown } }) => {
    const video = query.state.data as { readonly status?: Video['status'] } | undefined;
    const isDone = video?.status !== undefined && isOver(video.status);
    return state === 'live' || isDone ? false : ASK_MS;
  };
  const video = useQuery({ ...videoQuery(id), refetchInterval });
  const isDone = video.data !== undefined && isOver(video.data.status);
  const segments = useQuery({ ...segmentsQuery(id), refetchInterval: state === 'live' || isDone ? false : ASK_MS });
  const list: readonly Segment[] = segments.data?.data ?? [];
  const film: Film | null = video.data
    ? { video: video.data, segments: list, starts: starts(list.map(({ durationSeconds }) => durationSeconds)) }
    : null;
  return { film, error: video.error ?? segments.error, refetch: () => void Promise.all([video.refetch(), segments.refetch()]) };
}

export const pendingGate = (video: Video): Video['approvals'][number] | undefined =>
  video.approvals.findLast(({ status }) => status === 'pending');

export const numberOf = (index: number): string => String(index + 1).padStart(2, '0');
