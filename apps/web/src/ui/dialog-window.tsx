import { CSPProvider } from '@base-ui/react/csp-provider';
import { Dialog as Base } from '@base-ui/react/dialog';
import { type ReactNode } from 'react';
import { IconButton } from './button';

export interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly closeLabel: string;
  readonly note?: ReactNode;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  readonly testId?: string;
  readonly isWide?: boolean;
}

/** Focus goes in, stays in, and goes back to what opened it. */
export default function DialogWindow({ isOpen, onClose, title, closeLabel, note, children, footer, testId, isWide = false }: DialogProps) {
  return (
    <CSPProvider disableStyleElements>
      <Base.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
        <Base.Portal>
          <Base.Backdrop className="fixed inset-0 z-40 bg-veil" />
          <Base.Popup
            data-testid={testId}
            className={`fixed top-1/2 left-1/2 z-50 flex max-h-[90dvh] w-[calc(100vw-24px)] -translate-x-1/2 -translate-y-1/2 flex-col rounded-panel border border-line-2 bg-room-1 shadow-float ${isWide ? 'max-w-[760px]' : 'max-w-[480px]'}`}
          >
            <header className="flex items-center gap-3 border-b border-line px-4 py-2.5">
              <Base.Title className="text-lead font-semibold">{title}</Base.Title>
              <div className="code min-w-0 flex-1 truncate text-ink-3">{note}</div>
              <Base.Close render={<IconButton icon="x" label={closeLabel} />} />
            </header>
            <div className="min-h-0 overflow-auto px-4 py-4">{children}</div>
            {footer && <footer className="flex flex-wrap items-center gap-3 border-t border-line px-4 py-3">{footer}</footer>}
          </Base.Popup>
        </Base.Portal>
      </Base.Root>
    </CSPProvider>
  );
}
