import { type KeyboardEvent, type ReactNode } from 'react';

interface TabListProps<T extends string> {
  /** Of the group, to tie tabs and panel together. */
  readonly id: string;
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChoose: (value: T) => void;
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

/** One of them can be reached by Tab; arrows lead to the others. */
export function TabList<T extends string>({ id, label, value, options, onChoose }: TabListProps<T>) {
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const step = STEPS[event.key];
    const at = options.findIndex((option) => option.value === value);
    const next = step === undefined ? undefined : options[(at + step + options.length) % options.length];
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    onChoose(next.value);
    document.getElementById(`${id}-tab-${next.value}`)?.focus();
  };
  return (
    <div role="tablist" aria-label={label} onKeyDown={move} className="flex gap-5 border-b border-line">
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          role="tab"
          id={`${id}-tab-${option.value}`}
          aria-selected={option.value === value}
          aria-controls={`${id}-panel`}
          tabIndex={option.value === value ? 0 : -1}
          onClick={() => onChoose(option.value)}
          className={`-mb-px min-h-[34px] border-b-2 font-medium pointer-coarse:min-h-[44px] ${option.value === value ? 'border-pencil text-ink-1' : 'border-transparent text-ink-2'}`}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}

export function TabPanel({
  id,
  value,
  className = '',
  children,
}: {
  readonly id: string;
  readonly value: string;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  return (
    <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-tab-${value}`} className={className}>
      {children}
    </div>
  );
}
