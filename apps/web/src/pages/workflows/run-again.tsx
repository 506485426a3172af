import { type Workflow, type WorkflowRun } from '@kadr/sdk';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { kadr } from '../../api/client';
import { useOnce } from '../../api/idempotency';
import { faultsOf } from '../../api/problem';
import { useWhyNot } from '../../api/session';
import { money } from '../../domain/money';
import { fieldsOf, inputsOf, textsOf } from '../../domain/run-inputs';
import { keys, takeAnswer } from '../../live/cache';
import { useSpoken } from '../../messages';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Select } from '../../ui/field';
import { ProblemNote } from '../shell/problem-note';
import { InputFields } from './input-fields';
import { RunPrice, useRunPrice } from './run-price';
import { workflowQuery } from './workflows.queries';

interface AgainProps {
  readonly run: WorkflowRun;
  /** The version that it ran. */
  readonly workflow: Workflow;
}

/** Another run that goes on from this one: with other inputs, from a node on, or by the newest version. */
export function RunAgain({ run, workflow }: AgainProps) {
  const { editor: words } = useSpoken().messages;
  const why = useWhyNot('workflows:write');
  const [isOpen, setOpen] = useState(false);
  if (!['completed', 'failed', 'cancelled'].includes(run.status)) return null;
  return (
    <>
      <Button icon="copy" why={why} onClick={() => setOpen(true)} data-testid="run-again">
        {words.again}
      </Button>
      {isOpen && <AgainDialog run={run} workflow={workflow} onClose={() => setOpen(false)} />}
    </>
  );
}

function AgainDialog({ run, workflow, onClose }: AgainProps & { readonly onClose: () => void }) {
  const { messages, language } = useSpoken();
  const { editor: words, flow, app, create, locale } = messages;
  const client = useQueryClient();
  const navigate = useNavigate();
  const once = useOnce();
  const newest = useQuery(workflowQuery(run.workflowId)).data;
  const [isLatest, setLatest] = useState(false);
  const [from, setFrom] = useState('');
  const chosen = isLatest ? (newest ?? workflow) : workflow;
  const fields = fieldsOf(chosen.inputSchema);
  const [typed, setTyped] = useState(() => textsOf(run.inputs));
  const inputs = inputsOf(fields, typed);
  const price = useRunPrice(run.workflowId, { inputs, version: chosen.version }, true);
  const fork = useMutation({
    mutationFn: () => {
      const start = from === '' ? {} : { from };
      return kadr.workflowRuns.runChangesFork(run.id, { inputs, version: chosen.version, ...start }, { idempotencyKey: once.key() });
    },
    onSuccess: (made) => {
      once.answered();
      takeAnswer(client, keys.run(made.id), made);
      void client.invalidateQueries({ queryKey: keys.runs(made.workflowId) });
      onClose();
      void navigate({ to: '/workflows/$id/runs/$runId', params: { id: made.workflowId, runId: made.id } });
    },
    onError: (error) => once.answered(error),
  });
  const faults = faultsOf(fork.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!fork.isPending) fork.mutate();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={words.againTitle}
      closeLabel={app.close}
      testId="run-again-form"
      footer={
        <Button
          className="ml-auto"
          kind="primary"
          icon="play"
          type="submit"
          form="run-again"
          isBusy={fork.isPending}
          data-testid="run-again-submit"
        >
          {price ? flow.startFor(money(price.cost.atMostMicros, locale)) : flow.start}
        </Button>
      }
    >
      <form id="run-again" onSubmit={submit} className="grid gap-3">
        <p className="text-small text-ink-2">{words.againNote}</p>
        {newest && newest.version !== workflow.version && !newest.isDraft && (
          <Select
            label={words.againVersion}
            value={isLatest ? 'latest' : 'same'}
            options={[
              { value: 'same', label: `${words.sameVersion} · ${flow.version(workflow.version)}` },
              { value: 'latest', label: `${words.latestVersion} · ${flow.version(newest.version)}` },
            ]}
            onChoose={(value) => setLatest(value === 'latest')}
          />
        )}
        <Select
          label={words.againFrom}
          value={from}
          options={[{ value: '', label: words.fromStart }, ...chosen.graph.nodes.map(({ id, name }) => ({ value: id, label: name ?? id }))]}
          onChoose={setFrom}
        />
        <InputFields
          fields={fields}
          typed={typed}
          onType={setTyped}
          faultsAt={(name) =>
            faults.filter(({ path }) => path === `inputs.${name}`).map(({ message }) => (language === 'en' ? message : create.otherValue))
          }
        />
        {price && <RunPrice estimate={price} />}
        {fork.isError && <ProblemNote error={fork.error} />}
      </form>
    </Dialog>
  );
}
