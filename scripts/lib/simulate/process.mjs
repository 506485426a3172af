import { RENDERER_QUEUES } from './film.mjs';
import { Machine } from './machine.mjs';
import { Shares } from './shares.mjs';

/** As `libs/tasks/src/tasks.config.ts` has them. */
const HEAVY_QUEUES = ['conform', 'render', 'video'];
const LIGHT_PLACES = 8;
const REMOTE_PLACES = 32;
/** Where tasks take less, a place is free soon enough for everybody: no guests (`libs/tasks/src/dispatch/served-queue.ts`). */
const LONG_SECONDS = 0.25;

/** A process of Kadr on a machine of its own: the queues it serves, and its places. */
export class Process {
  #places = new Map();
  #guests = new Map();
  #underWay = 0;
  #shares = new Shares();

  /**
   * @param {object} of
   * @param {'worker' | 'renderer' | 'all'} of.role
   * @param {number} of.cores
   * @param {number} of.heavyPlaces places of each queue whose work keeps a core busy
   */
  constructor({ role, cores, heavyPlaces }) {
    this.role = role;
    this.heavyPlaces = heavyPlaces;
    this.guestPlaces = cores;
    this.machine = new Machine(cores);
  }

  get underWay() {
    return this.#underWay;
  }

  serves(queue) {
    return this.role === 'all' || (this.role === 'renderer') === RENDERER_QUEUES.includes(queue);
  }

  hasPlace(queue) {
    return (this.#places.get(queue) ?? 0) < placesOf(queue, this.heavyPlaces);
  }

  /** Beside full places, for who has few of them. */
  hasRoomForGuest(queue, secondsOfTask) {
    const isLong = HEAVY_QUEUES.includes(queue) || secondsOfTask >= LONG_SECONDS;
    return isLong && (this.#guests.get(queue) ?? 0) < this.guestPlaces;
  }

  begin(nowSeconds, job, isGuest) {
    const held = isGuest ? this.#guests : this.#places;
    held.set(job.task.queue, (held.get(job.task.queue) ?? 0) + 1);
    this.#underWay += 1;
    this.machine.add(nowSeconds, job);
    // What waits for others most of the time steps back for nobody.
    if (job.task.queue === 'remote') return;
    if (this.#shares.begin(nowSeconds, job, job.task.org)) this.machine.reweigh(nowSeconds);
  }

  end(nowSeconds, job, isGuest) {
    const held = isGuest ? this.#guests : this.#places;
    held.set(job.task.queue, held.get(job.task.queue) - 1);
    this.#underWay -= 1;
    this.machine.remove(nowSeconds, job);
    if (job.task.queue !== 'remote') this.#shares.end(nowSeconds, job, job.task.org);
  }
}

/** @param {number} heavyPlaces of each queue whose work keeps a core busy */
export function placesOf(queue, heavyPlaces) {
  if (HEAVY_QUEUES.includes(queue)) return heavyPlaces;
  return queue === 'remote' ? REMOTE_PLACES : LIGHT_PLACES;
}
