import { type SegmentTake } from '@kadr/sdk';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { kadr, ownLink } from '../../api/client';
import { useOnce } from '../../api/idempotency';
import { useWhyNot } from '../../api/session';
import { type Segment, stateOf } from '../../domain/sheet';
import { money } from '../../domain/money';
import { secondsText } from '../../domain/time-code';
import { keys } from '../../live/cache';
import { useMessages } from '../../messages';
import { Button } from '../../ui/button';
import { Chip, Heading } from '../../ui/parts';
import { ProblemNote } from '../shell/problem-note';
import { type Film, numberOf } from './use-film';

/** What the segment has shown: one of them beside what it shows now, and the way back to it. */
export function Takes({ film, segment }: { readonly film: Film; readonly segment: Segment }) {
  const { film: words, locale } = useMessages();
  const [chosen, setChosen] = useState<number | null>(null);
  const { takes } = segment;
  if (takes.length < 2) return null;
  const shown = takes.find(({ isShown }) => isShown);
  const other = takes.find(({ take, isShown }) => take === chosen && !isShown);
  const ratio = film.video.request.aspectRatio;
  return (
    <section className="grid gap-2 border-t border-line pt-4" data-testid="takes">
      <Heading>{words.takes.title(takes.length)}</Heading>
      <ol className="flex gap-1.5 overflow-x-auto pb-1">
        {takes.map((take) => (
          <li key={take.take} className="shrink-0">
            <button
              type="button"
              data-testid={`take-${take.take}`}
              data-state={take.isShown ? 'shown' : 'kept'}
              aria-pressed={take.isShown || take.take === chosen}
              onClick={() => setChosen(take.isShown ? null : take.take)}
              className={`block w-16 rounded-frame border p-0.5 ${take.take === chosen && !take.isShown ? 'border-pencil-ink' : 'border-line'}`}
            >
              <Still take={take} ratio={ratio} />
              <span className="code flex justify-between px-0.5 text-ink-2">
                <span>
                  <span className="sr-only">{words.takes.name} </span>
                  {numberOf(take.take)}
                </span>
                {take.isShown && <span className="text-done">{words.takes.now}</span>}
              </span>
            </button>
          </li>
        ))}
      </ol>
      {other && (
        <>
          <div className="grid grid-cols-2 gap-2">
            {[other, ...(shown ? [shown] : [])].map((take) => (
              <figure key={take.take} className="grid content-start gap-1">
                <Clip take={take} ratio={ratio} label={words.takes.one(numberOf(take.take), take.source)} />
                <figcaption className="code grid text-ink-2">
                  <span className="flex items-center gap-1">
                    {numberOf(take.take)} {take.isShown && <Chip>{words.takes.now}</Chip>}
                  </span>
                  <span className="truncate">{take.source}</span>
                  <span>
                    {take.restoredFrom === null ? money(take.costMicros, locale) : words.takes.again(numberOf(take.restoredFrom))}
                  </span>
                </figcaption>
              </figure>
            ))}
          </div>
          <Restore key={other.take} film={film} segment={segment} take={other.take} onDone={() => setChosen(null)} />
        </>
      )}
    </section>
  );
}

const boxOf = (ratio: string) => ({ aspectRatio: ratio.replace(':', ' / ') });

function Still({ take, ratio }: { readonly take: SegmentTake; readonly ratio: string }) {
  const url = take.thumbnailUrl ?? take.imageUrl;
  return (
    <span className="block overflow-hidden bg-frame" style={boxOf(ratio)}>
      {url && <img src={ownLink(url)} alt="" loading="lazy" decoding="async" className="size-full object-cover" />}
    </span>
  );
}

function Clip({ take, ratio, label }: { readonly take: SegmentTake; readonly ratio: string; readonly label: string }) {
  if (!take.videoUrl) return <Still take={take} ratio={ratio} />;
  const poster = take.imageUrl ?? take.thumbnailUrl;
  return (
    <video
      key={take.videoUrl}
      src={ownLink(take.videoUrl)}
      poster={poster ? ownLink(poster) : undefined}
      controls
      muted
      loop
      playsInline
      preload="none"
      aria-label={label}
      className="w-full bg-frame object-cover"
      style={boxOf(ratio)}
    />
  );
}

interface RestoreProps {
  readonly film: Film;
  readonly segment: Segment;
  readonly take: number;
  readonly onDone: () => void;
}

function Restore({ film: { video }, segment: { index, ...segment }, take, onDone }: RestoreProps) {
  const { film: words, locale } = useMessages();
  const why = useWhyNot('videos:write');
  const client = useQueryClient();
  const once = useOnce();
  const isMaking = ['making', 'image'].includes(stateOf(segment));
  const price = useQuery({
    queryKey: [...keys.video(video.id), 'restore', index, take, video.updatedAt],
    queryFn: ({ signal }) => kadr.videos.restorePrice(video.id, index, { take }, { signal }),
    retry: false,
  });
  const restore = useMutation({
    mutationFn: () => kadr.videos.restore(video.id, index, { take }, { idempotencyKey: once.key() }),
    onSuccess: () => {
      once.answered();
      void client.invalidateQueries({ queryKey: keys.video(video.id) });
      void client.invalidateQueries({ queryKey: keys.videos });
      onDone();
    },
    onError: (error) => once.answered(error),
  });
  const micros = price.data?.cost.amountMicros;
  return (
    <div className="grid gap-2">
      <Button
        icon="history"
        data-testid="take-restore"
        data-value={micros}
        why={why ?? (isMaking ? words.inProgress : null)}
        isBusy={restore.isPending}
        onClick={() => restore.mutate()}
      >
        {words.takes.restore(micros === undefined ? null : money(micros, locale))}
      </Button>
      {price.data && <p className="text-small text-ink-2">{words.takes.note(secondsText(price.data.renderSeconds, locale))}</p>}
      {(restore.error ?? price.error) && <ProblemNote error={restore.error ?? price.error} />}
    </div>
  );
}
