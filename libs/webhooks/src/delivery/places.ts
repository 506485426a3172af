import { SLOW_MS } from '../domain/lane.js';
import { type Room } from './delivery-table.js';

/** Tries that are open, slow ones included, at most so many times the places. */
const MOST = 4;

interface Open {
  isSlow: boolean;
  readonly endpointId: string;
  readonly timer: NodeJS.Timeout;
}

/**
 * The tries of a process that are open at once. What is slow or failing may take a quarter of the places. A try that turns out to be slow
 * leaves its place to others and counts as slow from then on: so endpoints that hang, all at once and never seen before, hold nobody up for
 * longer than that.
 */
export class Places {
  readonly #open = new Map<string, Open>();
  /** Of those that are open. */
  #slow = 0;

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
    const open: Open = { isSlow, endpointId, timer: setTimeout(() => this.#turn(open), SLOW_MS) };
    open.timer.unref();
    this.#open.set(deliveryId, open);
    if (isSlow) this.#slow += 1;
  }

  leave(deliveryId: string): void {
    const open = this.#open.get(deliveryId);
    if (!open) return;
    clearTimeout(open.timer);
    this.#open.delete(deliveryId);
    if (open.isSlow) this.#slow -= 1;
  }

  #turn(open: Open): void {
    if (open.isSlow) return;
    open.isSlow = true;
    this.#slow += 1;
    this.turnedSlow(open.endpointId);
  }
}
