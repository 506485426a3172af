import { type Workflow, type WorkflowVersion } from '@kadr/sdk';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { kadr } from '../../api/client';
import { useWhyNot } from '../../api/session';
import { keys } from '../../live/cache';
import { useMessages } from '../../messages';
import { Button } from '../../ui/button';
import { Chip, Outline } from '../../ui/parts';
import { sayToast } from '../../ui/toast';
import { ProblemNote } from '../shell/problem-note';
import { DiffView } from './diff-view';
import { versionsQuery, workflowQuery } from './workflows.queries';
import { timeFormat } from '../../domain/formats';

/** Every version that was saved, against the newest; none is ever lost. */
export function Versions({ workflow }: { readonly workflow: Workflow }) {
  const versions = useQuery(versionsQuery(workflow.id));
  return (
    <div className="grid content-start gap-2 p-4">
      {versions.isError && <ProblemNote error={versions.error} onRetry={() => void versions.refetch()} />}
      {versions.isPending && <Outline className="h-32" />}
      <ul className="grid gap-2">
        {versions.data?.map((one) => (
          <VersionRow key={one.version} version={one} workflow={workflow} />
        ))}
      </ul>
    </div>
  );
}

function VersionRow({
  version: { version, isDraft, savedAt },
  workflow,
}: {
  readonly version: WorkflowVersion;
  readonly workflow: Workflow;
}) {
  const { editor: words, flow, locale } = useMessages();
  const [isOpen, setOpen] = useState(false);
  const isNewest = version === workflow.version;
  const at = timeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(savedAt));
  return (
    <li data-testid="version-row" data-value={version} className="grid gap-3 rounded-panel border border-line bg-room-1 px-4 py-2.5">
      <div className="flex flex-wrap items-center gap-3">
        <time dateTime={savedAt} title={savedAt} className="min-w-0 flex-1 font-medium">
          {words.versionOf(version, at)}
        </time>
        {isDraft && <Chip>{flow.draft}</Chip>}
        {isNewest ? (
          <Chip tone="done">{words.newest}</Chip>
        ) : (
          <Button icon="history" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {words.compare}
          </Button>
        )}
      </div>
      {isOpen && <Compared version={version} workflow={workflow} />}
    </li>
  );
}

function Compared({ version, workflow }: { readonly version: number; readonly workflow: Workflow }) {
  const { editor: words } = useMessages();
  const why = useWhyNot('workflows:write');
  const client = useQueryClient();
  const old = useQuery(workflowQuery(workflow.id, version));
  const restore = useMutation({
    mutationFn: ({ name, description, graph, settings, isDraft }: Workflow) => {
      const schedule = workflow.schedule && { schedule: workflow.schedule };
      return kadr.workflows.save(workflow.id, {
        ...{ name, description, graph, settings, ...schedule },
        ...{ draft: isDraft, baseVersion: workflow.version },
      });
    },
    onSuccess: (saved) => {
      client.setQueryData(workflowQuery(saved.id).queryKey, saved);
      void client.invalidateQueries({ queryKey: keys.versions(saved.id) });
      sayToast(words.restored(saved.version));
    },
  });
  if (old.isError) return <ProblemNote error={old.error} />;
  if (!old.data) return <Outline className="h-24" />;
  const { data } = old;
  return (
    <>
      <DiffView before={data.graph} after={workflow.graph} />
      <Button
        icon="rotate-ccw"
        className="justify-self-start"
        why={why}
        isBusy={restore.isPending}
        onClick={() => restore.mutate(data)}
        data-testid="version-restore"
      >
        {words.restore}
      </Button>
      {restore.isError && <ProblemNote error={restore.error} />}
    </>
  );
}
