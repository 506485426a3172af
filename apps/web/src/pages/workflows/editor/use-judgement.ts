import { ApiError, type Workflow, type WorkflowEstimate, type WorkflowFault } from '@kadr/sdk';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { kadr } from '../../../api/client';
import { type Document } from '../../../domain/workflow-copy';
import { useSettled } from '../../create/use-draft';

const SETTLE_MS = 400;

export interface Judgement {
  readonly errors: readonly WorkflowFault[];
  readonly warnings: readonly WorkflowFault[];
  /** Whether it is that of what stands here now. */
  readonly isCurrent: boolean;
  /** Null: there is something to mend first, or it depends on what a run is given. */
  readonly estimate: WorkflowEstimate | null;
  readonly error: unknown;
}

/** What the server says of the graph, a moment after the last change. The same document is never asked about twice. */
export function useJudgement(document: Document, { settings }: Pick<Workflow, 'settings'>): Judgement {
  const settled = useSettled(document, SETTLE_MS);
  const body = { ...settled, settings };
  const key = JSON.stringify(body);
  const found = useQuery({
    queryKey: ['workflow-validate', key],
    queryFn: ({ signal }) => kadr.workflows.validate(body, { signal }),
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  const isRight = found.data?.valid === true && !found.isPlaceholderData;
  const priced = useQuery({
    queryKey: ['workflow-estimate', key],
    queryFn: async ({ signal }) => {
      try {
        return await kadr.workflows.estimatesOfDocument(body, { signal });
      } catch (error) {
        // What it asks for is not filled in here.
        if (error instanceof ApiError && error.code === 'validation_failed') return null;
        throw error;
      }
    },
    enabled: isRight,
    gcTime: 0,
    retry: false,
  });
  return {
    errors: found.data?.errors ?? [],
    warnings: found.data?.warnings ?? [],
    isCurrent: settled === document && found.isSuccess && !found.isPlaceholderData,
    estimate: isRight ? (priced.data ?? null) : null,
    error: found.error,
  };
}
