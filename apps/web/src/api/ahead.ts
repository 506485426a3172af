/** What a page needs first is asked for while the studio itself is still being loaded. Knows nothing else of the studio: it comes before it. */
import { CSRF_KEY } from './csrf-key';

/** An answer that nobody has taken by then is of another time. */
const GOOD_FOR_MS = 10_000;

const asked = new Map<string, Promise<Response>>();

/** The id of the film that a page shows; null: it shows something else. */
export const filmOf = (pathname: string): string | null => /^\/videos\/([\w-]+)\/?$/.exec(pathname)?.[1] ?? null;

/** The session, and a film where one is shown. Only for whoever was signed in here before: others are sent elsewhere. */
export function askAhead(id: string | null): void {
  const token = localStorage.getItem(CSRF_KEY);
  if (token === null) return;
  const film = id === null ? [] : [`/v1/videos/${id}`, `/v1/videos/${id}/segments`];
  for (const address of ['/v1/session', ...film]) {
    const answer = fetch(address, { credentials: 'same-origin', headers: { accept: 'application/json', 'kadr-csrf': token } });
    answer.catch(() => undefined); // perhaps nobody wants it
    asked.set(address, answer);
  }
  setTimeout(() => asked.clear(), GOOD_FOR_MS);
}

/** As `fetch`, but for the first who wants what was asked for ahead. What did not come so is asked for anew: by then there may be a session. */
export const fetchOrAsked: typeof fetch = async (input, init) => {
  const address = typeof input === 'string' && (init?.method ?? 'GET') === 'GET' ? input.replace(location.origin, '') : '';
  const ahead = asked.get(address);
  asked.delete(address);
  const answer = await ahead?.catch(() => undefined);
  return answer?.ok ? answer : fetch(input, init);
};
