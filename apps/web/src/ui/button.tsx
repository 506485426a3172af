import { type ComponentProps, type ReactNode } from 'react';
import { Icon, type IconName } from './icon';

type Kind = 'primary' | 'plain' | 'quiet';

const BASE =
  'inline-flex items-center justify-center gap-2 rounded-control px-3 min-h-[30px] pointer-coarse:min-h-[44px] font-medium whitespace-nowrap transition-colors duration-120 disabled:cursor-not-allowed aria-disabled:cursor-not-allowed';
const LOOK: Record<Kind, string> = {
  primary:
    'bg-pencil text-on-pencil font-semibold hover:brightness-105 disabled:bg-room-2 disabled:text-ink-3 disabled:border disabled:border-line aria-disabled:bg-room-2 aria-disabled:text-ink-3',
  plain: 'border border-line-2 bg-room-2 text-ink-1 hover:bg-room-3 disabled:text-ink-3 disabled:bg-transparent disabled:border-line',
  quiet: 'text-ink-2 hover:bg-room-3 hover:text-ink-1 disabled:text-ink-3 disabled:hover:bg-transparent',
};

export const buttonLook = (kind: Kind = 'plain', more = ''): string => `${BASE} ${LOOK[kind]} ${more}`;

interface ButtonProps extends ComponentProps<'button'> {
  readonly kind?: Kind;
  readonly icon?: IconName;
  /** Pressed, and its answer is not there yet: it cannot be pressed twice. */
  readonly isBusy?: boolean;
  /** Why it cannot be pressed, such as a right that is missing. */
  readonly why?: string | null;
  readonly children?: ReactNode;
}

export function Button({ kind = 'plain', icon, isBusy = false, why, className = '', disabled, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || isBusy || Boolean(why)}
      aria-busy={isBusy || undefined}
      title={why ?? rest.title}
      className={buttonLook(kind, `${isBusy ? 'hatch' : ''} ${className}`)}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

export function IconButton({ icon, label, ...rest }: ComponentProps<'button'> & { readonly icon: IconName; readonly label: string }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={`inline-grid size-[30px] pointer-coarse:size-[44px] shrink-0 place-items-center rounded-control text-ink-2 hover:bg-room-3 hover:text-ink-1 disabled:text-ink-3 ${rest.className ?? ''}`}
    >
      <Icon name={icon} />
    </button>
  );
}
