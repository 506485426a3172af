import { SLOW_MS } from '../domain/lane.js';
import { type Room } from './delivery-table.js';

/** Tries that are open, slow ones included, at most so many times the places. */
const MOST = 4;

interface Open {
  isSlow: boolean;
  readonly endpointId: string;
  readonly since: number;
}

/**
 * The tries of a process that are open at once. What is slow or failing may take a quarter of the places. A try that turns out to be slow
 * leaves its place to others and counts as slow from then on: so endpoints that hang, all at once and never seen before, hold nobody up for
 * longer than that.
 */
export class Places {
  /** In the order in which they began. */
  readonly #open = new Map<string, Open>();
  /** Of those that are open. */
  #slow = 0;
  /** For the first that may turn slow: one for all, and not one for each of thousands a second. */
  #timer: NodeJS.Timeout | null = null;

  /** @param turnedSlow called once for a try that does not end in time */
  constructor(
    private readonly places: number,
    private readonly turnedSlow: (endpointId: string) => void,
  ) {}

  get room(): Room {
    const slow = this.#slow;
    const quarter = Math.max(1, Math.floor(this.places / 4));
    const most = MOST * this.places - this.#open.size;
    const places = Math.min(this.places - (this.#open.size - slow) - Math.min(slow, quarter), most);
    return { places, slowPlaces: Math.min(quarter - slow, most) };
  }

  get size(): number {
    return this.#open.size;
  }

  enter(deliveryId: string, endpointId: string, isSlow: boolean): void {
    this.leave(deliveryId);
    this.#open.set(deliveryId, { isSlow, endpointId, since: performance.now() });
    if (isSlow) this.#slow += 1;
    else if (!this.#timer) this.#look(SLOW_MS);
  }

  leave(deliveryId: string): void {
    const open = this.#open.get(deliveryId);
    if (!open) return;
    this.#open.delete(deliveryId);
    if (open.isSlow) this.#slow -= 1;
  }

  #look(afterMs: number): void {
    this.#timer = setTimeout(() => this.#turn(), afterMs);
    this.#timer.unref();
  }

  #turn(): void {
    this.#timer = null;
    const now = performance.now();
    const slow: Open[] = [];
    for (const open of this.#open.values()) {
      if (open.isSlow) continue;
      const leftMs = open.since + SLOW_MS - now;
      // Timers count whole milliseconds.
      if (leftMs >= 1) {
        this.#look(leftMs);
        break;
      }
      open.isSlow = true;
      this.#slow += 1;
      slow.push(open);
    }
    for (const { endpointId } of slow) this.turnedSlow(endpointId);
  }
}
