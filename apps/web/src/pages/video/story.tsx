import { type TimelineEntry } from '@kadr/sdk';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useMessages, useSpoken } from '../../messages';
import { Button } from '../../ui/button';
import { Outline } from '../../ui/parts';
import { ProblemNote } from '../shell/problem-note';
import { timelineQuery } from './video.queries';
import { timeFormat, wholeTime } from '../../domain/formats';

interface StoryProps {
  readonly videoId: string;
  readonly segment: number | undefined;
  /** Changes with every change of the film: then there is more to tell. */
  readonly version: string;
}

/** What has happened, by day and hour, and who did it. */
export function Story({ videoId, segment, version }: StoryProps) {
  const { messages, language } = useSpoken();
  const { film: words, app, locale } = messages;
  const timeline = useQuery(timelineQuery(videoId, language));
  const [isNewestFirst, setNewestFirst] = useState(true);
  const [isOnlySegment, setOnlySegment] = useState(false);
  const { refetch } = timeline;
  useEffect(() => {
    void refetch();
  }, [version, refetch]);
  if (timeline.isError) return <ProblemNote error={timeline.error} onRetry={() => void refetch()} />;
  if (timeline.isPending) return <Outline className="h-40" />;
  const entries = timeline.data.data.filter((entry) => !isOnlySegment || segment === undefined || entry.segment === segment);
  const days = [...Map.groupBy(isNewestFirst ? entries.toReversed() : entries, ({ at }) => new Date(at).toDateString())];
  return (
    <div data-testid="story" className="grid gap-3">
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => setNewestFirst(!isNewestFirst)}>{isNewestFirst ? words.story.newest : words.story.oldest}</Button>
        {segment !== undefined && (
          <Button aria-pressed={isOnlySegment} onClick={() => setOnlySegment(!isOnlySegment)} className="aria-pressed:bg-room-3">
            {words.story.onlySegment}
          </Button>
        )}
      </div>
      {entries.length === 0 && <p className="text-ink-2">{words.story.empty}</p>}
      {days.map(([day, told]) => (
        <section key={day} className="grid gap-1.5">
          <h3 className="text-small text-ink-3">{timeFormat(locale, { dateStyle: 'full' }).format(new Date(day))}</h3>
          <ol className="grid gap-1.5">
            {told.map((entry) => (
              <Told key={entry.position} entry={entry} />
            ))}
          </ol>
        </section>
      ))}
      <span className="sr-only" role="status">
        {timeline.isFetching ? app.loading : ''}
      </span>
    </div>
  );
}

function Told({ entry: { at, title, by } }: { readonly entry: TimelineEntry }) {
  const { film: words, locale } = useMessages();
  const time = new Date(at);
  return (
    <li className="grid grid-cols-[auto_1fr] gap-3">
      <time dateTime={at} title={wholeTime(time, locale)} className="code pt-0.5 text-ink-2">
        {timeFormat(locale, { timeStyle: 'medium' }).format(time)}
      </time>
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {title} {by?.name && <span className="text-ink-2">{words.story.by(by.name)}</span>}
      </span>
    </li>
  );
}
