import { Inject, Injectable } from '@nestjs/common';
import { logger, type Queryable } from '#platform';
import { AnnouncementSink } from '../announcements/announcement-sink.js';
import { WEBHOOKS_CONFIG, type WebhooksConfig } from '../webhooks.config.js';
import { type Claimed, DeliveryTable, type Room } from './delivery-table.js';
import { DeliveryTelemetry } from './delivery-telemetry.js';
import { Places } from './places.js';
import { type Prepared, Sender } from './sender.js';
import { type TryEnd } from './try-end.js';
import { TryEnds } from './try-ends.js';
import { Turns } from './turns.js';

/** Of a process that is not told of news: between two looks, rising while there is nothing. */
const POLL_MS = { busy: 100, idle: 1_000 };
/** So many times the places may be taken and wait for one: the more of them, the fewer transactions, and the longer one may take. */
const AHEAD = 8;
/** More is taken when so many times the places are left of them: before they are used up, or every place would wait for a transaction. */
const ANEW = 4;
/** So long places that become free are gathered while there is more to send than there are. */
const GATHER_MS = 50;
/** So many times the places may have ended and wait to be written down: the more of them, the fewer transactions. */
const UNWRITTEN = 8;
const STOP_WITHIN_MS = 10_000;
/** What cannot be signed is tried again by then, here or where the key is the right one. */
const UNSIGNED_WAIT_SECONDS = 60;
/** What could not be read. */
const UNREAD_WAIT_SECONDS = 1;

const log = logger('webhooks');

/** A try that this process has taken, with all that it sends. */
interface Taken {
  readonly claimed: Claimed;
  readonly endpointId: string;
  readonly isSlow: boolean;
  readonly prepared: Prepared;
}

/**
 * Sends what is due, in every process with the role `worker`. Not a task: attempts do not belong in the log, and one endpoint that is dead
 * must not cost more than a row to look at, whatever waits for it.
 */
@Injectable()
export class DeliveryRuntime {
  readonly #places: Places;
  readonly #turns = new Turns<Taken>();
  /** Begun and not written down. */
  readonly #running = new Map<string, Promise<void>>();
  readonly #stopping = new AbortController();
  #isStopped = true;
  #loop: Promise<void> = Promise.resolve();
  #wake: (() => void) | null = null;
  #isRung = false;
  #gather: (() => void) | null = null;
  readonly #capacity: number;

  constructor(
    private readonly table: DeliveryTable,
    private readonly sender: Sender,
    private readonly ends: TryEnds,
    private readonly telemetry: DeliveryTelemetry,
    sink: AnnouncementSink,
    @Inject(WEBHOOKS_CONFIG) config: WebhooksConfig,
  ) {
    this.#capacity = config.concurrency;
    this.#places = new Places(config.concurrency, (endpointId) => this.#turnedSlow(endpointId));
    sink.onNews(() => this.wake());
  }

