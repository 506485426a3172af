import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { type SummaryPage } from '../../live/apply-event';
import { useMessages } from '../../messages';
import { VideoRow } from './video-row';

const ROW_PX = 68;
/** Where each list was left, so that coming back from a film finds it again. */
const places = new Map<string, number>();

interface VideoListProps {
  readonly rows: SummaryPage['data'];
  /** Name of what is listed. */
  readonly place: string;
  readonly hasMore: boolean;
  readonly onMore: () => void;
}

/** Draws only the rows that can be seen, whatever their number. */
export function VideoList({ rows, place, hasMore, onMore }: VideoListProps) {
  const { videos } = useMessages();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
    initialOffset: () => places.get(place) ?? 0,
    getItemKey: (at) => rows[at]?.id ?? at,
  });
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= rows.length - 10) onMore();
  }, [hasMore, last, rows.length, onMore]);
  useEffect(() => {
    const element = scroller.current;
    return () => void places.set(place, element?.scrollTop ?? 0);
  }, [place]);
  return (
    <div ref={scroller} tabIndex={0} role="group" aria-label={videos.list} className="min-h-0 flex-1 overflow-auto">
      <ul data-testid="history-list" aria-label={videos.list} className="relative" style={{ height: virtual.getTotalSize() }}>
        {shown.map(({ key, index, start }) => {
          const row = rows[index];
          return (
            row && (
              <li
                key={key}
                aria-setsize={hasMore ? -1 : rows.length}
                aria-posinset={index + 1}
                className="absolute inset-x-0 border-b border-line"
                style={{ height: ROW_PX, transform: `translateY(${start}px)` }}
              >
                <VideoRow row={row} />
              </li>
            )
          );
        })}
      </ul>
    </div>
  );
}
