import { type Recorded } from '../domain/index.js';

/** Tasks that follow from older events wait so long that what is read for them does not matter. */
const MAX_EVENTS = 10_000;

/** Where events that this process has committed lately stand in their streams. */
export class OwnEvents {
  readonly #places = new Map<string, { readonly streamId: string; readonly version: number }>();

  committed(events: readonly Recorded[]): void {
    for (const { eventId, streamId, version } of events) this.#places.set(eventId, { streamId, version });
    for (const oldest of this.#places.keys()) {
      if (this.#places.size <= MAX_EVENTS) return;
      this.#places.delete(oldest);
    }
  }

  /** @returns undefined when it is not known, or another stream's */
  versionOf(eventId: string, streamId: string): number | undefined {
    const place = this.#places.get(eventId);
    return place?.streamId === streamId ? place.version : undefined;
  }

  forgetAll(): void {
    this.#places.clear();
  }
}
