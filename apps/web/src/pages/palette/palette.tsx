import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { goesTo } from '../../domain/commands';
import { useMessages } from '../../messages';
import { Dialog } from '../../ui/dialog';
import { onPaletteAsked } from './ask';
import { orReloading } from '../../ui/or-reloading';

const Search = lazy(orReloading(() => import('./search')));

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable);
/** Between the `G` and the letter that says where to. */
const CHORD_MS = 1_200;

/** Everything that can be reached, by a few letters; and the keys that lead there without. */
export function Palette() {
  const { app, palette: words } = useMessages();
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  const go = (to: string): void => {
    setOpen(false);
    void navigate({ to });
  };
  useEffect(() => onPaletteAsked(() => setOpen(true)), []);
  useEffect(() => {
    let chordUntil = 0;
    const press = (event: globalThis.KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        setOpen(true);
        return;
      }
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      const isChord = event.timeStamp < chordUntil;
      chordUntil = event.key === 'g' ? event.timeStamp + CHORD_MS : 0;
      const to = goesTo(event.key, isChord);
      if (event.key === '?') setOpen(true);
      else if (to !== null) void navigate({ to });
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [navigate]);
  return (
    <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={words.title} closeLabel={app.close} testId="palette">
      <div className="min-h-[240px]">
        <Suspense fallback={null}>{isOpen && <Search onGo={go} />}</Suspense>
      </div>
    </Dialog>
  );
}
