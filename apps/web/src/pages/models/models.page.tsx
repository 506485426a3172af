import { type Model } from '@kadr/sdk';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { money, ranges } from '../../domain/money';
import { useMessages } from '../../messages';
import { Chip, Empty, Outline } from '../../ui/parts';
import { Page, Panel } from '../../ui/page';
import { modelsQuery } from '../create/create.queries';
import { ProblemNote } from '../shell/problem-note';

/** Who can make what, for how much, and why one cannot be used now. */
export function ModelsPage() {
  const { models: words } = useMessages();
  const models = useQuery(modelsQuery);
  const [isOnlyAvailable, setOnlyAvailable] = useState(false);
  const shown = (models.data ?? []).filter(({ available }) => available || !isOnlyAvailable);
  return (
    <Page
      testId="models-page"
      title={words.title}
      actions={
        <label className="flex min-h-[30px] items-center gap-2 text-small">
          <input
            type="checkbox"
            checked={isOnlyAvailable}
            onChange={(event) => setOnlyAvailable(event.target.checked)}
            className="size-4 accent-pencil"
          />
          {words.onlyAvailable}
        </label>
      }
    >
      {models.isError && <ProblemNote error={models.error} onRetry={() => void models.refetch()} />}
      {models.isPending && <Outline className="h-60" />}
      {models.isSuccess && shown.length === 0 && <Empty icon="blocks">{words.empty}</Empty>}
      {[...Map.groupBy(shown, ({ capability }) => capability)].map(([capability, list]) => (
        <Panel key={capability} title={words.capabilities[capability]}>
          <ul className="grid gap-px">
            {list.map((model) => (
              <ModelRow key={model.id} model={model} />
            ))}
          </ul>
        </Panel>
      ))}
    </Page>
  );
}

function ModelRow({ model }: { readonly model: Model }) {
  const { models: words, locale } = useMessages();
  const { id, priceMicros, unit, available, durationsSeconds, aspectRatios, successor } = model;
  const lengths = durationsSeconds ? ranges(durationsSeconds) : words.anyLength;
  return (
    <li
      data-testid={`model-${id}`}
      data-state={available ? 'available' : 'unavailable'}
      className="grid grid-cols-[minmax(0,1fr)] items-center gap-x-4 gap-y-1 border-t border-line py-2 md:grid-cols-[minmax(0,1.4fr)_minmax(0,0.8fr)_minmax(0,1fr)_minmax(0,1.3fr)]"
    >
      <span translate="no" className={`code truncate font-semibold ${available ? '' : 'text-ink-2'}`}>
        {id}
      </span>
      <span className="text-small text-ink-2">
        {words.lengths}: <span className="code">{lengths}</span>
      </span>
      <span className="text-small text-ink-2">
        {words.ratios}: <span className="code">{aspectRatios?.join(', ') ?? words.anyRatio}</span>
      </span>
      <span className="flex flex-wrap items-center gap-2 md:justify-end">
        <span className="text-small" data-value={priceMicros}>
          {priceMicros === 0 ? words.free : words.per(money(priceMicros, locale), words.units[unit])}
        </span>
        {successor ? (
          <Chip tone="splice">{words.successor(successor)}</Chip>
        ) : available ? (
          <Chip tone="done">{words.available}</Chip>
        ) : (
          <Chip>{words.missingKey}</Chip>
        )}
      </span>
    </li>
  );
}
