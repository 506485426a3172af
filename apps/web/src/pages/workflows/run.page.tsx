import { type Workflow, type WorkflowRun } from '@kadr/sdk';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { kadr } from '../../api/client';
import { useOnce } from '../../api/idempotency';
import { sayProblem, sayReason } from '../../api/problem';
import { useWhyNot } from '../../api/session';
import { keys, takeAnswer } from '../../live/cache';
import { ConnectionMark } from '../../live/connection';
import { useMessages } from '../../messages';
import { Button } from '../../ui/button';
import { Outline } from '../../ui/parts';
import { sayToast } from '../../ui/toast';
import { ProblemNote } from '../shell/problem-note';
import { ApprovalPanel } from './approval-panel';
import { NodeAside } from './node-aside';
import { NodePanel } from './node-panel';
import { RunAgain } from './run-again';
import { RunChip } from './run-chip';
import { Sheet } from './sheet';
import { ValueList } from './values';
import { runQuery, workflowQuery } from './workflows.queries';

/** One run on the graph of the version it runs: what each node is at, the answer that is due, what came of it. */
export function RunPage() {
  const { flow: words } = useMessages();
  const { id, runId } = useParams({ from: '/shell/workflows/$id/runs/$runId' });
  const run = useQuery(runQuery(runId));
  const workflow = useQuery({ ...workflowQuery(id, run.data?.version ?? null), enabled: run.data !== undefined });
  const error = run.error ?? workflow.error;
  if (!run.data || !workflow.data) {
    return (
      <main className="p-4" data-testid="run-page">
        <h1 className="sr-only">{words.run}</h1>
        {error ? <ProblemNote error={error} onRetry={() => void run.refetch()} /> : <Outline className="h-80" />}
      </main>
    );
  }
  return <RunView run={run.data} workflow={workflow.data} />;
}

function RunView({ run, workflow }: { readonly run: WorkflowRun; readonly workflow: Workflow }) {
  const messages = useMessages();
  const { flow: words } = messages;
  const { graph, name } = workflow;
  const { node: chosen } = useSearch({ from: '/shell/workflows/$id/runs/$runId' });
  const navigate = useNavigate({ from: '/workflows/$id/runs/$runId' });
  const node = graph.nodes.find((one) => one.id === chosen);
  const pending = run.approvals.filter(({ status }) => status === 'pending');
  return (
    <main data-testid="run-page" data-status={run.status} className="flex h-full min-h-0 flex-col max-md:h-auto">
      <header className="flex min-h-[52px] flex-wrap items-center gap-3 border-b border-line px-4 py-2.5">
        <h1 className="min-w-0 text-title font-semibold tracking-[-0.01em] [overflow-wrap:anywhere]">
          <Link to="/workflows/$id" params={{ id: run.workflowId }} className="hover:underline" translate="no">
            {name}
          </Link>
        </h1>
        <RunChip status={run.status} />
        <span className="code text-ink-2">{words.version(run.version)}</span>
        <span role="status" className="code text-ink-2" data-testid="run-progress" data-value={run.progress.percent}>
          {words.done(run.progress.done, run.progress.total)}
        </span>
        <span className="ml-auto flex items-center gap-3">
          <ConnectionMark />
          <RunAgain run={run} workflow={workflow} />
          <Change run={run} />
        </span>
      </header>
      {run.error && (
        <p role="alert" data-code={run.error.code} className="border-b border-line bg-fail-wash px-4 py-2 text-fail">
          {sayReason(run.error.code, run.error.message, messages)}
        </p>
      )}
      <div className="flex min-h-0 flex-1 max-lg:flex-col">
        <Sheet
          graph={graph}
          run={run}
          selected={node?.id}
          onSelect={(next) => void navigate({ search: (known) => ({ ...known, node: next }), replace: true })}
        />
        <NodeAside chosen={node?.id}>
          {pending.map((approval) => (
            <ApprovalPanel key={`${approval.node} ${approval.take}`} runId={run.id} approval={approval} />
          ))}
          {node ? (
            <NodePanel node={node} state={run.nodes.find((one) => one.id === node.id)} />
          ) : (
            <div className="grid content-start gap-4 p-3">
              <ValueList values={run.outputs} title={words.outputs} />
              <ValueList values={run.inputs} title={words.inputs} />
            </div>
          )}
        </NodeAside>
      </div>
    </main>
  );
}

/** What can be done with a run as it stands: stop it, or go on from what failed. */
function Change({ run }: { readonly run: WorkflowRun }) {
  const messages = useMessages();
  const { flow: words } = messages;
  const why = useWhyNot('workflows:write');
  const client = useQueryClient();
  const once = useOnce();
  const isOver = ['completed', 'failed', 'cancelled'].includes(run.status);
  const change = useMutation({
    mutationFn: () => {
      const options = { idempotencyKey: once.key() };
      return isOver ? kadr.workflowRuns.runChangesRetry(run.id, {}, options) : kadr.workflowRuns.cancel(run.id, options);
    },
    onSuccess: (changed) => {
      once.answered();
      takeAnswer(client, keys.run(run.id), changed);
      void client.invalidateQueries({ queryKey: keys.runs(run.workflowId) });
    },
    onError: (error) => {
      once.answered(error);
      sayToast(sayProblem(error, messages).text, { isError: true });
    },
  });
  if (isOver && run.status !== 'failed') return null;
  return (
    <Button
      icon={isOver ? 'rotate-ccw' : 'x'}
      why={why}
      isBusy={change.isPending}
      onClick={() => change.mutate()}
      data-testid={isOver ? 'run-retry' : 'run-cancel'}
    >
      {isOver ? words.goOn : words.stop}
    </Button>
  );
}
