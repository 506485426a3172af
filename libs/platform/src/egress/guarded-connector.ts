import { type LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { notAllowed } from './egress.errors.js';
import { isPublicAddress } from './public-address.js';

/** @returns all addresses of a name. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

/** Opens a connection to one of the addresses and to nothing else. */
export type Dial = (
  addresses: readonly LookupAddress[],
  options: buildConnector.Options,
  callback: Parameters<buildConnector.connector>[1],
) => void;

export const resolveBySystem: Resolve = (hostname) => lookup(hostname, { all: true, verbatim: true });

/** @param timeoutMs for a connection including TLS. */
export const dialWithin =
  (timeoutMs: number): Dial =>
  (addresses, options, callback) => {
    buildConnector({ timeout: timeoutMs, allowH2: false, maxCachedSessions: 0, lookup: always(addresses) })(options, callback);
  };

/**
 * What a host means at this moment, every address of it judged.
 * @param isExempt the operator has listed this host and port: its addresses are not judged
 * @throws EgressError `url_not_allowed`; whatever the resolver throws
 */
export async function judgedAddresses(hostname: string, isExempt: boolean, resolve: Resolve): Promise<readonly LookupAddress[]> {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '');
  const family = isIP(host);
  const addresses = family === 0 ? await resolve(host) : [{ address: host, family }];
  const isFit = addresses.length > 0 && (isExempt || addresses.every(({ address }) => isPublicAddress(address)));
  if (!isFit) throw notAllowed();
  return addresses;
}

/**
 * A connector for one request. A name is resolved once, every address of it is judged, and the connection is opened to those very
 * addresses: what the name means a moment later does not matter. TLS still asks for the name.
 */
export function guardedConnector(isExempt: boolean, resolve: Resolve, dial: Dial): buildConnector.connector {
  return (options, callback) => {
    judgedAddresses(options.hostname, isExempt, resolve).then(
      (addresses) => dial(addresses, options, callback),
      (error: unknown) => callback(error instanceof Error ? error : new Error('the name cannot be resolved'), null),
    );
  };
}

const always =
  (addresses: readonly LookupAddress[]): LookupFunction =>
  (_hostname, { all }, callback) => {
    const [first] = addresses;
    if (all) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family);
  };
