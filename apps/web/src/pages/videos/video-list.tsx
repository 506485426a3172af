import { useRouter } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { type SummaryPage } from '../../live/apply-event';
import { useMessages } from '../../messages';
import { useRowsNear } from './use-rows-near';
import { VideoRow } from './video-row';

const ROW_PX = 68;

interface VideoListProps {
  readonly rows: SummaryPage['data'];
  /** Name of what is listed. */
  readonly place: string;
  readonly hasMore: boolean;
  readonly onMore: () => void;
}

/** Draws only the rows that are near what can be seen, whatever their number. */
export function VideoList({ rows, place, hasMore, onMore }: VideoListProps) {
  const { videos } = useMessages();
  const scroller = useRef<HTMLDivElement>(null);
  const { from, to } = useRowsNear({ scroller, rowPx: ROW_PX, place });
  useEffect(() => {
    if (hasMore && to >= rows.length) onMore();
  }, [hasMore, to, rows.length, onMore]);
  const router = useRouter();
  const isLoaded = useRef(false);
  // The page of a film, once for all of them: a link of each row that passes beneath the pointer would ask for it.
  const loadFilmPage = (): void => {
    if (!isLoaded.current) void router.loadRouteChunk(router.routesByPath['/videos/$id'])?.catch(() => undefined);
    isLoaded.current = true;
  };
  return (
    <div
      ref={scroller}
      tabIndex={0}
      role="group"
      aria-label={videos.list}
      onPointerEnter={loadFilmPage}
      onFocus={loadFilmPage}
      className="min-h-0 flex-1 overflow-auto"
    >
      <ul data-testid="history-list" aria-label={videos.list} className="relative" style={{ height: rows.length * ROW_PX }}>
        {rows.slice(from, to).map((row, at) => (
          <li
            key={row.id}
            aria-setsize={hasMore ? -1 : rows.length}
            aria-posinset={from + at + 1}
            className="absolute inset-x-0 border-b border-line"
            style={{ height: ROW_PX, top: (from + at) * ROW_PX }}
          >
            <VideoRow row={row} />
          </li>
        ))}
      </ul>
    </div>
  );
}
