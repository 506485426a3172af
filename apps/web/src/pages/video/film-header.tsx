import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { kadr } from '../../api/client';
import { useOnce } from '../../api/idempotency';
import { sayProblem } from '../../api/problem';
import { useWhyNot } from '../../api/session';
import { money } from '../../domain/money';
import { stepsOf, type StepView } from '../../domain/sheet';
import { isOver, statusTone, statusWord } from '../../domain/status';
import { secondsText } from '../../domain/time-code';
import { keys, takeAnswer } from '../../live/cache';
import { ConnectionMark } from '../../live/connection';
import { useMessages } from '../../messages';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Icon } from '../../ui/icon';
import { Chip } from '../../ui/parts';
import { sayToast } from '../../ui/toast';
import { Download } from './download';
import { Title } from './title';
import { type Film } from './use-film';

export function FilmHeader({ film }: { readonly film: Film }) {
  const { video, segments } = film;
  const { status, film: words, locale } = useMessages();
  const { aspectRatio, resolution, fps } = video.request;
  const tone = statusTone(video);
  const seconds = video.video?.durationSeconds ?? segments.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
  const facts = [aspectRatio, resolution, `${fps} fps`, ...(seconds > 0 ? [secondsText(seconds, locale)] : [])];
  return (
    <header className="grid gap-2 border-b border-line px-4 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Title film={film} />
        <Chip tone={tone} hasDot={tone === 'live' || tone === 'pencil'}>
          {status[statusWord(video)]}
        </Chip>
        <span className="code text-ink-2 max-md:hidden">{facts.join(' · ')}</span>
        <span className="ml-auto flex gap-2">
          {!isOver(video.status) && <StopButton id={video.id} />}
          <Download film={film} />
        </span>
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Strip steps={stepsOf(video)} />
        <p role="status" className="flex items-baseline gap-2">
          <strong className="code text-base" data-testid="progress-percent" data-value={video.progress.percent}>
            {video.progress.percent}%
          </strong>
          {video.status === 'awaiting_approval' && <span className="text-small text-ink-2">{words.stoppedForYou}</span>}
        </p>
        <span className="ml-auto flex items-baseline gap-3 text-small text-ink-2">
          <span>
            {words.spent}{' '}
            <strong className="code text-ink-1" data-testid="spent" data-value={video.cost.amountMicros}>
              {money(video.cost.amountMicros, locale)}
            </strong>
          </span>
          <ConnectionMark />
        </span>
      </div>
    </header>
  );
}

const STEP_LOOK: Record<StepView['state'], string> = {
  waiting: 'text-ink-3',
  now: 'hatch bg-live-wash text-live',
  yours: 'bg-pencil-wash text-pencil-ink',
  done: 'bg-room-2 text-ink-2',
  stopped: 'bg-fail-wash text-fail',
};

function Strip({ steps }: { readonly steps: readonly StepView[] }) {
  const { film: words, locale } = useMessages();
  return (
    <ol aria-label={words.strip} className="flex overflow-hidden rounded-frame border border-line max-md:hidden">
      {steps.map(({ step, state, seconds, count }) => (
        <li
          key={step}
          data-testid={`step-${step}`}
          data-state={state}
          aria-current={state === 'now' || state === 'yours' ? 'step' : undefined}
          className={`flex items-center gap-1.5 border-r border-line px-2.5 py-[3px] text-small last:border-r-0 ${STEP_LOOK[state]}`}
        >
          {state === 'done' && <Icon name="check" size={12} />}
          {words.steps[step]}
          <span className="code">
            {state === 'yours'
              ? words.yours
              : count
                ? words.ofCount(count.done, count.total)
                : seconds !== null
                  ? secondsText(seconds, locale, 0)
                  : ''}
          </span>
        </li>
      ))}
    </ol>
  );
}

function StopButton({ id }: { readonly id: string }) {
  const messages = useMessages();
  const { film: words, app } = messages;
  const why = useWhyNot('videos:write');
  const client = useQueryClient();
  const once = useOnce();
  const [isAsking, setAsking] = useState(false);
  const cancel = useMutation({
    mutationFn: () => kadr.videos.cancel(id, { idempotencyKey: once.key() }),
    onSuccess: (video) => {
      once.answered();
      setAsking(false);
      takeAnswer(client, keys.video(id), video);
      void client.invalidateQueries({ queryKey: keys.quota });
    },
    onError: (error) => {
      once.answered(error);
      sayToast(sayProblem(error, messages).text, { isError: true });
    },
  });
  return (
    <>
      <Button kind="quiet" icon="x" why={why} onClick={() => setAsking(true)} data-testid="stop">
        {words.stop}
      </Button>
      <Dialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={words.stopTitle}
        closeLabel={app.close}
        footer={
          <>
            <Button className="ml-auto" onClick={() => setAsking(false)}>
              {app.cancel}
            </Button>
            <Button kind="primary" isBusy={cancel.isPending} onClick={() => cancel.mutate()} data-testid="stop-it">
              {words.stopIt}
            </Button>
          </>
        }
      >
        <p className="text-ink-2">{words.stopText}</p>
      </Dialog>
    </>
  );
}
