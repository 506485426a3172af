import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.js';

export interface UrlRefusal {
  readonly code: 'url_not_allowed';
  readonly message: string;
}

const MAX_URL_LENGTH = 8192;
/** Names that never mean a host of the public internet (RFC 6761, RFC 6762, RFC 8375, ICANN's `.internal`). */
const LOCAL_NAMES = /(^|\.)(localhost|localdomain|local|internal|intranet|lan|home\.arpa|corp|home|test|invalid|onion)$/;

/** @returns the host as it is dialled: no brackets, no trailing dot; numbers of every notation were made plain by the URL parser. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '');

const portOf = (url: URL): number => Number(url.port) || (url.protocol === 'https:' ? 443 : 80);

export const hostPortOf = (url: URL): string => {
  const host = hostOf(url);
  return `${host.includes(':') ? `[${host}]` : host}:${portOf(url)}`;
};

/** @returns why the address is never fetched, as far as its text shows; null: ask the network. */
export function refusalOfUrl(text: string, allow: ReadonlySet<string>): UrlRefusal | null {
  const judged = judgedUrl(text, allow);
  return judged instanceof URL ? null : judged;
}

/** @returns what it says, or why it is never fetched, as far as its text shows */
export function judgedUrl(text: string, allow: ReadonlySet<string>): URL | UrlRefusal {
  const url = text.length > MAX_URL_LENGTH ? null : URL.parse(text);
  if (!url) return refused('It is no address that can be fetched.');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return refused('Only https addresses are fetched.');
  if (url.username !== '' || url.password !== '') return refused('The address carries a user name or password.');
  if (allow.has(hostPortOf(url))) return url;
  if (url.protocol !== 'https:') return refused('Only https addresses are fetched.');
  if (portOf(url) !== 443) return refused('Only port 443 is used.');
  const host = hostOf(url);
  const isPublic = isIP(host) ? isPublicAddress(host) : host.includes('.') && !LOCAL_NAMES.test(host);
  return isPublic ? url : refused('The address is blocked: it leads to a network that is not public.');
}

const refused = (message: string): UrlRefusal => ({ code: 'url_not_allowed', message });
