import { type CreateVideoRequest, type QuotaRefusal, type VideoEstimate } from '@kadr/sdk';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useWhyNot } from '../../api/session';
import { type Draft } from '../../domain/draft';
import { money } from '../../domain/money';
import { span } from '../../domain/time-code';
import { useMessages } from '../../messages';
import { Button } from '../../ui/button';
import { Kbd, Outline, Row } from '../../ui/parts';
import { ProblemNote } from '../shell/problem-note';
import { quotaQuery } from './create.queries';
import { Fits } from './fits';
import { QuotaMeters } from './quota-meters';

interface CallSheetProps {
  readonly draft: Draft;
  readonly change: (next: (draft: Draft) => Draft) => void;
  readonly body: CreateVideoRequest | null;
  readonly estimate: VideoEstimate | undefined;
  /** Whether the estimate is of what stands in the form now. */
  readonly isCurrent: boolean;
  readonly error: unknown;
  readonly faults: ReadonlyMap<string, readonly string[]>;
  readonly isBusy: boolean;
  readonly onOrder: () => void;
}

const refusalsOf = (estimate: VideoEstimate | undefined): readonly QuotaRefusal[] => estimate?.refusals ?? [];

/** What it costs at most, what is left afterwards, where it stops: everything before the button. */
export function CallSheet(props: CallSheetProps) {
  const { draft, body, estimate, isCurrent, error, faults, isBusy, onOrder } = props;
  const { create, locale } = useMessages();
  const { data: quota } = useQuery(quotaQuery);
  const refusals = refusalsOf(estimate);
  const canOrder = body !== null && estimate?.allowed === true && isCurrent && error === null;
  const why = useWhyNot('videos:write');
  const micros = estimate?.cost.amountMicros ?? 0;
  const price = money(micros, locale);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && canOrder && !isBusy && why === null) onOrder();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [canOrder, isBusy, why, onOrder]);
  const label = body === null ? create.say : refusals.length > 0 ? create.notFits : create.submit(price);
  return (
    <aside
      aria-label={create.sheet}
      data-testid="call-sheet"
      className="flex shrink-0 flex-col border-line bg-room-1 max-lg:border-t lg:w-[348px] lg:border-l"
    >
      <header className="flex items-center justify-between border-b border-line px-4 py-3">
        <h2 className="font-semibold">{create.sheet}</h2>
        <p role="status" className="code text-ink-2">
          {body === null ? '' : isCurrent ? create.priced : create.pricing}
        </p>
      </header>
      <div className="grid flex-1 content-start gap-5 p-4 lg:overflow-auto">
        <p className="flex flex-wrap items-baseline gap-2.5">
          <strong
            className="text-price font-semibold tracking-[-0.01em]"
            data-testid="estimate-cost"
            data-value={estimate?.cost.amountMicros}
          >
            {estimate ? price : '–'}
          </strong>
          <span className="text-small text-ink-3">{create.atMost}</span>
        </p>
        {estimate && <Items estimate={estimate} />}
        {!estimate && body !== null && error === null && <Outline className="h-24" />}
        <QuotaMeters quota={quota} estimate={estimate} />
        <Stops draft={draft} ready={estimate?.readySeconds ?? null} />
      </div>
      <footer className="sticky bottom-0 grid gap-2 border-t border-line bg-room-1 p-4 max-md:bottom-[57px]">
        {error !== null && faults.size === 0 && <ProblemNote error={error} />}
        {faults.size > 0 && <FaultList faults={faults} />}
        {refusals.length > 0 && body !== null && <Fits {...props} body={body} refusals={refusals} />}
        <Button
          kind="primary"
          className="min-h-[36px] w-full"
          data-testid="create-submit"
          data-value={estimate?.cost.amountMicros}
          disabled={!canOrder}
          why={why}
          isBusy={isBusy}
          onClick={onOrder}
        >
          {isBusy ? create.idempotent : label}
        </Button>
        <p className="flex items-center gap-1 text-small text-ink-3">
          <span className="flex-1">{create.nothingSpent}</span>
          <span className="flex gap-1 max-md:hidden">
            <Kbd>Ctrl</Kbd>
            <Kbd>↵</Kbd>
          </span>
        </p>
      </footer>
    </aside>
  );
}

function Items({ estimate }: { readonly estimate: VideoEstimate }) {
  const { create, locale } = useMessages();
  const paid = estimate.cost.items.filter(({ provider }) => provider !== 'local');
  return (
    <ul className="grid">
      {paid.map(({ model, units, amountMicros }) => (
        <li key={model} className="flex gap-3 border-b border-line py-1.5">
          <span className="code min-w-0 flex-1 truncate font-semibold">{model}</span>
          <span className="code text-ink-2">× {units}</span>
          <span className="code w-14 text-right font-semibold">{money(amountMicros, locale)}</span>
        </li>
      ))}
      <li className="flex gap-3 border-b border-line py-1.5">
        <span className="min-w-0 flex-1 truncate text-small">{create.ownWork}</span>
        <span className="code text-ink-2">{create.onMachine}</span>
        <span className="code w-14 text-right font-semibold">{money(0, locale)}</span>
      </li>
    </ul>
  );
}

function Stops({ draft, ready }: { readonly draft: Draft; readonly ready: VideoEstimate['readySeconds'] }) {
  const { create, locale } = useMessages();
  const gates = (draft.settings.approvals ?? []).map((gate) => create.gateNames[typeof gate === 'string' ? gate : gate.type]);
  return (
    <dl className="grid gap-1.5">
      {ready && <Row name={create.readyIn}>{create.readySpan(span(ready.p50, locale), span(ready.p90, locale))}</Row>}
      <Row name={create.stops}>{gates.length === 0 ? create.stopsNever : create.stopsAt(gates.length, gates.join(', '))}</Row>
    </dl>
  );
}

/** A way to each field that needs another value. */
function FaultList({ faults }: Pick<CallSheetProps, 'faults'>) {
  const { create } = useMessages();
  return (
    <div role="alert" data-testid="problem" data-code="validation_failed" className="rounded-control bg-fail-wash p-2 text-small">
      <p>{create.faults(faults.size)}</p>
      <ul className="list-inside list-disc text-ink-2">
        {[...faults].map(([field, messages]) => (
          <li key={field}>
            <a href="#wish" className="underline" onClick={(event) => focusFault(event, field)}>
              {messages.join(', ')}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function focusFault(event: { preventDefault: () => void }, field: string): void {
  event.preventDefault();
  const isWish = ['prompt', 'script', 'idea'].includes(field);
  const target = isWish ? document.getElementById('wish') : document.querySelector<HTMLElement>('[aria-invalid="true"]');
  target?.focus();
}
