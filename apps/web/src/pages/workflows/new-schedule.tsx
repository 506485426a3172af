import { type Workflow } from '@kadr/sdk';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { kadr } from '../../api/client';
import { useOnce } from '../../api/idempotency';
import { useWhyNot } from '../../api/session';
import { fieldsOf, inputsOf } from '../../domain/run-inputs';
import { keys } from '../../live/cache';
import { useMessages } from '../../messages';
import { Button } from '../../ui/button';
import { Select, TextField } from '../../ui/field';
import { Panel } from '../../ui/page';
import { ProblemNote } from '../shell/problem-note';
import { InputFields } from './input-fields';
import { NextRuns } from './next-runs';

const PRESETS = { daily: '0 9 * * *', weekdays: '30 8 * * 1-5', weekly: '0 9 * * 1', hourly: '0 * * * *' } as const;
type Preset = keyof typeof PRESETS | 'own';
const OVERLAPS = ['skip', 'buffer_one', 'buffer_all', 'cancel_other', 'allow'] as const;
const SHOWN = 5;

/** A schedule as it is typed: the next five times are those that the server reckons. */
export function NewSchedule({ workflow }: { readonly workflow: Workflow }) {
  const { flow: words } = useMessages();
  const why = useWhyNot('workflows:write');
  const client = useQueryClient();
  const once = useOnce();
  const [preset, setPreset] = useState<Preset>('weekdays');
  const [own, setOwn] = useState('');
  const [timezone, setTimezone] = useState(() => new Intl.DateTimeFormat().resolvedOptions().timeZone);
  const [overlap, setOverlap] = useState<(typeof OVERLAPS)[number]>('skip');
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const cron = preset === 'own' ? own.trim() : PRESETS[preset];
  const fields = fieldsOf(workflow.inputSchema);
  const preview = useQuery({
    queryKey: ['schedule-preview', cron, timezone],
    queryFn: ({ signal }) => kadr.workflowSchedules.preview({ cron, timezone, count: SHOWN }, { signal, maxRetries: 0 }),
    enabled: cron !== '' && why === null,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const save = useMutation({
    mutationFn: () =>
      kadr.workflows.schedulesOfWorkflowCreate(
        workflow.id,
        { cron, timezone, overlap, inputs: inputsOf(fields, typed) },
        { idempotencyKey: once.key() },
      ),
    onSuccess: () => {
      once.answered();
      setTyped({});
      void client.invalidateQueries({ queryKey: keys.schedules(workflow.id) });
    },
    onError: (error) => once.answered(error),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending) save.mutate();
  };
  const presets: readonly Preset[] = ['weekdays', 'daily', 'weekly', 'hourly', 'own'];
  return (
    <Panel title={words.newSchedule}>
      <form onSubmit={submit} className="grid gap-4 lg:grid-cols-2">
        <div className="grid content-start gap-3">
          <Select
            label={words.when}
            value={preset}
            options={presets.map((value) => ({ value, label: words.presets[value] }))}
            onChoose={(value) => setPreset(value as Preset)}
          />
          {preset === 'own' && (
            <TextField
              label={words.cron}
              required
              className="code"
              placeholder="30 8 * * 1-5"
              value={own}
              onChange={(event) => setOwn(event.target.value)}
            />
          )}
          <Select
            label={words.timezone}
            value={timezone}
            options={[...new Set([timezone, 'UTC', ...Intl.supportedValuesOf('timeZone')])].map((value) => ({ value, label: value }))}
            onChoose={setTimezone}
            translate="no"
          />
          <Select
            label={words.overlap}
            value={overlap}
            options={OVERLAPS.map((value) => ({ value, label: words.overlaps[value] }))}
            onChoose={(value) => setOverlap(OVERLAPS.find((one) => one === value) ?? 'skip')}
          />
          <InputFields fields={fields} typed={typed} onType={setTyped} faultsAt={() => []} />
          <div>
            <Button
              type="submit"
              icon="calendar-clock"
              data-testid="schedule-open"
              why={why}
              disabled={cron === ''}
              isBusy={save.isPending}
            >
              {words.saveSchedule}
            </Button>
          </div>
          {save.isError && <ProblemNote error={save.error} />}
        </div>
        <div aria-live="polite">
          {preview.isError ? (
            <ProblemNote error={preview.error} />
          ) : (
            preview.data && <NextRuns next={preview.data.next} timezone={timezone} />
          )}
        </div>
      </form>
    </Panel>
  );
}
