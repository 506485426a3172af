import { queryOptions } from '@tanstack/react-query';
import { kadr } from '../../api/client';
import { keys } from '../../live/cache';

const RUNS_SHOWN = 50;
const VERSIONS_SHOWN = 100;

export const workflowsQuery = queryOptions({
  queryKey: keys.workflows,
  queryFn: ({ signal }) => Array.fromAsync(kadr.workflows.list({}, { signal })),
  staleTime: 0,
});

/** @param version null: the latest */
export const workflowQuery = (id: string, version: number | null = null) =>
  queryOptions({
    queryKey: [...keys.workflow(id), 'version', version],
    queryFn: ({ signal }) => kadr.workflows.get(id, version === null ? {} : { version }, { signal }),
  });

export const runsQuery = (workflowId: string) =>
  queryOptions({
    queryKey: keys.runs(workflowId),
    queryFn: async ({ signal }) => (await kadr.workflows.runsOfWorkflowList(workflowId, { limit: RUNS_SHOWN }, { signal }).page()).data,
  });

export const runQuery = (id: string) =>
  queryOptions({ queryKey: keys.run(id), queryFn: ({ signal }) => kadr.workflowRuns.get(id, { signal }) });

export const schedulesQuery = (workflowId: string) =>
  queryOptions({
    queryKey: keys.schedules(workflowId),
    queryFn: ({ signal }) => Array.fromAsync(kadr.workflows.schedulesOfWorkflowList(workflowId, {}, { signal })),
    staleTime: 0,
  });

/** By name. They come with a release. */
export const nodeTypesQuery = queryOptions({
  queryKey: ['workflow-nodes'],
  queryFn: async ({ signal }) => {
    const types = await Array.fromAsync(kadr.workflowNodes.list({}, { signal }));
    return new Map(types.map((type) => [type.type, type]));
  },
  staleTime: Infinity,
});

export const versionsQuery = (workflowId: string) =>
  queryOptions({
    queryKey: keys.versions(workflowId),
    queryFn: async ({ signal }) => (await kadr.workflows.versions(workflowId, { limit: VERSIONS_SHOWN }, { signal }).page()).data,
    staleTime: 0,
  });
