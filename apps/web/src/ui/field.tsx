import { type ComponentProps, type ReactNode, useId } from 'react';
import { Icon } from './icon';

const INPUT =
  'w-full rounded-control border border-edge bg-room-1 px-2.5 text-ink-1 placeholder:text-ink-3 aria-invalid:border-fail disabled:text-ink-3 disabled:border-line';

interface Said {
  readonly label: string;
  /** What is wrong with it, in the reader's language. */
  readonly faults?: readonly string[] | undefined;
  readonly note?: ReactNode;
  readonly isLabelHidden?: boolean;
}

/** What a control is called, and what is wrong with it, told to every reader alike. */
function Labelled({ id, label, faults, note, isLabelHidden, children }: Said & { readonly id: string; readonly children: ReactNode }) {
  return (
    <div className="grid min-w-0 content-start gap-1">
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'text-small text-ink-2'}>
        {label}
      </label>
      {children}
      {note && <p className="text-small text-ink-3">{note}</p>}
      <Faults id={`${id}-faults`} faults={faults} />
    </div>
  );
}

export function Faults({ id, faults = [] }: { readonly id: string; readonly faults?: readonly string[] | undefined }) {
  if (faults.length === 0) return null;
  return (
    <ul id={id} className="text-small text-fail" data-testid="fault">
      {faults.map((fault) => (
        <li key={fault} className="flex items-start gap-1">
          <Icon name="circle-alert" size={14} />
          {fault}
        </li>
      ))}
    </ul>
  );
}

const described = (id: string, faults: readonly string[] | undefined) =>
  faults && faults.length > 0 ? { 'aria-invalid': true as const, 'aria-describedby': `${id}-faults` } : {};

export function TextField({ label, faults, note, isLabelHidden, className = '', ...rest }: Said & ComponentProps<'input'>) {
  const made = useId();
  const id = rest.id ?? made;
  return (
    <Labelled {...{ id, label, faults, note, isLabelHidden }}>
      <input {...rest} id={id} {...described(id, faults)} className={`${INPUT} h-[30px] pointer-coarse:h-[44px] ${className}`} />
    </Labelled>
  );
}

export function TextArea({ label, faults, note, isLabelHidden, className = '', ...rest }: Said & ComponentProps<'textarea'>) {
  const made = useId();
  const id = rest.id ?? made;
  return (
    <Labelled {...{ id, label, faults, note, isLabelHidden }}>
      <textarea {...rest} id={id} {...described(id, faults)} className={`${INPUT} py-1.5 ${className}`} />
    </Labelled>
  );
}

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly isDisabled?: boolean;
}

/** The browser's own list: it works by touch, keyboard and screen reader as people know it, and costs no bytes. */
export function Select({
  label,
  faults,
  note,
  isLabelHidden,
  options,
  onChoose,
  className = '',
  ...rest
}: Said &
  Omit<ComponentProps<'select'>, 'onChange'> & { readonly options: readonly Option[]; readonly onChoose: (value: string) => void }) {
  const made = useId();
  const id = rest.id ?? made;
  return (
    <Labelled {...{ id, label, faults, note, isLabelHidden }}>
      <div className="relative">
        <select
          {...rest}
          id={id}
          {...described(id, faults)}
          onChange={(event) => onChoose(event.target.value)}
          className={`${INPUT} h-[30px] appearance-none pr-8 text-ellipsis pointer-coarse:h-[44px] ${className}`}
        >
          {options.map(({ value, label: said, isDisabled }) => (
            <option key={value} value={value} disabled={isDisabled} className="bg-room-1">
              {said}
            </option>
          ))}
        </select>
        <span className="pointer-events-none absolute inset-y-0 right-2 grid place-items-center text-ink-2">
          <Icon name="chevron-down" />
        </span>
      </div>
    </Labelled>
  );
}
