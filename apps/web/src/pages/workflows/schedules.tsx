import { type Workflow, type WorkflowSchedule } from '@kadr/sdk';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { kadr } from '../../api/client';
import { useOnce } from '../../api/idempotency';
import { sayProblem } from '../../api/problem';
import { useWhyNot } from '../../api/session';
import { keys } from '../../live/cache';
import { useMessages } from '../../messages';
import { Button } from '../../ui/button';
import { Chip, Empty, Outline } from '../../ui/parts';
import { sayToast } from '../../ui/toast';
import { ProblemNote } from '../shell/problem-note';
import { NewSchedule } from './new-schedule';
import { NextRuns } from './next-runs';
import { schedulesQuery } from './workflows.queries';
import { timeFormat } from '../../domain/formats';

const SHOWN = 5;

export function Schedules({ workflow }: { readonly workflow: Workflow }) {
  const { flow: words } = useMessages();
  const schedules = useQuery(schedulesQuery(workflow.id));
  return (
    <div className="grid content-start gap-4 p-4">
      {schedules.isError && <ProblemNote error={schedules.error} onRetry={() => void schedules.refetch()} />}
      {schedules.isPending && <Outline className="h-32" />}
      {schedules.data?.length === 0 && <Empty icon="calendar-clock">{words.noSchedules}</Empty>}
      <div className="grid gap-4 xl:grid-cols-2">
        {schedules.data?.map((schedule) => (
          <SchedulePanel key={schedule.id} schedule={schedule} />
        ))}
      </div>
      <NewSchedule workflow={workflow} />
    </div>
  );
}

type Act = 'pause' | 'resume' | 'run' | 'delete';

function SchedulePanel({ schedule }: { readonly schedule: WorkflowSchedule }) {
  const messages = useMessages();
  const { flow: words, locale } = messages;
  const why = useWhyNot('workflows:write');
  const client = useQueryClient();
  const once = useOnce();
  const act = useMutation({
    mutationFn: async (what: Act): Promise<void> => {
      const options = { idempotencyKey: once.key() };
      if (what === 'pause') await kadr.workflowSchedules.pause(schedule.id, options);
      else if (what === 'resume') await kadr.workflowSchedules.resume(schedule.id, {}, options);
      else if (what === 'run') await kadr.workflowSchedules.run(schedule.id, options);
      else await kadr.workflowSchedules.delete(schedule.id);
    },
    onSuccess: () => {
      once.answered();
      void client.invalidateQueries({ queryKey: keys.schedules(schedule.workflowId) });
      void client.invalidateQueries({ queryKey: keys.runs(schedule.workflowId) });
    },
    onError: (error) => {
      once.answered(error);
      sayToast(sayProblem(error, messages).text, { isError: true });
    },
  });
  const next = useQuery({
    queryKey: ['schedule', schedule.id, 'next', schedule.nextAt],
    queryFn: ({ signal }) => kadr.workflowSchedules.next(schedule.id, { count: SHOWN }, { signal }),
    enabled: schedule.status === 'active',
  });
  const { lastTick, status } = schedule;
  const button = (what: Act, label: string, icon: Parameters<typeof Button>[0]['icon']) => (
    <Button
      icon={icon}
      why={why}
      isBusy={act.isPending && act.variables === what}
      disabled={act.isPending}
      onClick={() => act.mutate(what)}
    >
      {label}
    </Button>
  );
  return (
    <section
      data-testid="schedule"
      data-status={status}
      className="grid min-w-0 content-start gap-3 rounded-panel border border-line bg-room-1 p-4"
    >
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="font-semibold" translate="no">
          {schedule.name || schedule.cron}
        </h2>
        <Chip tone={status === 'active' ? 'done' : 'plain'}>{words.scheduleStates[status]}</Chip>
        <span className="code text-ink-2" translate="no">{`${schedule.cron} · ${schedule.timezone}`}</span>
      </div>
      {next.data && <NextRuns next={next.data.next} timezone={schedule.timezone} />}
      {lastTick && (
        <p className="text-small text-ink-2">
          {words.lastTick(
            timeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(lastTick.dueAt)),
            words.outcomes[lastTick.outcome],
          )}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        {status === 'active' && button('pause', words.pause, 'pause')}
        {status === 'paused' && button('resume', words.resume, 'play')}
        {status !== 'ended' && button('run', words.runNow, 'arrow-right')}
        {button('delete', words.remove, 'trash-2')}
      </div>
    </section>
  );
}
