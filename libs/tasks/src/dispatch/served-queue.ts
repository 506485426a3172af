import { setTimeout as sleep } from 'node:timers/promises';
import { GroupCommit, logger } from '#platform';
import { type Running } from '../execution/running-tasks.js';
import { type QueueName } from '../contracts/queue-name.js';
import { EARLY_MS } from '../table/claimed-row.js';
import { type Dispatch } from './dispatch.js';
import { type Offer } from './dispatch-queue.js';
import { Guests } from './guests.js';
import { KindDurations } from './kind-durations.js';
import { Prefetch } from './prefetch.js';
import { type QueueWork, type Reserved, type ServedQueueSettings } from './queue-work.js';
import { Semaphore } from './semaphore.js';
import { TakenTasks } from './taken-tasks.js';

/** Who asks for a task: a place to which a dispatch has come, or one that has become free. */
type Asked = 'dispatched' | 'free';

/** How long a dispatch waits for a place here before it is offered to others. */
const OFFER_AFTER_MS = 250;
/** And then it comes a little later: at once, this very process would be the first to get it again. */
const OFFER_DELAY_MS = 50;
/** Other processes were quicker with what was due: there may be more behind it. */
const CONTENDED_WAIT_MS = 5;
/** Where tasks take less, a place is free soon enough for everybody. */
const LONG_SECONDS = 0.25;
const MAX_CLAIM = 200;
/**
 * Results on their way to the database beside the places; with more than these it is the database that everybody waits for. Two lanes of
 * decisions take so many in one transaction each, and fewer would only make more transactions.
 */
const MAX_UNRECORDED = 400;

const log = logger('tasks');

/** The places of this process for one queue. Whoever has a free one claims the task whose turn it is, until none is due. */
export class ServedQueue {
  private readonly places: Semaphore;
  private readonly ahead: Prefetch;
  private readonly durations = new KindDurations();
  private readonly claims: GroupCommit<Asked, Running | null>;
  /** More is due than there were places for; counts up with each time we hear of it, so that no news is lost during a claim. */
  private news = 0;
  private newsDone = 0;
  /** Tasks under way, those included whose results are being recorded. */
  private underWay = 0;
  /** Those at a place whose work goes on, and those whose work has ended. */
  private working = 0;
  private worked = 0;
  private isStopping = false;
  /** When the last claim began that took all that was due, by `performance.now()`. */
  private tookAllAtMs = -Infinity;
  private readonly taken = new TakenTasks();
  private readonly guests: Guests;

  constructor(
    private readonly queue: QueueName,
    private readonly settings: ServedQueueSettings,
    private readonly work: QueueWork,
  ) {
    this.places = new Semaphore(settings.concurrency);
    this.claims = new GroupCommit((asked) => this.claim(asked), { maxItems: MAX_CLAIM, concurrency: 1 });
    this.ahead = new Prefetch(
      () => (this.working >= settings.concurrency ? this.worked : null),
      (held) => this.work.giveBack(held),
      settings.stuckMs,
    );
    this.guests = new Guests({
      limit: settings.guests,
      isFull: () => this.isFull,
      claim: () => this.claimGuest(),
      carryOut: (guest) => this.work.carryOut(guest, () => undefined),
    });
  }

  /** Whether its tasks are small, as far as is known. */
  get isLight(): boolean {
    return this.settings.isLight || this.durations.areQuick;
  }

  /** @returns false when the task has to be dispatched: it is somebody else's turn, no place is free, or the work is heavy. */
  takeShortcut(taskId: string): boolean {
    if (this.isStopping) return false;
    if (!this.isLight || this.isBehind || !this.places.tryAcquire()) {
      this.news += 1;
      this.welcome();
      return false;
    }
    // Where organisations have places of their own, only a claim that counts them may use one.
    void this.use(() => (this.settings.orgPlaces === null ? this.work.claimThis(taskId) : this.next('dispatched')));
    return true;
  }

