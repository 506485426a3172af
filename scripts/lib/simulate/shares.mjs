/** As in `libs/tasks/src/execution/processor-shares.ts`, by whose figures this goes. */
const MEMORY_SECONDS = 30;
const MODEST_SECONDS = 10;
const FORGOTTEN_SECONDS = 0.5;
const UNEQUAL = 2;

/** Who steps back on the processor of one process: the work of an organisation that has lately had more than twice what its neighbours had. */
export class Shares {
  #neighbours = new Map();
  #atSeconds = 0;

  /** @returns whether anybody has stepped back */
  begin(nowSeconds, job, org) {
    this.#count(nowSeconds);
    const isNew = !this.#neighbours.has(org);
    const neighbour = this.#neighbours.get(org) ?? { used: 0, jobs: new Set() };
    this.#neighbours.set(org, neighbour);
    neighbour.jobs.add(job);
    let hasChanged = false;
    for (const one of isNew ? this.#neighbours.values() : [neighbour]) {
      if (!this.#stepsBack(one)) continue;
      // Whoever has stepped back cannot step forward again.
      for (const each of one.jobs) {
        hasChanged ||= !each.isSteppedBack;
        each.isSteppedBack = true;
      }
    }
    return hasChanged;
  }

  end(nowSeconds, job, org) {
    this.#count(nowSeconds);
    this.#neighbours.get(org)?.jobs.delete(job);
  }

  #stepsBack({ used }) {
    const others = this.#neighbours.size - 1;
    const total = [...this.#neighbours.values()].reduce((sum, one) => sum + one.used, 0);
    return others > 0 && used > MODEST_SECONDS && used > (UNEQUAL * (total - used)) / others;
  }

  #count(nowSeconds) {
    const seconds = nowSeconds - this.#atSeconds;
    this.#atSeconds = nowSeconds;
    const left = Math.exp(-seconds / MEMORY_SECONDS);
    for (const [org, neighbour] of this.#neighbours) {
      const steady = neighbour.jobs.size * MEMORY_SECONDS;
      neighbour.used = steady + (neighbour.used - steady) * left;
      if (neighbour.jobs.size === 0 && neighbour.used < FORGOTTEN_SECONDS) this.#neighbours.delete(org);
    }
  }
}
