/** A session ends while somebody works: the page stays, and signing in lies over it. */
const EVENT = 'kadr-signed-out';

export const announceSignedOut = (): boolean => dispatchEvent(new Event(EVENT));

/** @returns ends it */
export function onSignedOut(listener: () => void): () => void {
  addEventListener(EVENT, listener);
  return () => removeEventListener(EVENT, listener);
}
