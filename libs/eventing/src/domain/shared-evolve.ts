import { type Event } from './event.js';

/** Of one commit, and somewhat more. */
const REMEMBERED = 2_000;

/**
 * As `evolve`, with the very same state for the same event on the same state: whoever folds a stream beside the store (its process managers) holds the
 * store's states and none of its own, and each event is folded once.
 */
export function sharedEvolve<S, E extends Event>(evolve: (state: S, event: E) => S, remembered = REMEMBERED): (state: S, event: E) => S {
  const steps = new Map<object, { readonly before: S; readonly after: S }>();
  return (before, event) => {
    const known = steps.get(event.data);
    if (known?.before === before) return known.after;
    const after = evolve(before, event);
    steps.set(event.data, { before, after });
    const [oldest] = steps.size > remembered ? steps.keys() : [];
    if (oldest) steps.delete(oldest);
    return after;
  };
}
