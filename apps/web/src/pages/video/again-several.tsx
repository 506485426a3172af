import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { kadr } from '../../api/client';
import { useOnce } from '../../api/idempotency';
import { useWhyNot } from '../../api/session';
import { money } from '../../domain/money';
import { secondsText } from '../../domain/time-code';
import { keys } from '../../live/cache';
import { useMessages } from '../../messages';
import { Button, IconButton } from '../../ui/button';
import { ProblemNote } from '../shell/problem-note';
import { type Film } from './use-film';

interface SeveralProps {
  readonly film: Film;
  readonly picked: readonly number[];
  readonly onClear: () => void;
}

/** Several segments made again in one render, for a price that is said before. */
export function AgainSeveral({ film: { video }, picked, onClear }: SeveralProps) {
  const { film: words, app, locale } = useMessages();
  const why = useWhyNot('videos:write');
  const client = useQueryClient();
  const once = useOnce();
  const body = { segments: picked.map((index) => ({ index })) };
  const price = useQuery({
    queryKey: [...keys.video(video.id), 'again', picked, video.updatedAt],
    queryFn: ({ signal }) => kadr.videos.regenerateSeveralPrice(video.id, body, { signal }),
    retry: false,
  });
  const again = useMutation({
    mutationFn: () => kadr.videos.regenerateSeveral(video.id, body, { idempotencyKey: once.key() }),
    onSuccess: () => {
      once.answered();
      void client.invalidateQueries({ queryKey: keys.video(video.id) });
      void client.invalidateQueries({ queryKey: keys.videos });
      onClear();
    },
    onError: (error) => once.answered(error),
  });
  const micros = price.data?.cost.amountMicros;
  const amount = micros === undefined ? '…' : money(micros, locale);
  return (
    <div data-testid="again-several" className="flex flex-wrap items-center gap-3 border-y border-line bg-pencil-wash px-4 py-2">
      <p role="status" className="font-medium text-pencil-ink">
        {words.picked(picked.length)}
      </p>
      {price.data && <p className="text-small text-ink-2">{words.takes.note(secondsText(price.data.renderSeconds, locale))}</p>}
      {(again.error ?? price.error) && <ProblemNote error={again.error ?? price.error} />}
      {price.data?.allowed === false && <p className="text-small text-fail">{words.doesNotFit}</p>}
      <span className="ml-auto flex gap-2">
        <Button
          kind="primary"
          icon="rotate-ccw"
          data-testid="several-regenerate"
          data-value={micros}
          why={why}
          disabled={price.data?.allowed !== true}
          isBusy={again.isPending}
          onClick={() => again.mutate()}
        >
          {words.makeAgainFor(amount)}
        </Button>
        <IconButton icon="x" label={app.cancel} onClick={onClear} />
      </span>
    </div>
  );
}
