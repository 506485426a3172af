import { type LockHandle, type SessionLocks } from '#platform';

/** Where this process stands in a partition it holds. */
export interface PartitionCursor {
  readonly partition: number;
  /** The stored checkpoint. */
  saved: number;
  /** What has been looked at; ahead of `saved` while nothing came of it. */
  current: number;
}

const LOOK_EVERY_MS = 1_000;

/**
 * The partitions of one consumer that this process works on: what nobody holds, taken in random order, up to an even share. All processes
 * that have this consumer are members of a group; a process of a release without it takes no share away.
 */
export class PartitionClaims {
  readonly #held = new Map<number, { readonly cursor: PartitionCursor; readonly lock: LockHandle }>();
  readonly #group: string;
  #membership: LockHandle | null = null;
  #share: number;
  #nextAtMs = 0;

  constructor(
    private readonly consumer: string,
    private readonly partitions: readonly number[],
    private readonly locks: SessionLocks,
    private readonly onLost: () => void,
  ) {
    this.#group = `eventing.consumer.${consumer}`;
    this.#share = partitions.length;
  }

  get cursors(): PartitionCursor[] {
    return [...this.#held.values()].filter(({ lock }) => lock.held).map(({ cursor }) => cursor);
  }

  /**
   * Once a second: who else works here, and what this process holds beyond its share, the last taken first. It is to be given back before
   * `extend` takes anything. @throws what the database throws
   */
  async surplus(): Promise<readonly PartitionCursor[]> {
    for (const [partition, { lock }] of this.#held) if (!lock.held) this.#held.delete(partition);
    if (performance.now() < this.#nextAtMs) return [];
    if (!this.#membership?.held) this.#membership = await this.locks.join(this.#group);
    this.#share = Math.ceil(this.partitions.length / Math.max(1, await this.locks.members(this.#group)));
    return this.cursors.slice(this.#share);
  }

  /** Tries to take what is free, once a second, up to the share. @returns what was taken; its position is not known yet */
  async extend(): Promise<PartitionCursor[]> {
    if (performance.now() < this.#nextAtMs) return [];
    this.#nextAtMs = performance.now() + LOOK_EVERY_MS;
    const taken: PartitionCursor[] = [];
    const left = shuffled(this.partitions.filter((one) => !this.#held.has(one)));
    while (left.length > 0 && this.#held.size < this.#share) {
      // As many at once as there is room for: they go in one statement.
      const asked = left.splice(0, this.#share - this.#held.size);
      const locks = await Promise.all(asked.map((partition) => this.locks.tryAcquire(`eventing.consumer.${this.consumer}.${partition}`)));
      for (const [at, partition] of asked.entries()) {
        const lock = locks[at];
        if (!lock) continue;
        lock.onLost(this.onLost);
        const cursor = { partition, saved: 0, current: 0 };
        this.#held.set(partition, { cursor, lock });
        taken.push(cursor);
      }
    }
    return taken;
  }

  /** Others may take these. */
  async giveBack(cursors: readonly PartitionCursor[]): Promise<void> {
    const locks = cursors.map(({ partition }) => this.#held.get(partition)?.lock);
    for (const { partition } of cursors) this.#held.delete(partition);
    await Promise.all(locks.map((lock) => lock?.release()));
  }

  /** All of them, and this process's share. */
  async release(): Promise<void> {
    await this.#membership?.release();
    this.#membership = null;
    await this.giveBack(this.cursors);
  }
}

/** Processes that start at the same time should not all ask for the same one first. */
function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}
