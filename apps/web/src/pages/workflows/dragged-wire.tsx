import { type PointerEvent as Press, type RefObject, useEffect, useRef, useState } from 'react';
import { type Misfit, nameOf, type Port, portOf } from '../../domain/ports';
import { useMessages } from '../../messages';

interface Wiring {
  /** Null: it fits. */
  readonly misfitOf: (from: Port, to: Port) => Misfit | null;
  readonly onJoin: (from: Port, to: Port) => void;
}

/** A wire in the hand, in pixels of the sheet. */
interface Held {
  readonly from: Port;
  readonly x0: number;
  readonly y0: number;
  readonly x: number;
  readonly y: number;
  readonly over: Port | null;
  readonly misfit: Misfit | null;
}

const portAt = (target: EventTarget | null, side: 'in' | 'out'): Port | null => {
  const name = target instanceof Element ? target.closest(`[data-${side}]`)?.getAttribute(`data-${side}`) : null;
  return name ? portOf(name) : null;
};

/**
 * Wires that are drawn from an output to an input by mouse or pen; fingers move the sheet. One that does not fit cannot be dropped, and says
 * why while it is held. @param board what the sheet's pixels are counted in @param wiring null: the graph is for reading
 */
export function useDraggedWire(board: RefObject<HTMLElement | null>, wiring: Wiring | null) {
  const [held, setHeld] = useState<Held | null>(null);
  const rules = useRef(wiring);
  useEffect(() => {
    rules.current = wiring;
  });
  const isHeld = held !== null;
  useEffect(() => {
    if (!isHeld) return;
    const move = (event: PointerEvent) => {
      const over = portAt(event.target, 'in');
      setHeld((known) => {
        const { left = 0, top = 0 } = board.current?.getBoundingClientRect() ?? {};
        const misfit = known && over ? (rules.current?.misfitOf(known.from, over) ?? null) : null;
        return known && { ...known, x: event.clientX - left, y: event.clientY - top, over, misfit };
      });
    };
    const drop = () => setHeld(null);
    const end = (event: PointerEvent) => {
      const to = portAt(event.target, 'in');
      if (held && to && rules.current?.misfitOf(held.from, to) === null) rules.current.onJoin(held.from, to);
      drop();
    };
    const press = (event: KeyboardEvent) => event.key === 'Escape' && drop();
    addEventListener('pointermove', move);
    addEventListener('pointerup', end);
    addEventListener('pointercancel', drop);
    addEventListener('keydown', press);
    return () => {
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', end);
      removeEventListener('pointercancel', drop);
      removeEventListener('keydown', press);
    };
  }, [board, isHeld, held]);
  const take = (event: Press) => {
    const from = wiring && event.button === 0 && event.pointerType !== 'touch' ? portAt(event.target, 'out') : null;
    if (!from) return;
    // No text is marked on the way.
    event.preventDefault();
    const { left = 0, top = 0 } = board.current?.getBoundingClientRect() ?? {};
    const [x, y] = [event.clientX - left, event.clientY - top];
    setHeld({ from, x0: x, y0: y, x, y, over: null, misfit: null });
  };
  return { held, take };
}

/** The wire in the hand, and why it may not be dropped where it is. */
export function DraggedWire({ held: { x0, y0, x, y, over, misfit } }: { readonly held: Held }) {
  const { editor: words } = useMessages();
  const bend = Math.max(24, Math.abs(x - x0) / 2);
  const look = misfit === null ? 'text-pencil-ink' : 'text-fail';
  return (
    <>
      <svg aria-hidden="true" className={`pointer-events-none absolute inset-0 size-full overflow-visible ${look}`}>
        <path
          data-testid="held-wire"
          d={`M${x0} ${y0}C${x0 + bend} ${y0} ${x - bend} ${y} ${x} ${y}`}
          fill="none"
          stroke="currentColor"
          strokeWidth={1.8}
          strokeDasharray={over && misfit === null ? undefined : '5 4'}
        />
      </svg>
      {over && misfit !== null && (
        <p
          role="status"
          data-testid="wire-misfit"
          style={{ left: x + 12, top: y + 12 }}
          className="pointer-events-none absolute z-10 rounded-control border border-line-2 bg-room-1 px-2 py-1 text-small text-fail shadow-float"
        >
          <span className="code" translate="no">
            {nameOf(over)}
          </span>{' '}
          {words.misfits[misfit]}
        </p>
      )}
    </>
  );
}
