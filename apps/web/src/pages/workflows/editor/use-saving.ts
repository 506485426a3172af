import { ApiError, type Workflow } from '@kadr/sdk';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { kadr } from '../../../api/client';
import { keys } from '../../../live/cache';
import { useMessages } from '../../../messages';
import { sayToast } from '../../../ui/toast';
import { workflowQuery } from '../workflows.queries';
import { type Editing } from './use-document';

export interface Saving {
  /** What has faults is kept as a draft, which cannot be run. */
  readonly save: () => void;
  readonly isPending: boolean;
  readonly error: unknown;
  /** What somebody else has saved since; null: nobody has. */
  readonly theirs: Workflow | null;
  readonly takeTheirs: () => void;
  /** As the next version after theirs, which stays in the list of versions. */
  readonly saveAfterTheirs: () => void;
  readonly putAway: () => void;
}

/** Saves against the version that was begun with: what somebody else has saved since is shown, never overwritten unseen. */
export function useSaving({ document, base, adopt, rebase }: Editing): Saving {
  const { editor: words } = useMessages();
  const client = useQueryClient();
  const [theirs, setTheirs] = useState<Workflow | null>(null);
  const save = useMutation({
    mutationFn: async ({ id, version, settings, schedule }: Workflow) => {
      const body = { ...document, settings, ...(schedule && { schedule }) };
      const { valid } = await kadr.workflows.validate(body);
      return kadr.workflows.save(id, { ...body, draft: !valid, baseVersion: version });
    },
    onSuccess: (saved) => {
      adopt(saved);
      setTheirs(null);
      client.setQueryData(workflowQuery(saved.id).queryKey, saved);
      void client.invalidateQueries({ queryKey: keys.workflows });
      void client.invalidateQueries({ queryKey: keys.versions(saved.id) });
      sayToast(words.saved(saved.version));
    },
    onError: async (error) => {
      if (error instanceof ApiError && error.code === 'version_conflict') setTheirs(await kadr.workflows.get(base.id));
    },
  });
  const isConflict = save.error instanceof ApiError && save.error.code === 'version_conflict';
  return {
    save: () => save.mutate(base),
    isPending: save.isPending,
    error: isConflict ? null : save.error,
    theirs,
    takeTheirs: () => {
      if (!theirs) return;
      adopt(theirs);
      client.setQueryData(workflowQuery(theirs.id).queryKey, theirs);
      setTheirs(null);
    },
    saveAfterTheirs: () => {
      if (!theirs) return;
      rebase(theirs);
      save.mutate(theirs);
    },
    putAway: () => setTheirs(null),
  };
}
