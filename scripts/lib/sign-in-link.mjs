import { askApp } from './running-app.mjs';

const PATIENCE_MS = 10_000;

/**
 * Has a running app make a link that signs a browser in, once. What it opens acts as the key.
 * @param {string} address where the app is asked
 * @param {string} key
 * @param {string} shownAt where browsers reach it
 */
export async function signInLink(address, key, shownAt) {
  const { url } = await askApp(new URL('/v1/sign-in-links', address), key, { method: 'POST', body: {}, patienceMs: PATIENCE_MS });
  const { pathname, hash } = new URL(url);
  return `${shownAt}${pathname}${hash}`;
}
