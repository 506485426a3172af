import { ApiError } from '@kadr/sdk';
import { useCallback, useRef } from 'react';
import { makeId } from './ids';

interface Once {
  /** Of this form: pressing twice, or again after an answer that was lost, is one effect. */
  readonly key: () => string;
  /** After an answer: what is sent next is another wish. Without one the key stays, since it may have been done. */
  readonly answered: (error?: unknown) => void;
}

export function useOnce(): Once {
  const kept = useRef<string | null>(null);
  const key = useCallback(() => (kept.current ??= makeId()), []);
  const answered = useCallback((error?: unknown) => {
    const isInFlight = error instanceof ApiError && error.code === 'idempotency_in_flight';
    if (error === undefined || (error instanceof ApiError && !isInFlight)) kept.current = null;
  }, []);
  return { key, answered };
}
