import { type Workflow } from '@kadr/sdk';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { kadr } from '../../api/client';
import { useOnce } from '../../api/idempotency';
import { faultsOf } from '../../api/problem';
import { useWhyNot } from '../../api/session';
import { money } from '../../domain/money';
import { fieldsOf, inputsOf } from '../../domain/run-inputs';
import { keys, takeAnswer } from '../../live/cache';
import { useSpoken } from '../../messages';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { ProblemNote } from '../shell/problem-note';
import { InputFields } from './input-fields';
import { RunPrice, useRunPrice } from './run-price';

/** Runs the newest version: at once where it asks for nothing, else with what it asks for. */
export function RunStart({ workflow, isDraft }: { readonly workflow: Workflow; readonly isDraft: boolean }) {
  const { messages, language } = useSpoken();
  const { flow: words, app, create, locale } = messages;
  const why = useWhyNot('workflows:write');
  const client = useQueryClient();
  const navigate = useNavigate();
  const once = useOnce();
  const [isAsking, setAsking] = useState(false);
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const fields = fieldsOf(workflow.inputSchema);
  const inputs = inputsOf(fields, typed);
  const start = useMutation({
    mutationFn: () => kadr.workflows.runsOfWorkflowStart(workflow.id, { inputs }, { idempotencyKey: once.key() }),
    onSuccess: (run) => {
      once.answered();
      takeAnswer(client, keys.run(run.id), run);
      void client.invalidateQueries({ queryKey: keys.runs(workflow.id) });
      void navigate({ to: '/workflows/$id/runs/$runId', params: { id: workflow.id, runId: run.id } });
    },
    onError: (error) => {
      once.answered(error);
      setAsking(true);
    },
  });
  const faults = faultsOf(start.error);
  const price = useRunPrice(workflow.id, { inputs }, !isDraft && (isAsking || fields.length === 0));
  const most = price?.cost.atMostMicros ?? workflow.settings.maxCostMicros;
  const label = most === undefined ? words.start : words.startFor(money(most, locale));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!start.isPending) start.mutate();
  };
  return (
    <>
      <Button
        kind="primary"
        icon="play"
        data-testid="run-start"
        data-value={most}
        why={why ?? (isDraft ? words.isDraft : null)}
        isBusy={start.isPending}
        onClick={() => (fields.length === 0 ? start.mutate() : setAsking(true))}
      >
        {label}
      </Button>
      <Dialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={words.startTitle}
        closeLabel={app.close}
        testId="run-inputs"
        footer={
          <Button
            className="ml-auto"
            kind="primary"
            icon="play"
            type="submit"
            form="run-inputs"
            data-testid="run-submit"
            why={why}
            isBusy={start.isPending}
          >
            {label}
          </Button>
        }
      >
        <form id="run-inputs" onSubmit={submit} className="grid gap-3">
          <InputFields
            fields={fields}
            typed={typed}
            onType={setTyped}
            faultsAt={(name) =>
              faults.filter(({ path }) => path === `inputs.${name}`).map(({ message }) => (language === 'en' ? message : create.otherValue))
            }
          />
          {price && <RunPrice estimate={price} />}
          {start.isError && <ProblemNote error={start.error} />}
        </form>
      </Dialog>
    </>
  );
}
