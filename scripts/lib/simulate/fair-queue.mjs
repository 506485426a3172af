/**
 * Whose turn it is in one queue: start-time fair queueing as `libs/tasks/src/table/fair-claims.ts` has it. Organisations share the queue by
 * seconds of work; who comes anew is served next; within an organisation the oldest goes first.
 */
export class FairQueue {
  #waiting = new Map();
  #finishTags = new Map();
  #leased = new Map();
  #clock = 0;
  #length = 0;

  get length() {
    return this.#length;
  }

  /** How long the task takes that has waited longest of all; 0: none waits. */
  get oldestTurnSeconds() {
    const oldest = [...this.#waiting.values()].map(([first]) => first).sort((a, b) => a.number - b.number)[0];
    return oldest?.turnSeconds ?? 0;
  }

  push(task) {
    const waiting = this.#waiting.get(task.org);
    if (waiting) waiting.push(task);
    else this.#waiting.set(task.org, [task]);
    this.#length += 1;
  }

  /**
   * @param {number} [orgPlaces] only of organisations that have fewer than so many under way
   * @returns the task whose turn it is, which is then under way; null: there is none
   */
  take(orgPlaces = Infinity) {
    let first = null;
    let firstTag = Infinity;
    for (const [org, waiting] of this.#waiting) {
      if (waiting.length === 0 || (this.#leased.get(org) ?? 0) >= orgPlaces) continue;
      const tag = Math.max(this.#finishTags.get(org) ?? 0, this.#clock);
      if (tag < firstTag || (tag === firstTag && waiting[0].number < first[0].number)) [first, firstTag] = [waiting, tag];
    }
    if (first === null) return null;
    const task = first.shift();
    if (first.length === 0) this.#waiting.delete(task.org);
    this.#length -= 1;
    this.#clock = Math.max(this.#clock, firstTag);
    this.#finishTags.set(task.org, firstTag + task.turnSeconds);
    this.#leased.set(task.org, (this.#leased.get(task.org) ?? 0) + 1);
    return task;
  }

  /** It is no longer under way. */
  release({ org }) {
    this.#leased.set(org, this.#leased.get(org) - 1);
  }
}
