import { ApiError, type EstimateRunBody, type WorkflowEstimate } from '@kadr/sdk';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { kadr } from '../../api/client';
import { money } from '../../domain/money';
import { secondsText } from '../../domain/time-code';
import { useMessages } from '../../messages';
import { useSettled } from '../create/use-draft';

const SETTLE_MS = 400;

/** What a run with these inputs would cost and take; null: that cannot be said before they are right. */
export function useRunPrice(workflowId: string, body: EstimateRunBody, isWanted: boolean): WorkflowEstimate | null {
  const key = useSettled(JSON.stringify(body), SETTLE_MS);
  const estimate = useQuery({
    queryKey: ['workflow', workflowId, 'estimate', key],
    queryFn: async ({ signal }) => {
      try {
        return await kadr.workflows.estimatesOfWorkflow(workflowId, JSON.parse(key) as EstimateRunBody, { signal });
      } catch (error) {
        if (error instanceof ApiError && error.status < 500) return null;
        throw error;
      }
    },
    enabled: isWanted,
    placeholderData: keepPreviousData,
    retry: false,
  });
  return isWanted ? (estimate.data ?? null) : null;
}

/** Before the button is pressed: the most it may cost, what it waits for longest, and why it could not be started. */
export function RunPrice({ estimate: { cost, seconds, criticalPath, refusals: refused } }: { readonly estimate: WorkflowEstimate }) {
  const { editor: words, locale, refusals } = useMessages();
  return (
    <section className="grid gap-1 border-t border-line pt-3" data-testid="run-price" data-value={cost.atMostMicros}>
      <p className="font-semibold">{words.atMost(money(cost.atMostMicros, locale))}</p>
      {seconds && (
        <p className="text-small text-ink-2">{words.takesAbout(secondsText(seconds.typical, locale), secondsText(seconds.slow, locale))}</p>
      )}
      {criticalPath.length > 0 && (
        <p className="text-small text-ink-2">
          {words.longest}:{' '}
          <span className="code" translate="no">
            {criticalPath.join(' → ')}
          </span>
        </p>
      )}
      {refused.length > 0 && (
        <p role="alert" className="text-small text-fail" data-code={refused[0]?.code}>
          {words.refused}: {[...new Set(refused.map(({ code }) => refusals[code]))].join(' ')}
        </p>
      )}
    </section>
  );
}
