import { observableGauge } from '../telemetry/metrics.js';

/** One value may take this share of the room: a large one would drive out all others. */
const LARGEST_SHARE = 4;
/** Of an entry beside its value: key, list, map. */
const ENTRY_BYTES = 200;

/** All there are, without keeping them. */
const rooms = new Set<WeakRef<CacheRoom>>();
let isTold = false;

function tell(room: CacheRoom): void {
  rooms.add(new WeakRef(room));
  if (isTold) return;
  isTold = true;
  const settings = { description: 'What is kept in memory to save reading it again, about, by what it is', unit: 'By' };
  observableGauge('kadr_cache_bytes', settings, (result) => {
    const sums = new Map<string, number>();
    for (const reference of rooms) {
      const one = reference.deref();
      if (one) sums.set(one.name, (sums.get(one.name) ?? 0) + one.bytes);
      else rooms.delete(reference);
    }
    for (const [cache, bytes] of sums) result.observe(bytes, { cache });
  });
}

/** What a room asks of a cache. */
interface Member {
  readonly bytes: number;
  /** @returns the bytes that are free now */
  dropOldest(): number;
}

/** Bytes that one or several caches share. What was not used for longest leaves first, out of the one that has most. */
export class CacheRoom {
  private readonly caches = new Set<Member>();

  /** @param name label of the metric, from a fixed vocabulary */
  constructor(
    readonly name: string,
    readonly maxBytes: number,
  ) {
    tell(this);
  }

  get bytes(): number {
    let sum = 0;
    for (const { bytes } of this.caches) sum += bytes;
    return sum;
  }

  join(cache: Member): void {
    this.caches.add(cache);
  }

  makeRoom(): void {
    for (let bytes = this.bytes; bytes > this.maxBytes;) {
      let largest: Member | null = null;
      for (const one of this.caches) if (one.bytes > (largest?.bytes ?? 0)) largest = one;
      if (!largest) return;
      bytes -= largest.dropOldest();
    }
  }
}

interface Entry<V> {
  value: V;
  bytes: number;
  /** How many had come to the end of the list when it came there. */
  cameAt: number;
}

/** The most recently used entries for which there is room. */
export class BoundedCache<K, V> {
  /** Those that leave next come first. */
  private readonly entries = new Map<K, Entry<V>>();
  private used = 0;
  private comings = 0;

  /** @param sizeOf bytes of a value, about */
  constructor(
    private readonly room: CacheRoom,
    private readonly sizeOf: (value: V) => number,
  ) {
    room.join(this);
  }

  get bytes(): number {
    return this.used;
  }

  get size(): number {
    return this.entries.size;
  }

  get(key: K): V | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined) return undefined;
    this.touch(key, entry);
    return entry.value;
  }

  /** Like `get`, but does not count as use. */
  peek(key: K): V | undefined {
    return this.entries.get(key)?.value;
  }

  /** Keeps it, unless it is too large to be kept beside others. */
  set(key: K, value: V): void {
    const bytes = ENTRY_BYTES + this.sizeOf(value);
    if (bytes * LARGEST_SHARE > this.room.maxBytes) return this.delete(key);
    const entry = this.entries.get(key);
    if (entry) {
      this.used += bytes - entry.bytes;
      entry.value = value;
      entry.bytes = bytes;
      this.touch(key, entry);
    } else {
      this.entries.set(key, { value, bytes, cameAt: (this.comings += 1) });
      this.used += bytes;
    }
    this.room.makeRoom();
  }

  delete(key: K): void {
    const entry = this.entries.get(key);
    if (entry === undefined) return;
    this.entries.delete(key);
    this.used -= entry.bytes;
  }

  clear(): void {
    this.entries.clear();
    this.used = 0;
  }

  /** @returns the bytes that are free now */
  dropOldest(): number {
    const oldest = this.entries.entries().next();
    if (oldest.done) return 0;
    const [key, { bytes }] = oldest.value;
    this.delete(key);
    return bytes;
  }

  /**
   * What is used stands in the newer half of the list. As long as it is sure to be there it is not moved: that costs as much as ten look-ups,
   * and those who write a stream use its state again and again.
   */
  private touch(key: K, entry: Entry<V>): void {
    if (this.comings - entry.cameAt < this.entries.size / 2) return;
    this.entries.delete(key);
    this.entries.set(key, entry);
    entry.cameAt = this.comings += 1;
  }
}
