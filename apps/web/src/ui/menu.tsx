import { type ReactNode, useEffect, useRef } from 'react';
import { buttonLook } from './button';
import { Icon, type IconName } from './icon';

interface MenuProps {
  readonly icon: IconName;
  /** What its button says to those who do not see it. */
  readonly label: string;
  readonly testId: string;
  /** Links, as `<li>`. */
  readonly children: ReactNode;
}

/** A few links behind a button. It closes by Escape, by a click elsewhere and by a choice. */
export function Menu({ icon, label, testId, children }: MenuProps) {
  const element = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event) => {
      const menu = element.current;
      if (!menu?.open) return;
      const isEscape = event instanceof KeyboardEvent && event.key === 'Escape';
      const isElsewhere = event.type === 'click' && !menu.querySelector('summary')?.contains(event.target as Node);
      if (!isEscape && !isElsewhere) return;
      menu.open = false;
      if (isEscape) menu.querySelector('summary')?.focus();
    };
    addEventListener('click', close);
    addEventListener('keydown', close);
    return () => {
      removeEventListener('click', close);
      removeEventListener('keydown', close);
    };
  }, []);
  return (
    <details ref={element} className="relative">
      <summary data-testid={testId} aria-label={label} title={label} className={buttonLook('plain', 'cursor-pointer list-none px-1.5')}>
        <Icon name={icon} />
      </summary>
      <ul className="absolute top-full right-0 z-40 mt-1 grid min-w-[220px] rounded-panel border border-line bg-room-1 p-1 shadow-float">
        {children}
      </ul>
    </details>
  );
}
