import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { kadr } from '../../api/client';
import { useMessages } from '../../messages';
import { buttonLook } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { Meter, Outline } from '../../ui/parts';
import { Choice, Page, Panel } from '../../ui/page';
import { quotaQuery } from '../create/create.queries';
import { amountOf } from '../create/quota-meters';
import { ProblemNote } from '../shell/problem-note';
import { UsageTable } from './usage-table';
import { timeFormat } from '../../domain/formats';

const planQuery = { queryKey: ['plan'], queryFn: ({ signal }: { signal: AbortSignal }) => kadr.billing.plan({ signal }) };

export function UsagePage() {
  const { usage: words, locale } = useMessages();
  const { by = 'day' } = useSearch({ from: '/shell/usage' });
  const navigate = useNavigate({ from: '/usage' });
  const plan = useQuery(planQuery);
  const usage = useQuery({
    queryKey: ['usage', by],
    queryFn: ({ signal }) => kadr.billing.usage({ groupBy: by }, { signal }),
    staleTime: 0,
  });
  const day = (iso: string) => timeFormat(locale, { day: 'numeric', month: 'short' }).format(new Date(iso));
  const groups = (['day', 'provider', 'video'] as const).map((value) => ({ value, label: words.groups[value] }));
  return (
    <Page
      testId="usage-page"
      title={words.title}
      actions={
        <a className={buttonLook('plain')} href={`/v1/billing/usage?groupBy=${by}`} download="usage.json">
          <Icon name="download" />
          JSON
        </a>
      }
    >
      {plan.data && (
        <p className="text-ink-2">
          {words.plan(plan.data.plan)} ·{' '}
          <span className="code">{words.period(day(plan.data.period.start), day(plan.data.period.end))}</span>
        </p>
      )}
      <Quotas />
      <Panel title={words.table}>
        <div>
          <Choice
            label={words.groupLabel}
            value={by}
            options={groups}
            onChoose={(next) => void navigate({ search: next === 'day' ? {} : { by: next } })}
          />
        </div>
        {usage.isError && <ProblemNote error={usage.error} onRetry={() => void usage.refetch()} />}
        {usage.isPending && <Outline className="h-40" />}
        {usage.data && <UsageTable usage={usage.data} by={by} />}
      </Panel>
    </Page>
  );
}

function Quotas() {
  const { usage: words, create, locale } = useMessages();
  const quota = useQuery(quotaQuery);
  if (quota.isError) return <ProblemNote error={quota.error} onRetry={() => void quota.refetch()} />;
  return (
    <Panel title={words.quota}>
      {quota.isPending && <Outline className="h-24" />}
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        {quota.data?.resources.map(({ resource, limit, used, reserved, remaining, resetsAt }) => {
          const say = (quantity: number) => amountOf(resource, quantity, locale);
          const facts = [words.used(say(used)), ...(reserved > 0 ? [words.held(say(reserved))] : [])];
          const resets = resetsAt ? create.resets(timeFormat(locale, { day: 'numeric', month: 'short' }).format(new Date(resetsAt))) : null;
          return (
            <div key={resource}>
              <Meter
                testId={`quota-${resource}`}
                value={remaining ?? undefined}
                label={create.resources[resource]}
                said={remaining === null ? create.unlimited : create.left(say(remaining))}
                used={limit ? used / limit : 0}
                added={limit ? reserved / limit : 0}
              />
              <p className="mt-1 text-small text-ink-2">{[...facts, ...(resets ? [resets] : [])].join(' · ')}</p>
            </div>
          );
        })}
      </div>
    </Panel>
  );
}
