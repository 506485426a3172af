import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { kadr } from '../../api/client';
import { useOnce } from '../../api/idempotency';
import { useWhyNot } from '../../api/session';
import { type Segment, stateOf } from '../../domain/sheet';
import { money } from '../../domain/money';
import { keys } from '../../live/cache';
import { useMessages } from '../../messages';
import { Button } from '../../ui/button';
import { Select, TextArea } from '../../ui/field';
import { Heading } from '../../ui/parts';
import { modelsQuery } from '../create/create.queries';
import { ProblemNote } from '../shell/problem-note';
import { type Film } from './use-film';

const CAPABILITY = {
  'text-to-video': 'text-to-video',
  'image-to-video': 'image-to-video',
  stock: 'stock',
  images: 'text-to-image',
} as const;

const ASSET = 'asset:';

/** Of the library: what can be shown in place of what a model makes. */
const picturesQuery = queryOptions({
  queryKey: [...keys.assets, 'pictures'],
  queryFn: async ({ signal }) => {
    const { data } = await kadr.assets.list({ limit: 50 }, { signal }).page();
    return data.filter(({ kind, status }) => kind !== 'audio' && status === 'ready');
  },
});

const wishOf = (index: number, prompt: string, maker: string) => ({
  index,
  ...(prompt !== '' && { prompt }),
  ...(maker.startsWith(ASSET) ? { assetId: maker.slice(ASSET.length) } : maker !== '' && { model: maker }),
});

/** Has one segment made anew: other words, another model. Everything else of the film stays. */
export function AgainForm({ film: { video, segments }, segment }: { readonly film: Film; readonly segment: Segment }) {
  const { film: words, create, locale } = useMessages();
  const why = useWhyNot('videos:write');
  const client = useQueryClient();
  const once = useOnce();
  const isMaking = ['making', 'image'].includes(stateOf(segment));
  const written = video.request.visuals.mode === 'images' ? segment.imagePrompt : segment.videoPrompt;
  const [prompt, setPrompt] = useState(written);
  /** A model, or `asset:<id>`. */
  const [maker, setMaker] = useState('');
  const field = useRef<HTMLDivElement>(null);
  const models =
    useQuery(modelsQuery).data?.filter(({ capability, available }) => available && capability === CAPABILITY[video.request.visuals.mode]) ??
    [];
  const own = useQuery({ ...picturesQuery, enabled: why === null }).data ?? [];
  const wish = wishOf(segment.index, prompt.trim() === written ? '' : prompt.trim(), maker);
  const price = useQuery({
    queryKey: [...keys.video(video.id), 'again', segment.index, maker, video.updatedAt],
    queryFn: ({ signal }) => kadr.videos.regenerateSeveralPrice(video.id, { segments: [wishOf(segment.index, '', maker)] }, { signal }),
    enabled: why === null && !isMaking,
    retry: false,
  });
  const again = useMutation({
    mutationFn: () => kadr.videos.regenerateSeveral(video.id, { segments: [wish] }, { idempotencyKey: once.key() }),
    onSuccess: () => {
      once.answered();
      void client.invalidateQueries({ queryKey: keys.video(video.id) });
      void client.invalidateQueries({ queryKey: keys.videos });
    },
    onError: (error) => once.answered(error),
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
      if (event.key !== 'r' || isTyping || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      field.current?.querySelector('textarea')?.focus();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
  return (
    <section className="grid gap-3 border-t border-line pt-4">
      <Heading>{words.againTitle}</Heading>
      <div ref={field}>
        <TextArea label={words.prompt} rows={3} maxLength={10_000} value={prompt} onChange={(event) => setPrompt(event.target.value)} />
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-2">
        <Select
          label={words.model}
          className="code"
          value={maker}
          options={[
            { value: '', label: create.modelAuto },
            ...models.map(({ id }) => ({ value: id, label: id })),
            ...own.map(({ id, name }) => ({ value: `${ASSET}${id}`, label: words.ownFile(name ?? id) })),
          ]}
          onChoose={setMaker}
        />
        <Button
          kind="primary"
          icon="rotate-ccw"
          data-testid="segment-regenerate"
          why={why ?? (isMaking ? words.inProgress : null)}
          data-value={price.data?.cost.amountMicros}
          isBusy={again.isPending}
          onClick={() => again.mutate()}
        >
          {price.data ? words.makeAgainFor(money(price.data.cost.amountMicros, locale)) : words.makeAgain}
        </Button>
      </div>
      {again.isSuccess && <p role="status">{words.makingAgain}</p>}
      {again.isError && <ProblemNote error={again.error} />}
      <p className="text-small text-ink-2">{words.againNote(words.othersStay(Math.max(0, segments.length - 1)))}</p>
    </section>
  );
}
