import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useRef } from 'react';
import { kadr } from '../../api/client';
import { useOnce } from '../../api/idempotency';
import { faultsOf } from '../../api/problem';
import { sessionQuery } from '../../api/session';
import { requestOf } from '../../domain/order';
import { bodyOf, type Draft, draftOf, faultsByField, hasText } from '../../domain/draft';
import { keys, takeAnswer } from '../../live/cache';
import { useMessages, useSpoken } from '../../messages';
import { Button } from '../../ui/button';
import { videoQuery } from '../video/video.queries';
import { countsQuery } from '../videos/videos.queries';
import { CallSheet } from './call-sheet';
import { estimateQuery } from './create.queries';
import { CutPlan } from './cut-plan';
import { FIELDS, GatesPart, FormatPart, LookPart } from './settings-parts';
import { FramePairs } from '../frame-pairs/frame-pairs';
import { useDraft, useSettled } from './use-draft';
import { WishPart } from './wish-part';

const SETTLE_MS = 400;

export function CreatePage() {
  const { data: session } = useQuery(sessionQuery);
  return session ? <CreateForm key={session.organisation.id} organisation={session.organisation.id} /> : null;
}

function CreateForm({ organisation }: { readonly organisation: string }) {
  const { messages, language } = useSpoken();
  const { create } = messages;
  const { draft, isNew, change, startAnew, undo, forget } = useDraft(organisation);
  useBeginning(isNew, change);
  const body = useMemo(() => (hasText(draft) ? bodyOf(draft) : null), [draft]);
  const settled = useSettled(body, SETTLE_MS);
  const estimate = useQuery(estimateQuery(settled));
  const isCurrent = settled === body && !estimate.isFetching && !estimate.isPlaceholderData;
  const order = useOrder(forget);
  const faults = useMemo(() => {
    const error = order.error ?? (body === null ? null : estimate.error);
    const said = faultsOf(error).map((fault) => (language === 'en' ? fault : { ...fault, message: create.otherValue }));
    return faultsByField(said, FIELDS);
  }, [order.error, estimate.error, body, language, create.otherValue]);
  const shown = body === null ? undefined : estimate.data;

  return (
    <div className="flex min-h-full max-lg:flex-col lg:h-full" data-testid="create-page">
      <main className="min-w-0 flex-1 lg:overflow-auto">
        <header className="flex flex-wrap items-center gap-3 border-b border-line px-6 py-3 max-md:px-4">
          <h1 className="text-title font-semibold tracking-[-0.01em]">{create.title}</h1>
          <p className="text-small text-ink-3">{create.kept}</p>
          <span className="ml-auto flex flex-wrap">
            <FramePairs />
            {undo ? (
              <Button kind="quiet" icon="undo-2" onClick={undo}>
                {create.undoAnew}
              </Button>
            ) : (
              <Button kind="quiet" disabled={!hasText(draft)} onClick={startAnew}>
                {create.anew}
              </Button>
            )}
          </span>
        </header>
        <div className="grid max-w-[832px] gap-6 p-6 max-md:p-4">
          <WishPart draft={draft} change={change} faults={faults} />
          <CutPlan estimate={shown} />
          <div className="grid gap-8 xl:grid-cols-2">
            <div className="grid content-start gap-6">
              <FormatPart draft={draft} change={change} faults={faults} />
              <GatesPart draft={draft} change={change} faults={faults} />
            </div>
            <LookPart draft={draft} change={change} faults={faults} />
          </div>
        </div>
      </main>
      <CallSheet
        draft={draft}
        change={change}
        body={body}
        estimate={shown}
        isCurrent={isCurrent}
        error={order.error ?? (body === null ? null : estimate.error)}
        faults={faults}
        isBusy={order.isPending}
        onOrder={() => body && isCurrent && shown && order.send({ ...body, maxCostMicros: shown.cost.amountMicros })}
      />
    </div>
  );
}

/** What the form begins with: a request to be changed, a template that was chosen, or the first time an example that costs nothing. */
function useBeginning(isNew: boolean, change: (next: (draft: Draft) => Draft) => void): void {
  const { create } = useMessages();
  const { from, template } = useSearch({ from: '/shell/create' });
  const source = useQuery({ ...videoQuery(from ?? ''), enabled: from !== undefined });
  const { data: counts } = useQuery(countsQuery);
  const isDone = useRef(false);
  useEffect(() => {
    if (isDone.current) return;
    if (from !== undefined) {
      const order = source.data?.request;
      if (!order) return;
      change(() => draftOf(requestOf(order)));
    } else if (template !== undefined) {
      change((draft) => ({ ...draft, settings: { ...draft.settings, template } }));
    } else if (!isNew) isDone.current = true;
    else if (!counts) return;
    else if (Object.values(counts).every((one) => one === 0)) {
      change((draft) => (hasText(draft) ? draft : { ...draft, texts: { ...draft.texts, topic: create.example } }));
    }
    isDone.current = true;
  }, [from, template, source.data, counts, isNew, change, create.example]);
}

function useOrder(forget: () => void) {
  const once = useOnce();
  const navigate = useNavigate();
  const client = useQueryClient();
  const isSent = useRef(false);
  const { mutate, error, isPending } = useMutation({
    mutationFn: (body: ReturnType<typeof bodyOf>) => kadr.videos.create(body, { idempotencyKey: once.key() }),
    onSuccess: async (video) => {
      once.answered();
      forget();
      takeAnswer(client, keys.video(video.id), video);
      void client.invalidateQueries({ queryKey: keys.videos });
      void client.invalidateQueries({ queryKey: keys.quota });
      await navigate({ to: '/videos/$id', params: { id: video.id } });
    },
    onError: (thrown) => once.answered(thrown),
    onSettled: () => {
      isSent.current = false;
    },
  });
  const send = (body: ReturnType<typeof bodyOf>) => {
    // Two clicks can come before the first has been drawn as pressed.
    if (isSent.current) return;
    isSent.current = true;
    mutate(body);
  };
  return { send, error, isPending };
}
