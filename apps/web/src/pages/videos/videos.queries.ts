import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { kadr } from '../../api/client';
import { type Tab } from '../../domain/address';
import { type SummaryPage } from '../../live/apply-event';
import { keys } from '../../live/cache';

const STATUSES = {
  all: undefined,
  yours: ['awaiting_approval'],
  making: ['queued', 'processing'],
  stopped: ['failed', 'cancelled'],
  ready: ['completed'],
} as const satisfies Record<Tab, unknown>;

export const countsQuery = queryOptions({ queryKey: keys.counts, queryFn: ({ signal }) => kadr.videos.counts({ signal }), staleTime: 0 });

export type Counts = Awaited<ReturnType<NonNullable<typeof countsQuery.queryFn>>>;

export function countOf(counts: Readonly<Record<string, number>> | undefined, tab: Tab): number | null {
  if (!counts) return null;
  const statuses: readonly string[] = STATUSES[tab] ?? Object.keys(counts);
  return statuses.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
}

const PAGE = 50;

export const listQuery = (tab: Tab, q: string | undefined) =>
  infiniteQueryOptions({
    queryKey: keys.list({ tab, q: q ?? '' }),
    queryFn: async ({ pageParam, signal }): Promise<SummaryPage> => {
      const status = STATUSES[tab];
      const query = {
        view: 'summary' as const,
        limit: PAGE,
        ...(status && { status: [...status] }),
        ...(q && { q }),
        ...(pageParam && { cursor: pageParam }),
      };
      const { data, nextCursor } = await kadr.videos.list(query, { signal }).page();
      return { data, nextCursor };
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    staleTime: 0,
  });
