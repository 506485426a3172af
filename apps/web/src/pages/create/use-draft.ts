import { useCallback, useEffect, useRef, useState } from 'react';
import { type Draft, EMPTY_DRAFT, readDraft } from '../../domain/draft';

const keyOf = (organisation: string): string => `kadr.draft.${organisation}`;

interface Kept {
  readonly draft: Draft;
  /** Whether nothing was kept here before. */
  readonly isNew: boolean;
  readonly change: (next: (draft: Draft) => Draft) => void;
  readonly startAnew: () => void;
  /** Brings back what starting anew has put away; null: there is nothing. */
  readonly undo: (() => void) | null;
  readonly forget: () => void;
}

/** The draft of an organisation, kept on this device with every letter: a reload, a crash or an ended session costs nothing. */
export function useDraft(organisation: string): Kept {
  const [draft, setDraft] = useState<Draft>(() => readDraft(localStorage.getItem(keyOf(organisation))) ?? EMPTY_DRAFT);
  const [isNew] = useState(() => localStorage.getItem(keyOf(organisation)) === null);
  const [before, setBefore] = useState<Draft | null>(null);
  const isForgotten = useRef(false);
  const change = useCallback((next: (draft: Draft) => Draft) => setDraft(next), []);
  useEffect(() => {
    if (draft !== EMPTY_DRAFT && !isForgotten.current) localStorage.setItem(keyOf(organisation), JSON.stringify(draft));
  }, [draft, organisation]);
  const forget = useCallback(() => {
    isForgotten.current = true;
    localStorage.removeItem(keyOf(organisation));
  }, [organisation]);
  const startAnew = useCallback(() => {
    setBefore(draft);
    setDraft(EMPTY_DRAFT);
    localStorage.removeItem(keyOf(organisation));
  }, [draft, organisation]);
  const undo = useCallback(() => {
    if (before) setDraft(before);
    setBefore(null);
  }, [before]);
  return { draft, isNew, change, startAnew, undo: before ? undo : null, forget };
}

/** The value as it was when it had last stood still that long. */
export function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
