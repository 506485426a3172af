import { type Recorded } from '../domain/index.js';

/** Tasks that follow from older events wait so long that what is read for them does not matter. */
const LEAST_EVENTS = 8_000;

interface Place {
  readonly streamId: string;
  readonly version: number;
}

/** Where events that this process has committed lately stand in their streams: at least the last 8,000, at most twice as many. */
export class OwnEvents {
  // Two generations, of which the older goes as a whole: a map that loses its oldest one by one walks past those it has lost, each time.
  #older = new Map<string, Place>();
  #newer = new Map<string, Place>();

  committed(events: readonly Recorded[]): void {
    for (const { eventId, streamId, version } of events) this.#newer.set(eventId, { streamId, version });
    if (this.#newer.size < LEAST_EVENTS) return;
    this.#older = this.#newer;
    this.#newer = new Map();
  }

  /** @returns undefined when it is not known, or another stream's */
  versionOf(eventId: string, streamId: string): number | undefined {
    const place = this.#newer.get(eventId) ?? this.#older.get(eventId);
    return place?.streamId === streamId ? place.version : undefined;
  }

  forgetAll(): void {
    this.#older = new Map();
    this.#newer = new Map();
  }
}