  start(): void {
    if (!this.#isStopped) return;
    this.#isStopped = false;
    this.#loop = this.#run();
  }

  /** Something may be due. */
  wake(): void {
    this.#isRung = true;
    this.#wake?.();
  }

  /** Claims no more, waits for what is open, and gives back what does not end. Twice is safe. */
  async stop(): Promise<void> {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.wake();
    await this.#loop;
    await this.#giveBack(this.#turns.withdraw().map((one) => one.claimed));
    const open = [...this.#running.values()];
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([Promise.all(open), new Promise<void>((resolve) => (timer = setTimeout(resolve, STOP_WITHIN_MS)))]);
    clearTimeout(timer);
    this.#stopping.abort(new Error('the process stops'));
    await Promise.all(open);
  }

  async #run(): Promise<void> {
    let waitMs = POLL_MS.busy;
    while (!this.#isStopped) {
      try {
        const { claimed, room } = await this.#take();
        if (claimed.length > 0) {
          waitMs = POLL_MS.busy;
          await this.#begin(claimed);
          if (claimed.length >= room.places) await this.#gathered();
          continue;
        }
      } catch (error) {
        log.warn({ err: error }, 'deliveries that are due could not be taken; trying again');
      }
      waitMs = (await this.#wait(waitMs)) ? POLL_MS.busy : Math.min(waitMs * 1.5, POLL_MS.idle);
    }
  }

  /**
   * In a transaction of its own, unless so many end that it would find the lanes taken, or there is no hurry and a transaction to share.
   * @returns with the room there was for them
   */
  async #take(): Promise<{ readonly claimed: readonly Claimed[]; readonly room: Room }> {
    let room = this.#room;
    const take = (tx?: Queryable): Promise<readonly Claimed[]> => this.table.claim((room = this.#room), tx);
    const isShared = this.ends.pending > this.#capacity || this.#turns.waiting >= this.#capacity;
    const along = isShared ? await this.ends.takeAlong(take) : null;
    const claimed = along ?? (await take());
    return { claimed, room };
  }

  /** Places that are free and what may wait for one, less what has ended and is not written down yet, where that is much. */
  get #room(): Room {
    const { places, slowPlaces } = this.#places.room;
    const ahead = Math.max(0, AHEAD * this.#capacity - this.#turns.waiting);
    const unwritten = Math.max(0, this.#running.size - this.#places.size - UNWRITTEN * this.#capacity);
    return { places: places + ahead - unwritten, slowPlaces };
  }

  /** There is more than there is room for: many are taken in one transaction, not each as it becomes free. */
  async #gathered(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      timer = setTimeout(resolve, GATHER_MS);
      const anew = ANEW * this.#capacity;
      this.#gather = () => void (this.#turns.waiting <= anew && this.#room.places >= anew && resolve());
    });
    clearTimeout(timer);
    this.#gather = null;
  }

  /** @returns whether somebody has rung */
  async #wait(waitMs: number): Promise<boolean> {
    if (!this.#isRung) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        timer = setTimeout(resolve, waitMs);
      });
      clearTimeout(timer);
      this.#wake = null;
    }
    const isRung = this.#isRung;
    this.#isRung = false;
    return isRung;
  }

  /** What they send is looked up together. */
  async #begin(claimed: readonly Claimed[]): Promise<void> {
    let all: readonly Prepared[];
    try {
      all = await this.sender.prepare(claimed);
    } catch (error) {
      log.warn({ err: error }, 'what is to be delivered could not be read; it is given back');
      return this.#giveBack(claimed, UNREAD_WAIT_SECONDS);
    }
    for (const prepared of all) {
      const { endpointId, isSlow } = prepared.claimed;
      this.#turns.add({ claimed: prepared.claimed, endpointId, isSlow, prepared });
    }
    this.#openMore();
  }

  /** As many as may be open. Slow ones have had their places counted when they were taken. */
  #openMore(): void {
    const isRoom = (isSlow: boolean): boolean => isSlow || this.#places.room.places > 0;
    for (let taken = this.#turns.next(isRoom); taken; taken = this.#turns.next(isRoom)) {
      const { deliveryId } = taken.claimed;
      this.#places.enter(deliveryId, taken.endpointId, taken.isSlow);
      this.#running.set(deliveryId, this.#one(taken));
    }
  }

  /** What fails in between is due again when the lease is over. */
  async #one({ claimed, prepared }: Taken): Promise<void> {
    try {
      const end = await this.sender.send(prepared, this.#stopping.signal);
      const isWell = end !== 'given-back' && end.outcome === 'success';
      // An endpoint that fails is tried as its lane says, when it has heard of it.
      const notBegun = isWell ? [] : this.#turns.withdraw(claimed.endpointId);
      // Its place is free for another while the end of this one is written down.
      this.#places.leave(claimed.deliveryId);
      this.#turns.ended(claimed.endpointId);
      this.#openMore();
      this.#gather?.();
      await this.#writtenDown(prepared, end, notBegun);
    } catch (error) {
      log.warn({ err: error, deliveryId: claimed.deliveryId }, 'how a delivery ended could not be written down');
    } finally {
      this.#running.delete(claimed.deliveryId);
      this.wake();
    }
  }

  async #writtenDown({ claimed, occurredAt }: Prepared, end: TryEnd | 'given-back', notBegun: readonly Taken[]): Promise<void> {
    try {
      if (end === 'given-back') {
        await this.table.giveBack([claimed], this.#stopping.signal.aborted ? 1 : UNSIGNED_WAIT_SECONDS);
        return;
      }
      await this.ends.add(end);
    } finally {
      if (notBegun.length > 0) await this.#giveBack(notBegun.map((one) => one.claimed));
    }
    if (end.outcome !== 'held' && end.outcome !== 'lost') this.telemetry.ended(end.outcome, end.durationMs);
    // What is sent again on request is no delay.
    if (claimed.cause === 'event' && end.outcome === 'success' && occurredAt)
      this.telemetry.delivered(occurredAt, end.startedAt + end.durationMs);
  }

  #turnedSlow(endpointId: string): void {
    const notBegun = this.#turns.withdraw(endpointId);
    this.#openMore();
    this.wake();
    this.table
      .noteSlow([endpointId])
      .catch((error: unknown) => log.warn({ err: error }, 'a slow endpoint could not be noted'))
      .then(() => this.#giveBack(notBegun.map((one) => one.claimed)))
      .then(
        () => this.wake(),
        () => undefined,
      );
  }

  /** Due again at once, here or elsewhere; what cannot be given back is due when its lease is over. */
  async #giveBack(taken: readonly Claimed[], delaySeconds = 0): Promise<void> {
    try {
      await this.table.giveBack(taken, delaySeconds);
    } catch (error) {
      log.warn({ err: error }, 'what was taken and not begun could not be given back');
    }
  }
}
