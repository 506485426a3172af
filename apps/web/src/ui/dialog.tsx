import { lazy, Suspense, useState } from 'react';
import { type DialogProps } from './dialog-window';
import { orReloading } from './or-reloading';

/** What a window is made of is loaded when the first one opens: no page shows one at first. */
const Window = lazy(orReloading(() => import('./dialog-window')));

export function Dialog(props: DialogProps) {
  const [wasOpen, setWasOpen] = useState(false);
  if (props.isOpen && !wasOpen) setWasOpen(true);
  if (!props.isOpen && !wasOpen) return null;
  return (
    <Suspense fallback={null}>
      <Window {...props} />
    </Suspense>
  );
}
