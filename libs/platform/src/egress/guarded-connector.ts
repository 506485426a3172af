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
 * A connector for one request. A name is resolved once, every address of it is judged, and the connection is opened to those very
 * addresses: what the name means a moment later does not matter. TLS still asks for the name.
 * @param isExempt the operator has listed this host and port: its addresses are not judged
 */
export function guardedConnector(isExempt: boolean, resolve: Resolve, dial: Dial): buildConnector.connector {
  return (options, callback) => {
    const host = options.hostname.replace(/\.+$/, '');
    const family = isIP(host);
    const found = family === 0 ? resolve(host) : Promise.resolve([{ address: host, family }]);
    found.then(
      (addresses) => {
        const isFit = addresses.length > 0 && (isExempt || addresses.every(({ address }) => isPublicAddress(address)));
        if (isFit) dial(addresses, options, callback);
        else callback(notAllowed(), null);
      },
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