  /**
   * Keeps a place, or room among what is claimed ahead, for a task that is about to be stored with its lease.
   * @returns null when it has to be announced: others may be due before it, nothing is free, the work is heavy, or organisations have places
   * of their own, which only a claim counts.
   */
  reserve(): Reserved | null {
    const { orgPlaces, concurrency } = this.settings;
    if (this.isStopping || !this.isLight || orgPlaces !== null || this.isBehind || this.places.isAwaited) return null;
    if (this.places.tryAcquire()) {
      return { begin: (running) => void this.use(() => Promise.resolve(running)), giveUp: () => this.free() };
    }
    if (!this.ahead.reserve(concurrency, this.durations)) return null;
    return {
      begin: (running) => {
        this.ahead.unreserve();
        this.keepAhead([running]);
        // The places may have run out of work meanwhile.
        if (this.places.tryAcquire()) void this.use(() => Promise.resolve(this.ahead.take() ?? null));
      },
      giveUp: () => this.ahead.unreserve(),
    };
  }

  /**
   * There is news of so many due tasks.
   * @param offer told at once how many there is no place for here, so that other processes hear of them; where tasks are claimed ahead,
   * after the claim and unless it has taken all that was due.
   * @param of the one task that it is the news of, if it is of one
   * @param sentAtMs as in `Receive`
   */
  async receive(
    count: number,
    offer: Offer,
    of: Pick<Dispatch, 'taskId' | 'lease'> | null = null,
    sentAtMs: number | null = null,
  ): Promise<void> {
    // The last claim says that nothing else was due. While more is, each place that hears of something takes what is next.
    if (sentAtMs !== null && this.hasTakenAll(sentAtMs)) return;
    if (of && !this.isBehind && this.taken.hasTaken(of)) return;
    this.welcome();
    if (this.isStopping || !(await this.places.acquireWithin(OFFER_AFTER_MS))) {
      this.news += 1;
      offer(count, OFFER_DELAY_MS);
      return;
    }
    let used = 1;
    for (; used < count && this.places.tryAcquire(); used += 1) void this.use(() => this.next('dispatched'));
    const isHeldHere = this.looksAhead;
    if (used < count && !isHeldHere) offer(count - used, 0);
    // A place may be given what was claimed before this was due.
    if (isHeldHere && (used < count || !this.ahead.isEmpty)) this.news += 1;
    await this.use(async () => {
      const claimed = await this.next('dispatched');
      // A claim takes what is due beyond the places as well, and says when that was all: then others would look in vain.
      if (used < count && isHeldHere && this.isBehind) offer(count - used, 0);
      return claimed;
    });
  }

  /** Whether all that was due then has been taken since, and nothing has come behind it. */
  hasTakenAll(sinceMs: number): boolean {
    return this.settings.orgPlaces === null && !this.isBehind && sinceMs < this.tookAllAtMs;
  }

  stop(): void {
    this.isStopping = true;
  }

  /** @returns what was claimed ahead and never carried out, to be given back. */
  dropAhead(): readonly Running[] {
    const dropped = this.ahead.drain();
    for (const running of dropped) this.work.drop(running);
    return dropped;
  }

  /** A claim says whether all that is due has been taken by it. */
  private get looksAhead(): boolean {
    return this.isLight && this.settings.orgPlaces === null && !this.isStopping;
  }

  private get isBehind(): boolean {
    return this.news !== this.newsDone;
  }

  /** With a place that is ours: one task after the other, while more is due. */
  private async use(first: () => Promise<Running | null>): Promise<void> {
    try {
      for (let running = await first(); running; running = await this.following()) await this.carryOut(running);
    } finally {
      this.free();
    }
  }

  private free(): void {
    this.places.release();
    // It may have been said while the last claim was under way; and what is held here waits for this place alone, since its lease is ours.
    if ((this.isBehind || !this.ahead.isEmpty) && !this.isStopping && this.places.tryAcquire()) void this.use(() => this.next('free'));
  }

