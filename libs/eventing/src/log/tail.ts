import { roughBytes } from '#platform';
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
  /** Of each of `all`, about. */
  #sizes: number[] = [];
  #bytes = 0;
  readonly #early = new Map<number, { readonly event: Recorded; readonly bytes: number }>();
  #earlyBytes = 0;
  #floor = 0;
  #mark = 0;

  constructor(
    private readonly partitions: number,
    /** At least this many events are kept once they were seen; at most twice as many. */
    private readonly capacity: number,
    /** But never more bytes than this, about; as many again may wait behind a gap. */
    private readonly maxBytes: number,
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
    this.#sizes = [];
    this.#bytes = 0;
    for (const events of this.#ofPartition) events.length = 0;
    this.#forgetEarly();
    this.#floor = position;
    this.#mark = position;
  }

  /** Takes events that are committed, in any order. @returns those that are in line now: each position one above the last */
  offer(events: readonly Recorded[]): Recorded[] {
    const inLine: Recorded[] = [];
    for (const event of events) {
      if (event.position <= this.#mark || this.#early.has(event.position)) continue;
      // As a rule it is the next one.
      if (event.position > this.#mark + 1) this.#wait(event);
      else {
        this.#append(event, sizeOf(event));
        inLine.push(event);
      }
    }
    for (let next = this.#early.get(this.#mark + 1); next; next = this.#early.get(this.#mark + 1)) {
      this.#leave(next.event.position);
      this.#append(next.event, next.bytes);
      inLine.push(next.event);
    }
    // A gap that lasts is closed from the store; what is kept here only saves reading it.
    if (this.#early.size > this.capacity || this.#earlyBytes > this.maxBytes) this.#forgetEarly();
    return inLine;
  }

  /** Takes a page that is known to be complete up to `upTo`, gaps and all. */
  extend(events: readonly Recorded[], upTo: number): void {
    for (const event of events) if (event.position > this.#mark) this.#append(event, sizeOf(event));
    if (upTo > this.#mark) this.#mark = upTo;
    for (const position of [...this.#early.keys()]) if (position <= this.#mark) this.#leave(position);
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

  /** Of the events that are in line, about. */
  get bytes(): number {
    return this.#bytes;
  }

  #wait(event: Recorded): void {
    const bytes = sizeOf(event);
    this.#early.set(event.position, { event, bytes });
    this.#earlyBytes += bytes;
  }

  #leave(position: number): void {
    this.#earlyBytes -= this.#early.get(position)?.bytes ?? 0;
    this.#early.delete(position);
  }

  #forgetEarly(): void {
    this.#early.clear();
    this.#earlyBytes = 0;
  }

  #append(event: Recorded, bytes: number): void {
    this.#all.push(event);
    this.#sizes.push(bytes);
    this.#bytes += bytes;
    this.#ofPartition[partitionOf(event.streamId, this.partitions)]?.push(event);
    this.#mark = event.position;
    if (this.#all.length >= 2 * this.capacity) this.#trim(this.capacity);
    // By half, so that it is not done again at once.
    else if (this.#bytes > this.maxBytes) this.#trim(this.#newestWithin(this.maxBytes / 2));
  }

  /** @returns how many of the newest have no more bytes than this */
  #newestWithin(bytes: number): number {
    let [count, sum] = [0, 0];
    while (count < this.#sizes.length && (sum += this.#sizes.at(-1 - count) ?? 0) <= bytes) count += 1;
    return count;
  }

  /** @param kept how many of the newest stay */
  #trim(kept: number): void {
    const gone = this.#all.length - kept;
    this.#floor = this.#all[gone - 1]?.position ?? this.#floor;
    this.#all = this.#all.slice(gone);
    this.#sizes = this.#sizes.slice(gone);
    this.#bytes = this.#sizes.reduce((sum, size) => sum + size, 0);
    for (const [partition, events] of this.#ofPartition.entries()) {
      this.#ofPartition[partition] = events.slice(firstBehind(events, this.#floor));
    }
  }
}

/** Of its data and of what stands around them. */
const sizeOf = ({ data }: Recorded): number => 600 + roughBytes(data);

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
