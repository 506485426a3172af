/** What niceness 19 is worth beside the 5 that all work has: 15 and 335 in Linux' scheduler (`sched_prio_to_weight`). */
const STEPPED_BACK = 15 / 335;

/** A processor whose cores are shared by what runs on it: each gets its weight's part, and no more than it has threads for. */
export class Machine {
  #jobs = new Set();
  #atSeconds = 0;
  #next = null;
  /** Core seconds that were used. */
  usedSeconds = 0;

  /** @param {number} cores */
  constructor(cores) {
    this.cores = cores;
  }

  /** @param {{ leftSeconds: number, threads: number, isSteppedBack: boolean }} job processor seconds that it needs, at most `threads` cores at a time */
  add(nowSeconds, job) {
    this.advance(nowSeconds);
    this.#jobs.add(job);
    this.#share();
  }

  remove(nowSeconds, job) {
    this.advance(nowSeconds);
    this.#jobs.delete(job);
    this.#share();
  }

  /** Somebody has stepped back. */
  reweigh(nowSeconds) {
    this.advance(nowSeconds);
    this.#share();
  }

  /** Counts what was used until then. */
  advance(nowSeconds) {
    const passed = nowSeconds - this.#atSeconds;
    this.#atSeconds = nowSeconds;
    if (passed <= 0) return;
    for (const job of this.#jobs) {
      const done = Math.min(job.leftSeconds, job.rate * passed);
      this.usedSeconds += done;
      job.leftSeconds -= done;
    }
  }

  /** Who is done next if nothing changes: `{ atSeconds, job }`, or null. */
  get next() {
    return this.#next;
  }

  #findNext() {
    this.#next = null;
    for (const job of this.#jobs) {
      const atSeconds = this.#atSeconds + job.leftSeconds / job.rate;
      if (this.#next === null || atSeconds < this.#next.atSeconds) this.#next = { atSeconds, job };
    }
  }

  #share() {
    this.#setRates();
    this.#findNext();
  }

  /** Who has too few threads for its part leaves the rest to the others. */
  #setRates() {
    let cores = this.cores;
    let open = [...this.#jobs];
    while (open.length > 0) {
      const weights = open.reduce((sum, job) => sum + weightOf(job), 0);
      const part = cores / weights;
      const content = open.filter((job) => job.threads <= part * weightOf(job));
      if (content.length === 0) {
        for (const job of open) job.rate = part * weightOf(job);
        return;
      }
      for (const job of content) {
        job.rate = job.threads;
        cores -= job.threads;
      }
      open = open.filter((job) => !content.includes(job));
    }
  }
}

const weightOf = ({ isSteppedBack }) => (isSteppedBack ? STEPPED_BACK : 1);
