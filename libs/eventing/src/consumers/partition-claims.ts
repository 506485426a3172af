import { type LockHandle, type SessionLocks } from '#platform';

/** Where this process stands in a partition it holds. */
export interface PartitionCursor {
  readonly partition: number;
  /** The stored checkpoint. */
  saved: number;
  /** What has been looked at; ahead of `saved` while nothing came of it. */
  current: number;
}

const CLAIM_EVERY_MS = 1_000;

/** The partitions of one consumer that this process works on. What nobody holds is taken, in random order. */
export class PartitionClaims {
  readonly #held = new Map<number, { readonly cursor: PartitionCursor; readonly lock: LockHandle }>();
  #nextAtMs = 0;

  constructor(
    private readonly consumer: string,
    private readonly partitions: readonly number[],
    private readonly locks: SessionLocks,
    private readonly onLost: () => void,
  ) {}

  get cursors(): PartitionCursor[] {
    return [...this.#held.values()].filter(({ lock }) => lock.held).map(({ cursor }) => cursor);
  }

  get isComplete(): boolean {
    return this.cursors.length === this.partitions.length;
  }

  /** Tries to take what is free, once a second. @returns what was taken; its position is not known yet */
  async extend(): Promise<PartitionCursor[]> {
    for (const [partition, { lock }] of this.#held) if (!lock.held) this.#held.delete(partition);
    if (this.isComplete || performance.now() < this.#nextAtMs) return [];
    this.#nextAtMs = performance.now() + CLAIM_EVERY_MS;
    const taken: PartitionCursor[] = [];
    for (const partition of shuffled(this.partitions.filter((one) => !this.#held.has(one)))) {
      const lock = await this.locks.tryAcquire(`eventing.consumer.${this.consumer}.${partition}`);
      if (!lock) continue;
      lock.onLost(this.onLost);
      const cursor = { partition, saved: 0, current: 0 };
      this.#held.set(partition, { cursor, lock });
      taken.push(cursor);
    }
    return taken;
  }

  async release(): Promise<void> {
    const locks = [...this.#held.values()].map(({ lock }) => lock);
    this.#held.clear();
    for (const lock of locks) await lock.release();
  }
}

/** Processes that start at the same time should not all ask for the same one first. */
function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}
