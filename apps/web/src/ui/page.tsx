import { type ReactNode } from 'react';

/** A page beside the sidebar: its name, what can be done with all of it, and what is on it. */
export function Page({
  title,
  actions,
  testId,
  children,
}: {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly testId: string;
  readonly children: ReactNode;
}) {
  return (
    <main data-testid={testId} className="min-h-full">
      <header className="flex min-h-[52px] flex-wrap items-center gap-3 border-b border-line px-4 py-2.5">
        <h1 className="text-title font-semibold tracking-[-0.01em]">{title}</h1>
        <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div>
      </header>
      <div className="grid grid-cols-1 gap-6 p-4">{children}</div>
    </main>
  );
}

export function Panel({ title, note, children }: { readonly title: string; readonly note?: ReactNode; readonly children: ReactNode }) {
  return (
    <section className="grid min-w-0 content-start gap-3 rounded-panel border border-line bg-room-1 p-4">
      <div>
        <h2 className="font-semibold">{title}</h2>
        {note && <p className="text-small text-ink-2">{note}</p>}
      </div>
      {children}
    </section>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChoose: (value: T) => void;
}

/** One of a few, side by side. */
export function Choice<T extends string>({ label, value, options, onChoose }: ChoiceProps<T>) {
  return (
    <div role="group" aria-label={label} className="flex w-fit max-w-full flex-wrap gap-1 rounded-control border border-line p-0.5">
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChoose(option.value)}
          className={`min-h-[24px] rounded-frame px-2 text-small pointer-coarse:min-h-[44px] ${option.value === value ? 'bg-room-3 font-medium text-ink-1' : 'text-ink-2 hover:text-ink-1'}`}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}
