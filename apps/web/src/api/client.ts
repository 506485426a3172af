import { Kadr } from '@kadr/sdk';
import { fetchOrAsked } from './ahead';
import { CSRF_KEY } from './csrf-key';
import { makeId } from './ids';

// Only pages that come by https or from this machine have it; the studio is also opened by the address of a machine in the house.
if (!('randomUUID' in crypto)) Object.defineProperty(crypto, 'randomUUID', { value: makeId });

/** Kept where other programs on this machine cannot read it: storage, unlike cookies, knows ports. */
export const keepCsrfToken = (token: string | null): void => {
  if (token === null) localStorage.removeItem(CSRF_KEY);
  else localStorage.setItem(CSRF_KEY, token);
};

/** The only way to the server. The browser adds the cookie of the session. */
export const kadr = new Kadr({
  apiKey: null,
  baseUrl: location.origin,
  credentials: 'same-origin',
  fetch: fetchOrAsked,
  headers: (): Record<string, string> => {
    const token = localStorage.getItem(CSRF_KEY);
    return token === null ? {} : { 'kadr-csrf': token };
  },
});

/** Links in answers begin with the public address; we may be open under another name. A foreign one, of a storage, stays as it is. */
export function ownLink(url: string): string {
  const { pathname, search } = new URL(url, location.origin);
  return pathname.startsWith('/v1/') ? `${pathname}${search}` : url;
}
