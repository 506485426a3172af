import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { orReloading } from '../../ui/or-reloading';
import { VIEWS } from '../../domain/address';
import { useMessages } from '../../messages';
import { Outline } from '../../ui/parts';
import { Choice } from '../../ui/page';
import { ProblemNote } from '../shell/problem-note';
import { NodeAside } from './node-aside';
import { NodePanel } from './node-panel';
import { Runs } from './runs';
import { RunStart } from './run-start';
import { Schedules } from './schedules';
import { Sheet } from './sheet';
import { Versions } from './versions';
import { runsQuery, workflowQuery } from './workflows.queries';

/** Loaded when somebody begins to change something. */
const Editor = lazy(orReloading(() => import('./editor/editor')));

/** A workflow: its graph with what its newest run of this version makes of it, its runs, and when it runs by itself. */
export function WorkflowPage() {
  const { flow: words } = useMessages();
  const { id } = useParams({ from: '/shell/workflows/$id' });
  const { view = 'graph', node: chosen } = useSearch({ from: '/shell/workflows/$id' });
  const navigate = useNavigate({ from: '/workflows/$id' });
  const workflow = useQuery(workflowQuery(id));
  const runs = useQuery(runsQuery(id));
  if (workflow.isError && !workflow.data) {
    return (
      <main className="p-6" data-testid="workflow-page">
        <h1 className="sr-only">{words.title}</h1>
        <ProblemNote error={workflow.error} onRetry={() => void workflow.refetch()} />
      </main>
    );
  }
  if (!workflow.data) {
    return (
      <main className="p-4">
        <h1 className="sr-only">{words.title}</h1>
        <Outline className="h-80" />
      </main>
    );
  }
  const { graph, name, version, isDraft } = workflow.data;
  const newest = runs.data?.find((run) => run.version === version) ?? null;
  const node = graph.nodes.find((one) => one.id === chosen);
  const select = (next: string | undefined) => void navigate({ search: (known) => ({ ...known, node: next }), replace: true });
  return (
    <main data-testid="workflow-page" data-status={newest?.status} className="flex h-full min-h-0 flex-col max-md:h-auto">
      <header className="flex min-h-[52px] flex-wrap items-center gap-3 border-b border-line px-4 py-2.5">
        <h1 className="min-w-0 text-title font-semibold tracking-[-0.01em] [overflow-wrap:anywhere]" translate="no">
          {name}
        </h1>
        <span className="code text-ink-2">{words.version(version)}</span>
        <Choice
          label={words.views}
          value={view}
          options={VIEWS.map((value) => ({ value, label: words.tabs[value] }))}
          onChoose={(next) => void navigate({ search: (known) => ({ ...known, view: next }), replace: true })}
        />
        <span className="ml-auto">
          <RunStart workflow={workflow.data} isDraft={isDraft} />
        </span>
      </header>
      {view === 'graph' && (
        <div className="flex min-h-0 flex-1 max-lg:flex-col">
          <Sheet graph={graph} run={newest} selected={node?.id} onSelect={select} />
          <NodeAside chosen={node?.id}>
            {node ? (
              <NodePanel node={node} state={newest?.nodes.find((one) => one.id === node.id)} />
            ) : (
              <p className="p-4 text-ink-2">{workflow.data.description === '' ? words.chooseNode : workflow.data.description}</p>
            )}
          </NodeAside>
        </div>
      )}
      {view === 'edit' && (
        <Suspense fallback={<Outline className="m-4 h-80" />}>
          <Editor key={id} workflow={workflow.data} selected={chosen} onSelect={select} />
        </Suspense>
      )}
      {view === 'versions' && <Versions workflow={workflow.data} />}
      {view === 'runs' && <Runs workflowId={id} runs={runs} />}
      {view === 'schedules' && <Schedules workflow={workflow.data} />}
    </main>
  );
}
