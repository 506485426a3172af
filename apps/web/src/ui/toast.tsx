import { useSyncExternalStore } from 'react';
import { IconButton } from './button';

interface Toast {
  readonly id: number;
  readonly title: string;
  readonly isError: boolean;
}

const SHOWN_MS = 5_000;
const MOST = 4;
let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function show(next: readonly Toast[]): void {
  toasts = next;
  listeners.forEach((listener) => listener());
}

const putAway = (id: number): void => show(toasts.filter((toast) => toast.id !== id));

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Errors stay until they are read; the rest goes by itself. */
export function sayToast(title: string, { isError = false }: { isError?: boolean } = {}): void {
  const id = nextId++;
  show([...toasts, { id, title, isError }].slice(-MOST));
  if (!isError) setTimeout(() => putAway(id), SHOWN_MS);
}

export function Toasts({ label, closeLabel }: { readonly label: string; readonly closeLabel: string }) {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <section aria-label={label} className="fixed right-4 bottom-4 z-50 grid w-[320px] max-w-[calc(100vw-32px)] gap-2 max-md:bottom-[76px]">
      {shown.map(({ id, title, isError }) => (
        <div
          key={id}
          role={isError ? 'alert' : 'status'}
          data-testid="toast"
          className="flex items-start gap-2 rounded-panel border border-line-2 bg-room-2 py-2 pr-1 pl-3 shadow-float"
        >
          <p className={`min-w-0 flex-1 py-1.5 ${isError ? 'text-fail' : ''}`}>{title}</p>
          <IconButton icon="x" label={closeLabel} onClick={() => putAway(id)} />
        </div>
      ))}
    </section>
  );
}
