import { setMaxListeners } from 'node:events';
import { type QueueName } from '../contracts/queue-name.js';
import { type Held } from '../table/task-table.js';
import { type LeasedTask } from '../contracts/tasks.js';

/** Why an attempt is broken off. `cancelled` and `lost`: somebody else has decided; `shutdown`: this process goes. */
export type Interruption = 'cancelled' | 'lost' | 'shutdown';

/** An attempt under way in this process. */
export interface Running {
  readonly task: LeasedTask;
  /** Made when it is first asked for: most small tasks never look at it, and there may be thousands at a time. */
  readonly signal: AbortSignal;
  /** Null while it may go on. */
  interruption: Interruption | null;
  /** The work is done and its result is being recorded: no longer given back. */
  isEnding: boolean;
  /** Paid requests under way: until their answers are recorded, a shutdown leaves it alone. They outlive it when it is broken off. */
  readonly payments: Set<Promise<unknown>>;
  /** The process stops: it is broken off and given back as soon as nothing is paid for any more. */
  isLeaving: boolean;
  /** @throws Error that says why, when it has been broken off */
  throwIfInterrupted(): void;
  /** The first reason stays. */
  interrupt(why: Interruption): void;
}

class Attempt implements Running {
  interruption: Interruption | null = null;
  isEnding = false;
  readonly payments = new Set<Promise<unknown>>();
  isLeaving = false;
  private controller: AbortController | null = null;

  constructor(readonly task: LeasedTask) {}

  get signal(): AbortSignal {
    if (!this.controller) {
      this.controller = new AbortController();
      if (this.interruption) this.controller.abort(brokenOff(this, this.interruption));
    }
    return this.controller.signal;
  }

  throwIfInterrupted(): void {
    if (this.interruption) throw brokenOff(this, this.interruption);
  }

  interrupt(why: Interruption): void {
    if (this.interruption !== null) return;
    this.interruption = why;
    this.controller?.abort(brokenOff(this, why));
  }
}

/** What this process is doing. One place for all who break off work: cancellation, heartbeat, shutdown. */
export class RunningTasks {
  private readonly attempts = new Set<Running>();
  /** The newest attempt at each task. */
  private readonly newest = new Map<string, Running>();
  /** Also those of attempts that were broken off and have ended. */
  private readonly payments = new Set<Promise<unknown>>();
  private readonly closing = new AbortController();
  private claims = 0;
  private waiting: { readonly isTrue: () => boolean; readonly tell: () => void }[] = [];

  constructor() {
    // Everyone who pays listens, for as long as the process lives.
    setMaxListeners(0, this.closing.signal);
  }

  /** Aborted by `beginStop`. */
  get stopping(): AbortSignal {
    return this.closing.signal;
  }

  get size(): number {
    return this.attempts.size;
  }

  /** Of one queue. */
  sizeOf(queue: string): number {
    return [...this.attempts].filter(({ task }) => task.queue === queue).length;
  }

  /**
   * Leases may be ours before we know it: a shutdown waits for the answer.
   * @returns to be called once, with the tasks that are ours: the attempts that begin with them. In a process that is being stopped they
   * are broken off already.
   */
  expect(): (tasks: readonly LeasedTask[]) => readonly Running[] {
    this.claims += 1;
    return (tasks) => {
      const begun = tasks.map((task) => this.start(task));
      this.claims -= 1;
      this.tell();
      return begun;
    };
  }

  /** @param claim asks for leases. @returns as `expect` does. */
  async claim(claim: () => Promise<readonly LeasedTask[]>): Promise<readonly Running[]> {
    const begin = this.expect();
    let tasks: readonly LeasedTask[] = [];
    let begun: readonly Running[];
    try {
      tasks = await claim();
    } finally {
      begun = begin(tasks);
    }
    return begun;
  }

  finish(running: Running): void {
    this.attempts.delete(running);
    if (this.newest.get(running.task.taskId) === running) this.newest.delete(running.task.taskId);
    this.tell();
  }

  /** See `TaskRun.whilePaying`. */
  async whilePaying<T>(running: Running, work: () => Promise<T>): Promise<T> {
    running.throwIfInterrupted();
    if (this.stopping.aborted) {
      this.leave(running);
      throw brokenOff(running, 'shutdown');
    }
    const paid = work();
    running.payments.add(paid);
    this.payments.add(paid);
    const over = (): void => {
      running.payments.delete(paid);
      this.payments.delete(paid);
      if (running.isLeaving && running.payments.size === 0) running.interrupt('shutdown');
      this.tell();
    };
    paid.then(over, over);
    return unlessBrokenOff(paid, running.signal);
  }

