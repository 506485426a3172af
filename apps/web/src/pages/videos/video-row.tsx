import { type VideoSummary } from '@kadr/sdk';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { kadr, ownLink } from '../../api/client';
import { useOnce } from '../../api/idempotency';
import { sayProblem, sayReason } from '../../api/problem';
import { useWhyNot } from '../../api/session';
import { money } from '../../domain/money';
import { statusTone, statusWord } from '../../domain/status';
import { secondsText } from '../../domain/time-code';
import { keys } from '../../live/cache';
import { type Messages, useMessages } from '../../messages';
import { Button, buttonLook } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { Chip, Progress } from '../../ui/parts';
import { sayToast } from '../../ui/toast';
import { timeFormat, wholeTime } from '../../domain/formats';

/** The one line that helps: what it waits for, why it stopped, what was replaced. */
function helpOf(row: VideoSummary, messages: Messages): string {
  const { videos } = messages;
  const { total, videosDone } = row.progress.segments;
  if (row.error) return sayReason(row.error.code, row.error.message, messages);
  if (row.status === 'awaiting_approval' && row.pendingApproval) return videos.look[row.pendingApproval];
  if (row.replaced > 0) return videos.replacedOf(row.replaced, total);
  if (row.status === 'processing' && total > 0) return videos.clipsOf(videosDone, total);
  return total > 0 ? videos.segments(total) : '';
}

function whenText(iso: string, { locale, videos }: Messages): string {
  const at = new Date(iso);
  const isToday = at.toDateString() === new Date().toDateString();
  const time = timeFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(at);
  return isToday ? `${videos.today} ${time}` : timeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' }).format(at);
}

/** Drawn anew when its video has changed, and not with each step of a scroll through all of them. */
export const VideoRow = memo(function VideoRow({ row }: { readonly row: VideoSummary }) {
  const messages = useMessages();
  const { videos, status, locale, film } = messages;
  const tone = statusTone(row);
  const isReady = row.status === 'completed';
  return (
    <article
      data-testid="video-row"
      data-status={row.status}
      data-stage={row.stage}
      className="relative grid h-full grid-cols-[62px_minmax(0,1fr)_150px_90px_70px_100px_110px] items-center gap-x-3 px-4 hover:bg-room-1 max-lg:grid-cols-[62px_minmax(0,1fr)_auto]"
    >
      <div className="grid h-[50px] w-[62px] place-items-center overflow-hidden rounded-frame bg-frame">
        {row.thumbnailUrl ? (
          <img src={ownLink(row.thumbnailUrl)} alt="" loading="lazy" decoding="async" className="size-full object-cover" />
        ) : (
          <span className="text-mark-2">
            <Icon name="film" size={18} />
          </span>
        )}
      </div>
      <div className="min-w-0">
        <h2 className="line-clamp-1 font-medium [overflow-wrap:anywhere] max-lg:line-clamp-2">
          <Link to="/videos/$id" params={{ id: row.id }} preload={false} className="after:absolute after:inset-0 after:content-['']">
            {row.title ?? videos.untitled}
          </Link>
        </h2>
        <p className={`truncate text-small ${row.error ? 'text-fail' : 'text-ink-2'}`}>{helpOf(row, messages)}</p>
      </div>
      <div className="max-lg:hidden">
        <Chip tone={tone} hasDot={tone === 'live'}>
          {status[statusWord(row)]}
        </Chip>
      </div>
      <div className="code flex items-center gap-2 text-ink-2 max-lg:hidden">
        {isReady ? (
          row.durationSeconds !== null && secondsText(row.durationSeconds, locale)
        ) : (
          <>
            <Progress percent={row.progress.percent} tone={tone} label={film.percentLabel} />
            {row.progress.percent}%
          </>
        )}
      </div>
      <div className="code text-ink-1 max-lg:hidden" data-value={row.costMicros}>
        {money(row.costMicros, locale)}
      </div>
      <time dateTime={row.createdAt} title={wholeTime(new Date(row.createdAt), locale)} className="code text-ink-2 max-lg:hidden">
        {whenText(row.createdAt, messages)}
      </time>
      <div className="relative z-10 flex justify-end">
        <Due row={row} />
      </div>
    </article>
  );
});

/** The one thing that is due. */
function Due({ row }: { readonly row: VideoSummary }) {
  const { videos } = useMessages();
  if (row.status === 'awaiting_approval') {
    return (
      <Link to="/videos/$id" params={{ id: row.id }} preload={false} className={buttonLook('primary')}>
        <Icon name="check" />
        {videos.answer}
      </Link>
    );
  }
  if (row.status === 'completed') {
    return (
      <a
        href={`/v1/videos/${row.id}/artifacts/final.mp4`}
        download
        className={buttonLook('quiet')}
        aria-label={`MP4 · ${row.title ?? videos.untitled}`}
      >
        <Icon name="download" />
        MP4
      </a>
    );
  }
  return row.status === 'failed' && row.error?.retryable ? <GoOn id={row.id} /> : null;
}

function GoOn({ id }: { readonly id: string }) {
  const messages = useMessages();
  const why = useWhyNot('videos:write');
  const client = useQueryClient();
  const once = useOnce();
  const retry = useMutation({
    mutationFn: () => kadr.videos.retry(id, { idempotencyKey: once.key() }),
    onSuccess: () => {
      once.answered();
      void client.invalidateQueries({ queryKey: keys.videos });
    },
    onError: (error) => {
      once.answered(error);
      sayToast(sayProblem(error, messages).text, { isError: true });
    },
  });
  return (
    <Button icon="rotate-ccw" why={why} isBusy={retry.isPending} onClick={() => retry.mutate()}>
      {messages.videos.goOn}
    </Button>
  );
}
