import { type WorkflowRun } from '@kadr/sdk';
import { type UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { clock } from '../../domain/time-code';
import { useMessages } from '../../messages';
import { Empty, Outline } from '../../ui/parts';
import { ProblemNote } from '../shell/problem-note';
import { RunChip } from './run-chip';
import { timeFormat } from '../../domain/formats';

interface RunsProps {
  readonly workflowId: string;
  readonly runs: UseQueryResult<readonly WorkflowRun[]>;
}

/** Newest first; rows change in place. */
export function Runs({ workflowId, runs }: RunsProps) {
  const { flow: words, locale } = useMessages();
  const time = (iso: string) => timeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));
  return (
    <div className="p-4">
      {runs.isError && <ProblemNote error={runs.error} onRetry={() => void runs.refetch()} />}
      {runs.isPending && <Outline className="h-32" />}
      {runs.data?.length === 0 && <Empty icon="play">{words.noRuns}</Empty>}
      <ul className="grid gap-1.5">
        {runs.data?.map((run) => (
          <li key={run.id} data-testid="run-row" data-status={run.status}>
            <Link
              to="/workflows/$id/runs/$runId"
              params={{ id: workflowId, runId: run.id }}
              className="flex min-h-[44px] flex-wrap items-center gap-3 rounded-control border border-line bg-room-1 px-3 hover:bg-room-2"
            >
              <time dateTime={run.createdAt} title={run.createdAt} className="code text-ink-2">
                {time(run.createdAt)}
              </time>
              <span className="min-w-0 flex-1 text-small text-ink-2">{words.triggers[run.trigger]}</span>
              <span className="code text-ink-2">{words.version(run.version)}</span>
              <span className="code text-ink-2">{words.done(run.progress.done, run.progress.total)}</span>
              {run.completedAt && (
                <span className="code text-ink-2">{clock((Date.parse(run.completedAt) - Date.parse(run.createdAt)) / 1000)}</span>
              )}
              <RunChip status={run.status} />
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