  /** Comes back when nothing is paid for any more that this attempt has begun. */
  async paid(running: Running): Promise<void> {
    await Promise.allSettled(running.payments);
  }

  busyQueues(): ReadonlySet<QueueName> {
    return new Set([...this.attempts].map(({ task }) => task.queue));
  }

  held(): readonly Held[] {
    return [...this.attempts].map(({ task }) => ({ taskId: task.taskId, lease: task.lease }));
  }

  /** Breaks off what is not in `stillOurs` of what was `held`. Tasks that began since, or are just ending, are left alone. */
  interruptLost(held: readonly Held[], stillOurs: ReadonlySet<string>): void {
    const lost = new Set(held.filter(({ taskId }) => !stillOurs.has(taskId)).map(leaseKey));
    for (const running of this.attempts) if (lost.has(leaseKey(running.task)) && !running.isEnding) running.interrupt('lost');
  }

  interruptSubject(subjectId: string): void {
    for (const running of this.attempts) if (running.task.subjectId === subjectId) running.interrupt('cancelled');
  }

  /** From here on nothing new is begun and nothing new is paid for: what would pay is broken off and given back. Twice is safe. */
  beginStop(): void {
    this.closing.abort(new Error('the process is being stopped'));
  }

  /**
   * Breaks off whatever is not just recording its result or paying, and all that begins after it; what pays follows when it has its answer.
   * @returns what was broken off now.
   */
  interruptAll(): readonly Held[] {
    this.beginStop();
    const open = [...this.attempts].filter((running) => !running.isEnding && running.interruption === null);
    for (const running of open) running.isLeaving = running.payments.size > 0;
    const broken = open.filter((running) => !running.isLeaving);
    for (const running of broken) running.interrupt('shutdown');
    return broken.map(({ task }) => ({ taskId: task.taskId, lease: task.lease }));
  }

  /** @returns true when nothing runs any more within the time. */
  whenEmpty(limitMs: number): Promise<boolean> {
    return this.when(() => this.isEmpty, limitMs);
  }

  /** @returns true when no answer to a paid request is waited for any more within the time. */
  whenPaid(limitMs: number): Promise<boolean> {
    return this.when(() => this.payments.size === 0, limitMs);
  }

  private async when(isTrue: () => boolean, limitMs: number): Promise<boolean> {
    if (isTrue()) return true;
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<false>((resolve) => (timer = setTimeout(resolve, limitMs, false)));
    const inTime = new Promise<true>((resolve) => this.waiting.push({ isTrue, tell: () => resolve(true) }));
    try {
      return await Promise.race([inTime, tooLate]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** It gives itself back when its work has stopped. */
  private leave(running: Running): void {
    running.isLeaving = true;
    if (running.payments.size === 0) running.interrupt('shutdown');
  }

  private get isEmpty(): boolean {
    return this.attempts.size === 0 && this.claims === 0;
  }

  private start(task: LeasedTask): Running {
    const running = new Attempt(task);
    // Its lease ran out here, and here it was claimed again: the earlier attempt has nothing to record any more.
    const earlier = this.newest.get(task.taskId);
    if (earlier) earlier.interrupt('lost');
    this.newest.set(task.taskId, running);
    this.attempts.add(running);
    if (this.stopping.aborted) running.interrupt('shutdown');
    return running;
  }

  private tell(): void {
    if (this.waiting.length === 0) return;
    const now = this.waiting.filter(({ isTrue }) => isTrue());
    this.waiting = this.waiting.filter((one) => !now.includes(one));
    for (const { tell } of now) tell();
  }
}

const leaseKey = ({ taskId, lease }: Held): string => `${taskId}/${lease}`;

/** @returns what comes of it; it is left to itself, whatever comes of it, as soon as the signal is aborted. @throws the signal's reason then */
async function unlessBrokenOff<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let leave = (): void => undefined;
  const left = new Promise<never>((_resolve, reject) => {
    leave = () => reject(signal.reason as Error);
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([work, left]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

const brokenOff = ({ task }: Running, why: Interruption): Error => new Error(`task ${task.taskId} is broken off: ${why}`);
