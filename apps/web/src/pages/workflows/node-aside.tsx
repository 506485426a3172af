import { type ReactNode, useEffect, useRef } from 'react';
import { useMessages } from '../../messages';

/** Beside the sheet, or below it where there is little room: there it comes into view with what was chosen. */
export function NodeAside({ chosen, children }: { readonly chosen: string | undefined; readonly children: ReactNode }) {
  const { flow: words } = useMessages();
  const at = useRef<HTMLElement>(null);
  useEffect(() => {
    if (chosen !== undefined) at.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <aside
      ref={at}
      aria-label={words.nodePanel}
      className="w-[348px] shrink-0 overflow-auto border-l border-line bg-room-1 max-lg:w-full max-lg:scroll-mb-[64px] max-lg:border-t max-lg:border-l-0"
    >
      {children}
    </aside>
  );
}
