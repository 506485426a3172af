import { type CreateVideoRequest, type QuotaRefusal } from '@kadr/sdk';
import { useQuery } from '@tanstack/react-query';
import { fittingSeconds } from '../../domain/cut';
import { type Draft } from '../../domain/draft';
import { money } from '../../domain/money';
import { secondsText } from '../../domain/time-code';
import { useMessages } from '../../messages';
import { Button } from '../../ui/button';
import { estimateQuery } from './create.queries';

interface FitsProps {
  readonly draft: Draft;
  readonly change: (next: (draft: Draft) => Draft) => void;
  readonly body: CreateVideoRequest;
  readonly refusals: readonly QuotaRefusal[];
}

/** What would fit instead. Only what the server has said it would take is offered. */
export function Fits({ draft, change, body, refusals }: FitsProps) {
  const { create, locale } = useMessages();
  const set = (settings: Draft['settings']) => change((known) => ({ ...known, settings: { ...known.settings, ...settings } }));
  const over = refusals.find(({ resource }) => resource === 'video_seconds');
  const seconds = over && draft.beginning !== 'script' ? fittingSeconds(over.limit - over.used - over.reserved, over.requested) : null;
  const shorter = useQuery({
    ...estimateQuery(seconds === null ? null : { ...body, durationSeconds: seconds }),
    placeholderData: undefined,
  });
  const local = { ...draft.settings.visuals, mode: 'images' as const, models: [] };
  const isLocal = draft.settings.visuals?.mode === 'images';
  const cheaper = useQuery({ ...estimateQuery(isLocal ? null : { ...body, visuals: local }), placeholderData: undefined });
  return (
    <div className="flex flex-wrap gap-2">
      {seconds !== null && shorter.data?.allowed && (
        <Button data-testid="fit-seconds" onClick={() => set({ durationSeconds: seconds })}>
          {create.fits(secondsText(seconds, locale, 0))}
        </Button>
      )}
      {cheaper.data?.allowed && (
        <Button data-testid="fit-local" onClick={() => set({ visuals: local })}>
          {create.fitsLocal(money(cheaper.data.cost.amountMicros, locale))}
        </Button>
      )}
    </div>
  );
}
