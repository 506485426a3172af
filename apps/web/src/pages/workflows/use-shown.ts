import { useState, useSyncExternalStore } from 'react';

export type Shown = 'graph' | 'list';

const NARROW = '(max-width: 759px)';

function subscribe(listener: () => void): () => void {
  const query = matchMedia(NARROW);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** A list where there is little room, until somebody chooses. */
export function useShown(): readonly [Shown, (shown: Shown) => void] {
  const isNarrow = useSyncExternalStore(subscribe, () => matchMedia(NARROW).matches);
  const [chosen, choose] = useState<Shown | null>(null);
  return [chosen ?? (isNarrow ? 'list' : 'graph'), choose];
}
