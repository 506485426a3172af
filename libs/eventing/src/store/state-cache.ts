import { BoundedCache, type CacheRoom, roughBytes } from '#platform';

interface Folded {
  readonly state: unknown;
  readonly version: number;
}

interface Entry<V> {
  readonly value: V;
  readonly bytes: number;
  /** Version of the stream at which the state was measured. */
  readonly measuredAt: number;
}

/** Measured again when a stream has grown by a quarter and a few events: what measuring costs stays a small part of what folding does. */
const isAsBefore = (known: Entry<Folded>, version: number): boolean =>
  version >= known.measuredAt && version <= known.measuredAt * 1.25 + 4;

/** States folded from streams, by whoever folds them. */
export class StateCache<V extends Folded> {
  readonly #entries: BoundedCache<string, Entry<V>>;

  constructor(room: CacheRoom) {
    this.#entries = new BoundedCache(room, ({ bytes }) => bytes);
  }

  get(key: string): V | undefined {
    return this.#entries.get(key)?.value;
  }

  /** Like `get`, but does not count as use. */
  peek(key: string): V | undefined {
    return this.#entries.peek(key)?.value;
  }

  set(key: string, value: V): void {
    const known = this.#entries.peek(key);
    const measured = known && isAsBefore(known, value.version) ? known : { bytes: roughBytes(value.state), measuredAt: value.version };
    this.#entries.set(key, { value, bytes: measured.bytes, measuredAt: measured.measuredAt });
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }
}
