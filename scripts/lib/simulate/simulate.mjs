import { chance } from './chance.mjs';
import { FairQueue } from './fair-queue.mjs';
import { Process } from './process.mjs';
import { timedWork } from './step-times.mjs';
import { Timetable } from './timetable.mjs';

const HOUR_SECONDS = 3600;
/** When small organisations come beside a large one that has taken all places. */
const LATER_SECONDS = 60;

/**
 * What an installation would do with films: their tasks, the queues they go through, whose turn it is, places, and cores that are shared by
 * what runs. The same order gives the same result, on any machine.
 * @param {object} order
 * @param {number[]} order.tenants films of each organisation
 * @param {{ workers: number, renderers: number } | null} order.split processes with one role each; null: one process that does everything,
 * on one machine with Postgres, NATS and Redis
 * @param {number} order.cores of each process @param {number} order.places of each heavy queue, per process
 * @param {'burst' | 'hour'} order.arrivals
 * @param {'480p' | '720p' | '1080p'} order.resolution @param {number} order.seconds of a film @param {number | null} order.segments
 * @param {'local' | 'providers'} order.sources @param {number} order.seed
 * @param {number} [order.spread] how far a step's time is from the recorded one at most, as a part of it
 * @param {object} recorded as `recorded.json` has it
 */
export function simulate(order, recorded) {
  return new Run(order, recorded).run();
}

class Run {
  #timetable = new Timetable();
  #queues = new Map();
  #waits = new Map();
  #films = [];
  #number = 0;
  #nowSeconds = 0;

  constructor(order, recorded) {
    this.order = { ...order, hasServices: order.split === null };
    this.recorded = recorded;
    const process = (role) => new Process({ role, cores: order.cores, heavyPlaces: order.places });
    const many = (role, count) => Array.from({ length: count }, () => process(role));
    this.processes = order.split ? [...many('worker', order.split.workers), ...many('renderer', order.split.renderers)] : [process('all')];
    for (const film of this.#ordered()) this.#timetable.add(film.orderedSeconds, () => this.#order(film));
  }

  run() {
    for (;;) {
      const done = this.#nextDone();
      const atSeconds = Math.min(done?.machine.next.atSeconds ?? Infinity, this.#timetable.nextSeconds);
      if (atSeconds === Infinity) break;
      this.#nowSeconds = atSeconds;
      if (done && done.machine.next.atSeconds <= this.#timetable.nextSeconds) this.#done(done, done.machine.next.job);
      else this.#timetable.take()();
    }
    for (const { machine } of this.processes) machine.advance(this.#nowSeconds);
    return {
      endSeconds: this.#nowSeconds,
      films: this.#films.map(({ org, orderedSeconds, endedSeconds }) => ({ org, seconds: endedSeconds - orderedSeconds })),
      waits: this.#waits,
      cpuSeconds: this.#films.flatMap(({ work }) => work).reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
      roles: [...new Set(this.processes.map(({ role }) => role))].map((role) => {
        const of = this.processes.filter((one) => one.role === role);
        const cores = of.reduce((sum, { machine }) => sum + machine.cores, 0);
        return { role, processes: of.length, cores, usedSeconds: of.reduce((sum, { machine }) => sum + machine.usedSeconds, 0) };
      }),
    };
  }

  /** Films with the moment of their order. Organisations take turns at being first. */
  #ordered() {
    const { tenants, arrivals, seed } = this.order;
    const largest = Math.max(...tenants);
    return tenants.flatMap((count, org) =>
      Array.from({ length: count }, (_, number) => {
        const late = count < largest ? LATER_SECONDS : 0;
        const orderedSeconds = arrivals === 'hour' ? HOUR_SECONDS * chance(seed, 'order', org, number) : late;
        return { org, name: `${org}.${number}`, orderedSeconds };
      }),
    );
  }

  #order({ org, name, orderedSeconds }) {
    const work = timedWork(this.recorded, this.order, name);
    const film = { org, orderedSeconds, endedSeconds: null, work, missing: work.map(({ after }) => after.length), open: work.length };
    film.next = work.map(() => []);
    work.forEach(({ after }, place) => after.forEach((one) => film.next[one].push(place)));
    this.#films.push(film);
    film.missing.forEach((count, place) => count === 0 && this.#ask(film, place));
  }

  /** A task becomes possible: it is asked for a moment later. */
  #ask(film, place) {
    const { kind, queue, cpuSeconds, threads, waitSeconds } = film.work[place];
    // Of what waits for somebody else, one half asks and the other fetches.
    const stints = waitSeconds > 0 ? 2 : 1;
    const turnSeconds = cpuSeconds / stints / threads;
    const task = { film, place, kind, queue, threads, waitSeconds, org: film.org, stints, stintSeconds: cpuSeconds / stints, turnSeconds };
    this.#timetable.add(this.#nowSeconds + this.recorded.handoffSeconds, () => this.#enqueue(task));
  }

  #enqueue(task) {
    task.number = this.#number++;
    task.dueSeconds = this.#nowSeconds;
    this.#queueOf(task.queue).push(task);
    this.#dispatch(task.queue);
  }

  #queueOf(name) {
    if (!this.#queues.has(name)) this.#queues.set(name, new FairQueue());
    return this.#queues.get(name);
  }

  #dispatch(name) {
    const queue = this.#queueOf(name);
    const serving = this.processes.filter((process) => process.serves(name));
    while (queue.length > 0) {
      const free = leastBusy(serving.filter((process) => process.hasPlace(name)));
      if (!free) break;
      this.#begin(free, queue.take(), false);
    }
    while (queue.length > 0) {
      const host = leastBusy(serving.filter((process) => process.hasRoomForGuest(name, queue.oldestTurnSeconds)));
      const guest = host ? queue.take(host.guestPlaces) : null;
      if (!guest) break;
      this.#begin(host, guest, true);
    }
  }

  #begin(process, task, isGuest) {
    const waits = this.#waits.get(task.queue) ?? [];
    this.#waits.set(task.queue, waits);
    waits.push(this.#nowSeconds - task.dueSeconds);
    process.begin(
      this.#nowSeconds,
      { task, isGuest, leftSeconds: task.stintSeconds, threads: task.threads, isSteppedBack: false },
      isGuest,
    );
  }

  #nextDone() {
    let first = null;
    for (const process of this.processes) {
      const { next } = process.machine;
      if (next && (first === null || next.atSeconds < first.machine.next.atSeconds)) first = process;
    }
    return first;
  }

  #done(process, job) {
    const { task, isGuest } = job;
    process.end(this.#nowSeconds, job, isGuest);
    this.#queueOf(task.queue).release(task);
    task.stints -= 1;
    if (task.stints > 0) this.#timetable.add(this.#nowSeconds + task.waitSeconds, () => this.#enqueue(task));
    else this.#recorded(task);
    this.#dispatch(task.queue);
  }

  #recorded({ film, place }) {
    film.open -= 1;
    if (film.open === 0) film.endedSeconds = this.#nowSeconds;
    for (const next of film.next[place]) {
      film.missing[next] -= 1;
      if (film.missing[next] === 0) this.#ask(film, next);
    }
  }
}

function leastBusy(processes) {
  let least = null;
  for (const process of processes) if (least === null || process.underWay < least.underWay) least = process;
  return least;
}
