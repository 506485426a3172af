/** What happens when: a binary heap by time, and by the order of entry among what happens at the same time. */
export class Timetable {
  #heap = [];
  #entered = 0;

  get nextSeconds() {
    return this.#heap[0]?.atSeconds ?? Infinity;
  }

  add(atSeconds, what) {
    const entry = { atSeconds, number: this.#entered++, what };
    const heap = this.#heap;
    let place = heap.push(entry) - 1;
    for (let above = (place - 1) >> 1; place > 0 && isBefore(entry, heap[above]); above = (place - 1) >> 1) {
      heap[place] = heap[above];
      place = above;
    }
    heap[place] = entry;
  }

  /** @returns what happens next; there must be something */
  take() {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop();
    if (heap.length === 0) return first.what;
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && isBefore(heap[below + 1], heap[below])) below += 1;
      if (!isBefore(heap[below], last)) break;
      heap[place] = heap[below];
      place = below;
    }
    heap[place] = last;
    return first.what;
  }
}

const isBefore = (one, other) => one.atSeconds < other.atSeconds || (one.atSeconds === other.atSeconds && one.number < other.number);
