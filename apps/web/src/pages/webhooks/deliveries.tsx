import { type WebhookDelivery } from '@kadr/sdk';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { kadr } from '../../api/client';
import { useOnce } from '../../api/idempotency';
import { sayProblem } from '../../api/problem';
import { useWhyNot } from '../../api/session';
import { useMessages } from '../../messages';
import { Button, IconButton } from '../../ui/button';
import { Chip, type Tone } from '../../ui/parts';
import { sayToast } from '../../ui/toast';
import { ProblemNote } from '../shell/problem-note';
import { deliveriesKey } from './webhooks.queries';
import { numberFormat, timeFormat } from '../../domain/formats';

const SHOWN = 20;
const ASK_MS = 5_000;
const TONES: Record<WebhookDelivery['status'], Tone> = {
  pending: 'plain',
  sending: 'live',
  held: 'plain',
  succeeded: 'done',
  failed: 'fail',
};

export function Deliveries({ endpointId }: { readonly endpointId: string }) {
  const { webhooks: words } = useMessages();
  const deliveries = useQuery({
    queryKey: deliveriesKey(endpointId),
    queryFn: async ({ signal }) => (await kadr.webhooks.deliveries(endpointId, { limit: SHOWN }, { signal }).page()).data,
    staleTime: 0,
    // No event tells of them; what is on its way is asked for until it has ended.
    refetchInterval: (query) => (query.state.data?.some(({ endedAt }) => endedAt === null) ? ASK_MS : false),
  });
  return (
    <section aria-label={words.deliveries}>
      <h3 className="text-small text-ink-2">{words.deliveries}</h3>
      {deliveries.isError && <ProblemNote error={deliveries.error} onRetry={() => void deliveries.refetch()} />}
      {deliveries.data?.length === 0 && <p className="py-1.5 text-ink-2">{words.noDeliveries}</p>}
      <ul>
        {deliveries.data?.map((delivery) => (
          <DeliveryRow key={delivery.id} delivery={delivery} />
        ))}
      </ul>
    </section>
  );
}

function DeliveryRow({
  delivery: { id, endpointId, type, status, tries, nextAttemptAt, createdAt },
}: {
  readonly delivery: WebhookDelivery;
}) {
  const messages = useMessages();
  const { webhooks: words, locale } = messages;
  const client = useQueryClient();
  const why = useWhyNot('admin');
  const once = useOnce();
  const [isOpen, setOpen] = useState(false);
  const time = (iso: string) => timeFormat(locale, { dateStyle: 'short', timeStyle: 'medium' }).format(new Date(iso));
  const again = useMutation({
    mutationFn: () => kadr.webhookDeliveries.redeliver(id, { idempotencyKey: once.key() }),
    onSuccess: () => {
      once.answered();
      void client.invalidateQueries({ queryKey: deliveriesKey(endpointId) });
    },
    onError: (error) => {
      once.answered(error);
      sayToast(sayProblem(error, messages).text, { isError: true });
    },
  });
  return (
    <li data-testid="delivery-row" data-state={status} className="border-t border-line py-1.5">
      <div className="flex flex-wrap items-center gap-3">
        <time dateTime={createdAt} className="code text-ink-2">
          {time(createdAt)}
        </time>
        <span className="code min-w-0 flex-1 truncate" translate="no">
          {type}
        </span>
        <span className="code text-ink-2">
          {[words.tries(tries), ...(nextAttemptAt ? [words.next(time(nextAttemptAt))] : [])].join(' · ')}
        </span>
        <Chip tone={TONES[status]}>{words.deliveryStates[status]}</Chip>
        <Button why={why} isBusy={again.isPending} onClick={() => again.mutate()}>
          {words.redeliver}
        </Button>
        <IconButton
          icon={isOpen ? 'chevron-down' : 'chevron-right'}
          label={words.show}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        />
      </div>
      {isOpen && <Sent id={id} />}
    </li>
  );
}

/** What was sent, and what came back, try by try. */
function Sent({ id }: { readonly id: string }) {
  const { webhooks: words, locale } = useMessages();
  const span = (ms: number) => numberFormat(locale, { style: 'unit', unit: 'millisecond' }).format(ms);
  const detail = useQuery({
    queryKey: ['webhook-delivery', id],
    queryFn: ({ signal }) => kadr.webhookDeliveries.get(id, { signal }),
    staleTime: 0,
  });
  if (detail.isError) return <ProblemNote error={detail.error} />;
  if (!detail.data) return null;
  return (
    <div className="grid gap-2 py-2 md:grid-cols-2">
      <div className="min-w-0">
        <h4 className="text-small text-ink-2">{words.sent}</h4>
        <pre translate="no" tabIndex={0} className="code max-h-60 overflow-auto rounded-control bg-room-0 p-2">
          {JSON.stringify(detail.data.body, null, 2)}
        </pre>
      </div>
      <div className="min-w-0">
        <h4 className="text-small text-ink-2">{words.answer}</h4>
        {detail.data.attempts.map(({ at, status, outcome, durationMs, responseBody }) => (
          <div key={at} className="mb-2">
            <p className="code">
              {status ?? words.noAnswer} · {words.outcomes[outcome]} · {span(durationMs)}
            </p>
            {responseBody && (
              <pre translate="no" tabIndex={0} className="code max-h-40 overflow-auto rounded-control bg-room-0 p-2">
                {responseBody}
              </pre>
            )}
          </div>
        ))}
      </div>
    </div>
  );
}
