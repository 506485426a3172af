import { type ReactNode } from 'react';
import { Icon, type IconName } from './icon';

export type Tone = 'plain' | 'pencil' | 'live' | 'splice' | 'fail' | 'done';

const TONES: Record<Tone, string> = {
  plain: 'bg-room-2 text-ink-2',
  pencil: 'bg-pencil-wash text-pencil-ink',
  live: 'bg-live-wash text-live',
  splice: 'bg-splice-wash text-splice',
  fail: 'bg-fail-wash text-fail',
  done: 'bg-done-wash text-done',
};

export function Chip({
  tone = 'plain',
  hasDot = false,
  children,
}: {
  readonly tone?: Tone;
  readonly hasDot?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <span className={`inline-flex items-center gap-1.5 rounded-frame px-1.5 py-0.5 text-small md:whitespace-nowrap ${TONES[tone]}`}>
      {hasDot && <span className="size-1.5 rounded-full bg-current" />}
      {children}
    </span>
  );
}

export function Kbd({ children }: { readonly children: ReactNode }) {
  return <kbd className="code rounded-frame border border-line-2 px-1 py-px text-ink-2">{children}</kbd>;
}

export function Heading({ children }: { readonly children: ReactNode }) {
  return <h2 className="text-small font-normal text-ink-2">{children}</h2>;
}

interface MeterProps {
  readonly label: string;
  readonly said: string;
  /** Shares of 1, of what is there already and of what this adds. */
  readonly used: number;
  readonly added?: number;
  readonly isOver?: boolean;
  readonly testId?: string;
  readonly value?: number;
}

export function Meter({ label, said, used, added = 0, isOver = false, testId, value }: MeterProps) {
  const before = Math.min(1, Math.max(0, used));
  const after = Math.min(1 - before, Math.max(0, added));
  return (
    <div data-testid={testId} data-value={value}>
      <div className="flex justify-between gap-2">
        <span className="text-small text-ink-1">{label}</span>
        <span className={`code ${isOver ? 'text-fail' : 'text-ink-2'}`}>{said}</span>
      </div>
      <div
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round((before + after) * 100)}
        aria-valuetext={said}
        className="mt-1 flex h-1 overflow-hidden rounded-full bg-room-3"
      >
        <span className="h-full bg-ink-3" style={{ width: `${before * 100}%` }} />
        <span className={`h-full ${isOver ? 'bg-fail' : 'bg-pencil'}`} style={{ width: `${(isOver ? 1 - before : after) * 100}%` }} />
      </div>
    </div>
  );
}

export function Progress({ percent, tone, label }: { readonly percent: number; readonly tone: Tone; readonly label: string }) {
  const fill: Record<Tone, string> = {
    plain: 'bg-ink-3',
    pencil: 'bg-pencil',
    live: 'bg-live',
    splice: 'bg-splice',
    fail: 'bg-fail',
    done: 'bg-done',
  };
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      className="h-1 w-10 rounded-full bg-room-3"
    >
      <div className={`h-full rounded-full ${fill[tone]}`} style={{ width: `${percent}%` }} />
    </div>
  );
}

/** One sentence, and the way out of it. */
export function Empty({
  children,
  action,
  icon = 'film',
}: {
  readonly children: ReactNode;
  readonly action?: ReactNode;
  readonly icon?: IconName;
}) {
  return (
    <div className="grid justify-items-center gap-3 px-4 py-16 text-center text-ink-2" data-testid="empty">
      <span className="text-ink-3">
        <Icon name={icon} size={28} />
      </span>
      <p className="max-w-sm">{children}</p>
      {action}
    </div>
  );
}

/** Where something will stand. Not shown before it is worth it. */
export function Outline({ className = '' }: { readonly className?: string }) {
  return <div aria-hidden="true" className={`late rounded-control bg-room-2 ${className}`} />;
}

export function Row({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-3">
      <dt className="text-small text-ink-3">{name}</dt>
      <dd className="text-right">{children}</dd>
    </div>
  );
}
