import { type Quota, type VideoEstimate } from '@kadr/sdk';
import { bytes, count, money } from '../../domain/money';
import { useMessages } from '../../messages';
import { Heading, Meter } from '../../ui/parts';
import { timeFormat } from '../../domain/formats';

type Resource = Quota['resources'][number]['resource'];

/** Always shown where there is a limit; the others only when they refuse. */
const SHOWN: ReadonlySet<Resource> = new Set(['video_seconds', 'provider_cost_micros', 'concurrent_videos']);

export function amountOf(resource: Resource, quantity: number, locale: string): string {
  if (resource === 'provider_cost_micros') return money(quantity, locale);
  if (resource === 'storage_bytes') return bytes(quantity, locale);
  return count(quantity, locale);
}

/** What is left after this film: used in grey, this in yellow, what is over in red and with its numbers. */
export function QuotaMeters({ quota, estimate }: { readonly quota: Quota | undefined; readonly estimate: VideoEstimate | undefined }) {
  const { create, locale } = useMessages();
  const rows = (quota?.resources ?? []).filter(
    ({ resource, limit }) => limit !== null && (SHOWN.has(resource) || estimate?.refusals.some((refusal) => refusal.resource === resource)),
  );
  if (rows.length === 0) return null;
  return (
    <section className="grid gap-2.5">
      <Heading>{create.after}</Heading>
      {rows.map(({ resource, limit, used, reserved, resetsAt }) => {
        const most = limit ?? 0;
        const asked = estimate?.resources.find((one) => one.resource === resource)?.quantity ?? 0;
        const left = most - used - reserved;
        const isOver = estimate?.refusals.some((refusal) => refusal.resource === resource) ?? false;
        const say = (quantity: number) => amountOf(resource, Math.max(0, quantity), locale);
        const said = resource === 'concurrent_videos' ? create.moreAtOnce(say(left - asked)) : create.left(say(left - asked));
        return (
          <div key={resource}>
            <Meter
              testId={`quota-${resource}`}
              value={left - asked}
              label={create.resources[resource]}
              said={said}
              used={most > 0 ? (used + reserved) / most : 1}
              added={most > 0 ? asked / most : 0}
              isOver={isOver}
            />
            {isOver && (
              <p data-testid={`refusal-${resource}`} className="text-small text-fail">
                {create.over(say(asked), say(left), say(most))}
                {resetsAt && `, ${create.resets(timeFormat(locale, { day: 'numeric', month: 'short' }).format(new Date(resetsAt)))}`}
              </p>
            )}
          </div>
        );
      })}
    </section>
  );
}
