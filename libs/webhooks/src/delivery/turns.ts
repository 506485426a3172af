import { MOST_OPEN } from '../domain/lane.js';

interface Line<T> {
  open: number;
  readonly waiting: T[];
}

/**
 * What a process has taken and not begun. Endpoints that answer quickly have more taken at once than are open at once: so one transaction
 * takes many, and the receiver still sees a few at a time. Endpoints take turns.
 */
export class Turns<T extends { readonly endpointId: string; readonly isSlow: boolean }> {
  readonly #lines = new Map<string, Line<T>>();
  #waiting = 0;

  /** So many wait. */
  get waiting(): number {
    return this.#waiting;
  }

  add(one: T): void {
    const line = this.#lines.get(one.endpointId) ?? { open: 0, waiting: [] };
    line.waiting.push(one);
    this.#lines.set(one.endpointId, line);
    this.#waiting += 1;
  }

  /** @param isRoom whether one more may be open: slow ones have their places since they were taken @returns null: none may begin now */
  next(isRoom: (isSlow: boolean) => boolean): T | null {
    for (const [endpointId, line] of this.#lines) {
      const [first] = line.waiting;
      if (!first || line.open >= MOST_OPEN || !isRoom(first.isSlow)) continue;
      line.waiting.shift();
      line.open += 1;
      this.#waiting -= 1;
      // The next turn is somebody else's.
      this.#lines.delete(endpointId);
      this.#lines.set(endpointId, line);
      return first;
    }
    return null;
  }

  /** One that was open has ended. */
  ended(endpointId: string): void {
    const line = this.#lines.get(endpointId);
    if (!line) return;
    line.open -= 1;
    if (line.open === 0 && line.waiting.length === 0) this.#lines.delete(endpointId);
  }

  /** They are not begun here any more. @param endpointId default: of all */
  withdraw(endpointId?: string): T[] {
    const lines = endpointId === undefined ? [...this.#lines.values()] : [this.#lines.get(endpointId)];
    const withdrawn = lines.flatMap((line) => line?.waiting.splice(0) ?? []);
    this.#waiting -= withdrawn.length;
    return withdrawn;
  }
}
