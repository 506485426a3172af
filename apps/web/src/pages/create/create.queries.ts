import { type CreateVideoRequest } from '@kadr/sdk';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { kadr } from '../../api/client';
import { keys } from '../../live/cache';

export const quotaQuery = queryOptions({
  queryKey: keys.quota,
  queryFn: ({ signal }) => kadr.billing.quota({ signal }),
  staleTime: 30_000,
});

/** What somebody is told it costs is not older than this. */
const PRICE_MS = 60_000;

export const estimateQuery = (body: CreateVideoRequest | null) =>
  queryOptions({
    queryKey: ['estimate', body],
    queryFn: ({ signal }) => kadr.videos.estimate(body ?? {}, { signal }),
    enabled: body !== null,
    staleTime: PRICE_MS,
    placeholderData: keepPreviousData,
    gcTime: PRICE_MS,
  });

export const modelsQuery = queryOptions({
  queryKey: ['models'],
  queryFn: async ({ signal }) => Array.fromAsync(kadr.models.list({ limit: 100 }, { signal })),
});

/** What can be chosen from, on this installation. */
export const optionsQuery = queryOptions({
  queryKey: ['create-options'],
  queryFn: ({ signal }) => kadr.createOptions.get({ signal }),
});

export const templatesQuery = queryOptions({
  queryKey: ['templates'],
  queryFn: async ({ signal }) => Array.fromAsync(kadr.templates.list({}, { signal })),
});
