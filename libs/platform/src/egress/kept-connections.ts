import { type LookupAddress } from 'node:dns';
import { type Client } from 'undici';

/** Nobody has used it for so long: it is closed. */
const KEEP_MS = 30_000;
/** Of one address, and of all; what is more is closed after use. */
const MOST_OF_ONE = 64;
const MOST = 512;

/** A connection to one origin at addresses that have been judged. */
export interface KeptClient {
  readonly client: Client;
  /** It has carried a request before: the other side may have closed it in this very moment. */
  readonly isUsed: boolean;
}

interface Idle {
  readonly client: Client;
  readonly timer: NodeJS.Timeout;
}

/** Addresses in any order are the same: what a name means rotates. */
export const keyOf = (origin: string, addresses: readonly LookupAddress[]): string =>
  addresses.length === 1 ? `${origin} ${addresses[0]?.address}` : keyOfMany(origin, addresses);

const keyOfMany = (origin: string, addresses: readonly LookupAddress[]): string =>
  [
    origin,
    ...addresses
      .map(({ address }) => address)
      .toSorted()
      .map((address) => ` ${address}`),
  ].join('');

/**
 * Connections that wait for the next request to the same origin at the same addresses. Whoever takes one has asked what the name means now and
 * judged it: a name that means something else by then has another key, and never gets a connection that was opened to what it meant before.
 */
export class KeptConnections {
  readonly #idle = new Map<string, Idle[]>();
  #count = 0;

  constructor(private readonly keepMs = KEEP_MS) {}

  /** @param make opens a new one */
  take(key: string, make: () => Client): KeptClient {
    const idle = this.#idle.get(key)?.pop();
    if (!idle) return { client: make(), isUsed: false };
    clearTimeout(idle.timer);
    this.#count -= 1;
    if (this.#idle.get(key)?.length === 0) this.#idle.delete(key);
    idle.client.removeAllListeners('disconnect');
    return { client: idle.client, isUsed: true };
  }

  /** Its answer was read to the end. */
  giveBack(key: string, client: Client): void {
    const known = this.#idle.get(key) ?? [];
    if (client.destroyed || known.length >= MOST_OF_ONE || this.#count >= MOST) return void client.destroy().catch(() => undefined);
    const forget = (): void => this.#forget(key, client);
    const timer = setTimeout(forget, this.keepMs);
    timer.unref();
    // The other side has closed it: undici would open another one by itself, to addresses that were judged long ago.
    client.once('disconnect', forget);
    known.push({ client, timer });
    this.#idle.set(key, known);
    this.#count += 1;
  }

  get size(): number {
    return this.#count;
  }

  #forget(key: string, client: Client): void {
    const known = this.#idle.get(key) ?? [];
    const idle = known.find((one) => one.client === client);
    if (!idle) return;
    clearTimeout(idle.timer);
    const rest = known.filter((one) => one !== idle);
    if (rest.length > 0) this.#idle.set(key, rest);
    else this.#idle.delete(key);
    this.#count -= 1;
    client.destroy().catch(() => undefined);
  }
}
