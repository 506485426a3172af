import { type Recorded } from '../domain/index.js';
import { partitionOf } from '../store/stream-partition.js';

export interface Page {
  readonly after: number;
  readonly limit: number;
  /** Without: all partitions. */
  readonly partition?: number;
}

/** `position`: everything of the asked partition up to it is in `events` or lies before the page. */
export interface Slice {
  readonly events: Recorded[];
  readonly position: number;
}

/**
 * The newest events, in memory, without a gap: all there are behind `floor` and up to `mark`.
 * What is committed in this process waits in `early` while a lower position is undecided.
 */
export class Tail {
  #all: Recorded[] = [];
  readonly #ofPartition: Recorded[][];
  readonly #early = new Map<number, Recorded>();
  #floor = 0;
  #mark = 0;

  constructor(
    private readonly partitions: number,
    /** At least this many events are kept once they were seen; at most twice as many. */
    private readonly capacity: number,
  ) {
    this.#ofPartition = Array.from({ length: partitions }, () => []);
  }

  /** Up to here every append is decided. */
  get mark(): number {
    return this.#mark;
  }

  get hasGap(): boolean {
    return this.#early.size > 0;
  }

  /** Forgets all events; what follows `position` is next. */
  restartAt(position: number): void {
    this.#all = [];
    for (const events of this.#ofPartition) events.length = 0;
    this.#early.clear();
    this.#floor = position;
    this.#mark = position;
  }

  /** Takes events that are committed, in any order. @returns those that are in line now: each position one above the last */
  offer(events: readonly Recorded[]): Recorded[] {
    for (const event of events) if (event.position > this.#mark) this.#early.set(event.position, event);
    const inLine: Recorded[] = [];
    for (let next = this.#early.get(this.#mark + 1); next; next = this.#early.get(this.#mark + 1)) {
      this.#early.delete(next.position);
      this.#append(next);
      inLine.push(next);
    }
    // A gap that lasts is closed from the store; what is kept here only saves reading it.
    if (this.#early.size > this.capacity) this.#early.clear();
    return inLine;
  }

  /** Takes a page that is known to be complete up to `upTo`, gaps and all. */
  extend(events: readonly Recorded[], upTo: number): void {
    for (const event of events) if (event.position > this.#mark) this.#append(event);
    if (upTo > this.#mark) this.#mark = upTo;
    for (const position of [...this.#early.keys()]) if (position <= this.#mark) this.#early.delete(position);
  }

  /** @returns null when the page begins before what is kept. */
  slice({ after, limit, partition }: Page): Slice | null {
    if (after < this.#floor) return null;
    const events = partition === undefined ? this.#all : (this.#ofPartition[partition] ?? []);
    const from = firstBehind(events, after);
    const found = events.slice(from, from + limit);
    const isCut = from + found.length < events.length;
    return { events: found, position: isCut ? (found.at(-1)?.position ?? after) : Math.max(after, this.#mark) };
  }

  #append(event: Recorded): void {
    this.#all.push(event);
    this.#ofPartition[partitionOf(event.streamId, this.partitions)]?.push(event);
    this.#mark = event.position;
    if (this.#all.length >= 2 * this.capacity) this.#trim();
  }

  #trim(): void {
    this.#floor = this.#all[this.#all.length - this.capacity - 1]?.position ?? this.#floor;
    this.#all = this.#all.slice(-this.capacity);
    for (const [partition, events] of this.#ofPartition.entries()) {
      this.#ofPartition[partition] = events.slice(firstBehind(events, this.#floor));
    }
  }
}

/** Index of the first event behind a position. */
function firstBehind(events: readonly Recorded[], position: number): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((events[middle]?.position ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}
