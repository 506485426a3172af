import { logger } from '#platform';
import { type Recorded } from './domain/index.js';

const log = logger('event-signals');

/** Wakes who waits for news of a stream, in every process. A signal may be lost or come twice: always combine it with a poll. */
export class EventSignals {
  readonly #ofStream = new Map<string, Set<() => void>>();

  /** @returns a function that ends it */
  onStream(streamId: string, callback: () => void): () => void {
    const callbacks = this.#ofStream.get(streamId) ?? new Set();
    this.#ofStream.set(streamId, callbacks.add(callback));
    return () => {
      callbacks.delete(callback);
      if (callbacks.size === 0 && this.#ofStream.get(streamId) === callbacks) this.#ofStream.delete(streamId);
    };
  }

  /** @param events what has joined the log; none: too much to tell apart */
  announce(events: readonly Recorded[]): void {
    if (this.#ofStream.size === 0) return;
    const streams = events.length > 0 ? new Set(events.map((event) => event.streamId)) : this.#ofStream.keys();
    for (const streamId of streams) for (const callback of this.#ofStream.get(streamId) ?? []) call(callback);
  }
}

function call(callback: () => void): void {
  try {
    callback();
  } catch (error) {
    log.error({ err: error }, 'a listener of a stream failed');
  }
}
