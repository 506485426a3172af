import { type RefObject, useLayoutEffect, useState } from 'react';
import { type Rows, rowsNear } from '../../domain/rows-near';

/** Where each list was left, so that coming back from a film finds it again. */
const places = new Map<string, number>();

interface List {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly rowPx: number;
  /** Name of what is listed. */
  readonly place: string;
}

/** The rows to draw of a list that is scrolled. It begins where it was left. */
export function useRowsNear({ scroller, rowPx, place }: List): Rows {
  const [near, setNear] = useState<Rows>(() => rowsNear({ topPx: places.get(place) ?? 0, heightPx: innerHeight, rowPx }));
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    element.scrollTop = places.get(place) ?? 0;
    const look = (): void => {
      places.set(place, element.scrollTop);
      const next = rowsNear({ topPx: element.scrollTop, heightPx: element.clientHeight, rowPx });
      setNear((known) => (known.from === next.from && known.to === next.to ? known : next));
    };
    look();
    element.addEventListener('scroll', look, { passive: true });
    const resized = new ResizeObserver(look);
    resized.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      resized.disconnect();
    };
  }, [scroller, rowPx, place]);
  return near;
}