  /** Resolves when the place is free again: while a result is being recorded it needs none. */
  private async carryOut(running: Running): Promise<void> {
    const startedAtMs = performance.now();
    const worked = Promise.withResolvers<void>();
    this.taken.note(running.task);
    this.underWay += 1;
    this.working += 1;
    if (this.isBehind) this.welcome();
    const ended = this.work.carryOut(running, worked.resolve).finally(() => (this.underWay -= 1));
    await Promise.race([worked.promise, ended]);
    this.working -= 1;
    this.worked += 1;
    this.durations.learn(running.task.kind, performance.now() - startedAtMs);
    // A place of the organisation is free only with the record.
    if (this.settings.orgPlaces !== null || this.underWay > this.settings.concurrency + MAX_UNRECORDED) await ended;
  }

  /**
   * All places are held, perhaps for long: who has none of them shall not wait for those who do. A place that is still claiming counts as
   * free: it chooses fairly, and what it takes is not counted yet.
   */
  private welcome(): void {
    if (this.settings.orgPlaces !== null || !this.isFull) return;
    if (this.isLight && this.durations.seen > 0 && this.durations.slowestSeconds < LONG_SECONDS) return;
    this.guests.welcome();
  }

  private get isFull(): boolean {
    return !this.isStopping && this.underWay >= this.settings.concurrency;
  }

  private async claimGuest(): Promise<Running | null> {
    const { queue, durations, settings } = this;
    const { taken } = await this.work.claimNext({
      queue,
      limit: 1,
      orgPlaces: settings.guests,
      earlyMs: 0,
      secondsOf: durations.seconds(),
    });
    for (const { task } of taken) this.taken.note(task);
    return taken[0] ?? null;
  }

  /** What was claimed while the process was being stopped is given back: nobody would take it from here any more. */
  private keepAhead(surplus: readonly Running[]): void {
    const late = surplus.filter(({ interruption }) => interruption !== null);
    for (const running of late) void this.work.carryOut(running, () => undefined);
    for (const { task } of surplus) this.taken.note(task);
    const kept = surplus.filter(({ interruption }) => interruption === null);
    for (const running of kept) this.work.beginAhead(running);
    this.ahead.add(kept);
  }

  private following(): Promise<Running | null> {
    const isWorthAsking = this.isBehind || !this.ahead.isEmpty || this.settings.orgPlaces !== null;
    return isWorthAsking ? this.next('free') : Promise.resolve(null);
  }

  private async next(asked: Asked): Promise<Running | null> {
    if (this.isStopping) return null;
    try {
      return this.ahead.take() ?? (await this.claims.add(asked));
    } catch (error) {
      // Nothing is lost: the reconciler dispatches what stays due.
      log.warn({ err: error }, 'tasks could not be claimed; they stay runnable');
      return null;
    }
  }

  private async claim(asked: readonly Asked[]): Promise<PromiseSettledResult<Running | null>[]> {
    const { queue, news } = this;
    const { concurrency, orgPlaces } = this.settings;
    const limit = asked.length + (this.isLight ? this.ahead.room(concurrency, this.durations) : 0);
    const wanted = { queue, limit, orgPlaces, earlyMs: 0, secondsOf: this.durations.seconds() };
    let begunAtMs = performance.now();
    let { taken, isMore } = await this.work.claimNext(wanted);
    while (taken.length === 0 && isMore && !this.isStopping) {
      await sleep(CONTENDED_WAIT_MS);
      begunAtMs = performance.now();
      ({ taken, isMore } = await this.work.claimNext(wanted));
    }
    const dispatched = asked.filter((who) => who === 'dispatched').length;
    if (taken.length < dispatched && !isMore) {
      const early = await this.work.claimNext({ ...wanted, limit: dispatched - taken.length, earlyMs: EARLY_MS });
      taken = [...taken, ...early.taken];
    }
    if (isMore) this.news = Math.max(this.news, this.newsDone + 1);
    else [this.newsDone, this.tookAllAtMs] = [news, begunAtMs];
    this.keepAhead(taken.slice(asked.length));
    return asked.map((_, index) => ({ status: 'fulfilled' as const, value: taken[index] ?? null }));
  }
}
