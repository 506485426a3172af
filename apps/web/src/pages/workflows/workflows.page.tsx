import { type Workflow } from '@kadr/sdk';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { kadr } from '../../api/client';
import { useOnce } from '../../api/idempotency';
import { sayProblem } from '../../api/problem';
import { useWhyNot } from '../../api/session';
import { keys } from '../../live/cache';
import { useMessages } from '../../messages';
import { Button } from '../../ui/button';
import { Chip, Empty, Outline } from '../../ui/parts';
import { Page, Panel } from '../../ui/page';
import { sayToast } from '../../ui/toast';
import { ProblemNote } from '../shell/problem-note';
import { RunChip } from './run-chip';
import { workflowsQuery } from './workflows.queries';

export function WorkflowsPage() {
  const { flow: words } = useMessages();
  const workflows = useQuery(workflowsQuery);
  return (
    <Page testId="workflows-page" title={words.title} actions={<NewWorkflow />}>
      {workflows.isError && <ProblemNote error={workflows.error} onRetry={() => void workflows.refetch()} />}
      {workflows.isPending && <Outline className="h-40" />}
      {workflows.data?.length === 0 && <Empty icon="workflow">{words.empty}</Empty>}
      {workflows.data && workflows.data.length > 0 && (
        <ul className="grid gap-2">
          {workflows.data.map((workflow) => (
            <Row key={workflow.id} workflow={workflow} />
          ))}
        </ul>
      )}
      <Templates />
    </Page>
  );
}

/** What a new one begins with: a text that each run is given. */
const FIRST = { nodes: [{ id: 'topic', type: 'Input.Text', params: { required: true, maxLength: 500 } }], edges: [] };

/** One to be drawn. */
function NewWorkflow() {
  const messages = useMessages();
  const { editor: words } = messages;
  const why = useWhyNot('workflows:write');
  const client = useQueryClient();
  const navigate = useNavigate();
  const once = useOnce();
  const make = useMutation({
    mutationFn: () => kadr.workflows.create({ name: words.untitled, graph: FIRST }, { idempotencyKey: once.key() }),
    onSuccess: (workflow) => {
      once.answered();
      void client.invalidateQueries({ queryKey: keys.workflows });
      void navigate({ to: '/workflows/$id', params: { id: workflow.id }, search: { view: 'edit' } });
    },
    onError: (error) => {
      once.answered(error);
      sayToast(sayProblem(error, messages).text, { isError: true });
    },
  });
  return (
    <Button kind="primary" icon="plus" why={why} isBusy={make.isPending} onClick={() => make.mutate()} data-testid="workflow-new">
      {words.make}
    </Button>
  );
}

function Row({ workflow: { id, name, description, version, isDraft, lastRun, graph, schedule } }: { readonly workflow: Workflow }) {
  const { flow: words } = useMessages();
  return (
    <li data-testid="workflow-row">
      <Link
        to="/workflows/$id"
        params={{ id }}
        className="flex min-h-[52px] flex-wrap items-center gap-x-3 gap-y-1 rounded-panel border border-line bg-room-1 px-4 py-2 hover:bg-room-2"
      >
        <span className="min-w-0 flex-1" translate="no">
          <span className="block font-medium [overflow-wrap:anywhere]">{name}</span>
          {description !== '' && <span className="block truncate text-small text-ink-2">{description}</span>}
        </span>
        {isDraft && <Chip>{words.draft}</Chip>}
        {schedule && <span className="code text-ink-2">{`${schedule.cron} ${schedule.timezone}`}</span>}
        <span className="code text-ink-2">{words.version(version)}</span>
        <span className="text-small text-ink-2">{words.nodes(graph.nodes.length)}</span>
        {lastRun && <RunChip status={lastRun.status} />}
      </Link>
    </li>
  );
}

function Templates() {
  const { flow: words } = useMessages();
  const templates = useQuery({
    queryKey: ['workflow-templates'],
    queryFn: ({ signal }) => Array.fromAsync(kadr.workflowTemplates.list({}, { signal })),
  });
  if (!templates.data || templates.data.length === 0) return null;
  return (
    <Panel title={words.templates} note={words.templatesNote}>
      <ul className="grid gap-2">
        {templates.data.map((template) => {
          const ours = words.templateTexts[template.name];
          const { name, description } = ours ?? template;
          return (
            <li key={template.id} className="flex flex-wrap items-center gap-3 border-t border-line pt-2">
              <span className="min-w-0 flex-1" translate={ours ? 'yes' : 'no'}>
                <span className="block font-medium">{name}</span>
                <span className="block text-small text-ink-2">{description}</span>
              </span>
              <Use id={template.id} />
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}

function Use({ id }: { readonly id: string }) {
  const { flow: words } = useMessages();
  const why = useWhyNot('workflows:write');
  const client = useQueryClient();
  const navigate = useNavigate();
  const once = useOnce();
  const make = useMutation({
    mutationFn: async () => {
      const templates = await Array.fromAsync(kadr.workflowTemplates.list());
      const found = templates.find((template) => template.id === id);
      if (!found) throw new Error(`there is no template ${id}`);
      const { graph, settings } = found;
      // In the words in which it was offered.
      const { name, description } = words.templateTexts[found.name] ?? found;
      return kadr.workflows.create({ name, description, graph, settings }, { idempotencyKey: once.key() });
    },
    onSuccess: (workflow) => {
      once.answered();
      void client.invalidateQueries({ queryKey: keys.workflows });
      void navigate({ to: '/workflows/$id', params: { id: workflow.id } });
    },
    onError: (error) => once.answered(error),
  });
  return (
    <div className="grid gap-1">
      <Button icon="copy" why={why} isBusy={make.isPending} onClick={() => make.mutate()} data-testid={`workflow-template-${id}`}>
        {words.use}
      </Button>
      {make.isError && <ProblemNote error={make.error} />}
    </div>
  );
}
