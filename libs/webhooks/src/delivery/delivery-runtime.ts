import { Inject, Injectable } from '@nestjs/common';
import { logger } from '#platform';
import { AnnouncementSink } from '../announcements/announcement-sink.js';
import { WEBHOOKS_CONFIG, type WebhooksConfig } from '../webhooks.config.js';
import { type Claimed, DeliveryTable, type Room } from './delivery-table.js';
import { DeliveryTelemetry } from './delivery-telemetry.js';
import { Places } from './places.js';
import { type Prepared, Sender } from './sender.js';
import { TryEnds } from './try-ends.js';

/** Of a process that is not told of news: between two looks, rising while there is nothing. */
const POLL_MS = { busy: 100, idle: 1_000 };
/** So long places that become free are gathered while there is more to send than there are. */
const GATHER_MS = 20;
/** So many times the places may have ended and wait to be written down: the more of them, the fewer transactions. */
const UNWRITTEN = 2;
const STOP_WITHIN_MS = 10_000;
/** What cannot be signed is tried again by then, here or where the key is the right one. */
const UNSIGNED_WAIT_SECONDS = 60;

const log = logger('webhooks');

/**
 * Sends what is due, in every process with the role `worker`. Not a task: attempts do not belong in the log, and one endpoint that is dead
 * must not cost more than a row to look at, whatever waits for it.
 */
@Injectable()
export class DeliveryRuntime {
  readonly #places: Places;
  readonly #running = new Map<string, { readonly lease: number; readonly done: Promise<void> }>();
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
    const open = [...this.#running.values()].map(({ done }) => done);
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
        const room = this.#room;
        const claimed = await this.table.claim(room);
        if (claimed.length > 0) {
          waitMs = POLL_MS.busy;
          this.#begin(claimed);
          if (claimed.length >= room.places) await this.#gathered();
          continue;
        }
      } catch (error) {
        log.warn({ err: error }, 'deliveries that are due could not be taken; trying again');
      }
      waitMs = (await this.#wait(waitMs)) ? POLL_MS.busy : Math.min(waitMs * 1.5, POLL_MS.idle);
    }
  }

  /** Places that are free, less what has ended and is not written down yet, where that is more than twice the places. */
  get #room(): Room {
    const { places, slowPlaces } = this.#places.room;
    const unwritten = Math.max(0, this.#running.size - this.#places.size - UNWRITTEN * this.#capacity);
    return { places: places - unwritten, slowPlaces };
  }

  /** There is more than there are places: many are taken in one transaction, not each as it becomes free. */
  async #gathered(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      timer = setTimeout(resolve, GATHER_MS);
      this.#gather = () => void (this.#room.places >= this.#capacity / 2 && resolve());
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

  /** Their places are taken at once; what they send is looked up together. */
  #begin(claimed: readonly Claimed[]): void {
    for (const { deliveryId, endpointId, isSlow } of claimed) this.#places.enter(deliveryId, endpointId, isSlow);
    const prepared = this.sender.prepare(claimed);
    claimed.forEach((one, at) => {
      const done = this.#one(
        one,
        prepared.then((all) => all[at]),
      )
        .catch((error: unknown) => log.warn({ err: error, deliveryId: one.deliveryId }, 'how a delivery ended could not be written down'))
        .finally(() => {
          this.#running.delete(one.deliveryId);
          this.wake();
        });
      this.#running.set(one.deliveryId, { lease: one.lease, done });
    });
  }

  /** What fails in between is due again when the lease is over. */
  async #one(claimed: Claimed, coming: Promise<Prepared | undefined>): Promise<void> {
    let prepared: Prepared | undefined;
    try {
      prepared = await coming;
    } catch (error) {
      log.warn({ err: error }, 'what is to be delivered could not be read; it is given back');
    }
    const end = prepared ? await this.sender.send(prepared, this.#stopping.signal) : 'given-back';
    // Its place is free for another while the end of this one is written down.
    this.#places.leave(claimed.deliveryId);
    this.#gather?.();
    if (end === 'given-back') {
      await this.table.giveBack([claimed], prepared && !this.#stopping.signal.aborted ? UNSIGNED_WAIT_SECONDS : 1);
      return;
    }
    await this.ends.add(end);
    if (end.outcome !== 'held' && end.outcome !== 'lost') this.telemetry.ended(end.outcome, end.durationMs);
    // What is sent again on request is no delay.
    const isNews = claimed.cause === 'event' && end.outcome === 'success';
    if (isNews && prepared?.occurredAt) this.telemetry.delivered(prepared.occurredAt, end.startedAt + end.durationMs);
  }

  #turnedSlow(endpointId: string): void {
    this.wake();
    this.table.noteSlow([endpointId]).catch((error: unknown) => log.warn({ err: error }, 'a slow endpoint could not be noted'));
  }
}
