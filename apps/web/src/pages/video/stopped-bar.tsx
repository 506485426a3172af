import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { kadr } from '../../api/client';
import { useOnce } from '../../api/idempotency';
import { sayReason } from '../../api/problem';
import { useWhyNot } from '../../api/session';
import { money } from '../../domain/money';
import { stateOf } from '../../domain/sheet';
import { type Help, whatToDo } from '../../domain/what-to-do';
import { keys, takeAnswer } from '../../live/cache';
import { useMessages } from '../../messages';
import { Button } from '../../ui/button';
import { copyText } from '../../ui/copy';
import { Icon } from '../../ui/icon';
import { sayToast } from '../../ui/toast';
import { ProblemNote } from '../shell/problem-note';
import { type Film, numberOf } from './use-film';

/** Over the sheet of a film that has ended otherwise than by being ready: what happened, what was paid, what helps. */
export function StoppedBar({ film, onOtherModel }: { readonly film: Film; readonly onOtherModel: (index: number) => void }) {
  const { video, segments } = film;
  const messages = useMessages();
  const { film: words, locale } = messages;
  const paid = money(video.cost.amountMicros, locale);
  if (video.status === 'cancelled')
    return <p className="border-b border-line bg-room-1 px-4 py-2.5 text-ink-2">{words.cancelledNote(paid)}</p>;
  const { error } = video;
  if (video.status !== 'failed' || !error) return null;
  const kept = segments.filter((segment) => ['done', 'replaced'].includes(stateOf(segment))).length;
  return (
    <div role="alert" data-testid="problem" data-code={error.code} className="grid gap-2 border-b border-fail bg-fail-wash px-4 py-3">
      <p className="flex items-start gap-2">
        <span className="text-fail">
          <Icon name="circle-alert" size={16} />
        </span>
        <span>
          {error.segment !== null && `${words.failedAt(numberOf(error.segment))} `}
          {sayReason(error.code, error.message, messages)}{' '}
          <span className="text-ink-2">{words.paidKept(paid, words.keptSegments(kept))}</span>
        </span>
      </p>
      <Helps film={film} onOtherModel={onOtherModel} />
    </div>
  );
}

function Helps({ film: { video }, onOtherModel }: { readonly film: Film; readonly onOtherModel: (index: number) => void }) {
  const { film: words, app } = useMessages();
  const why = useWhyNot('videos:write');
  const navigate = useNavigate();
  const client = useQueryClient();
  const once = useOnce();
  const retry = useMutation({
    mutationFn: () => kadr.videos.retry(video.id, { idempotencyKey: once.key() }),
    onSuccess: (next) => {
      once.answered();
      takeAnswer(client, keys.video(video.id), next);
    },
    onError: (error) => once.answered(error),
  });
  const { error } = video;
  if (!error) return null;
  const report = JSON.stringify({ videoId: video.id, error, stage: video.stage, updatedAt: video.updatedAt }, null, 2);
  const does: Record<Help, () => void> = {
    'go-on': () => retry.mutate(),
    'top-up': () => retry.mutate(),
    'check-key': () => void navigate({ to: '/settings' }),
    'other-model': () => onOtherModel(error.segment ?? 0),
    'change-request': () => void navigate({ to: '/create', search: { from: video.id } }),
    'copy-report': () => void copyText(report).then((isCopied) => isCopied && sayToast(app.copied)),
  };
  const writes: ReadonlySet<Help> = new Set<Help>(['go-on', 'top-up', 'other-model', 'change-request']);
  return (
    <>
      <div className="flex flex-wrap gap-2">
        {whatToDo(error.code, error.retryable).map((help, at) => (
          <Button
            key={help}
            kind={at === 0 ? 'primary' : 'plain'}
            why={writes.has(help) ? why : null}
            isBusy={retry.isPending && (help === 'go-on' || help === 'top-up')}
            onClick={does[help]}
            data-testid={`help-${help}`}
          >
            {words.help[help]}
          </Button>
        ))}
      </div>
      {retry.isError && <ProblemNote error={retry.error} />}
    </>
  );
}
