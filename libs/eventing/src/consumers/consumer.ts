import { type Database, type Ids, logger, type SessionLocks, withLateSpan } from '#platform';
import { type Recorded } from '../domain/index.js';
import { type EventLog } from '../log/event-log.js';
import { isPassing } from '../store/database-errors.js';
import { type UnitOfWork } from '../store/unit-of-work.js';
import { Wakeup } from './wakeup.js';
import { ALL, CheckpointMoved, Checkpoints } from './checkpoints.js';
import { PartitionClaims, type PartitionCursor } from './partition-claims.js';
import { type ProgressSaves } from './progress-saves.js';
import { oldestOf, setAside, type Taken } from './pages.js';
import { ConsumerTroubles } from './consumer-troubles.js';
import { type ConsumerTelemetry } from './consumer-telemetry.js';
import { DeadLetterTable, type NewDeadLetter } from './dead-letter-table.js';
import { type Handler, type Prepared } from './handler.js';
import { DeadLetterRetries } from './dead-letter-retries.js';

/** Events of one partition in one go. */
const PAGE = 250;
const IDLE_MS = 1_000;
const SAVE_EVERY_MS = 1_000;
/** A page that took so long has a span: of the many others the histogram tells. */
const SLOW_MS = 500;
const RETRY_MS = { first: 50, max: 5_000 };

const log = logger('consumer');
const troubles = new ConsumerTroubles((line, message) => log.warn(line, message));

export interface ConsumerParts {
  readonly database: Database;
  readonly unitOfWork: UnitOfWork;
  readonly locks: SessionLocks;
  readonly eventLog: EventLog;
  readonly ids: Ids;
  readonly partitions: number;
  /** Until an event that failed is tried again. */
  readonly firstRetryMs: number;
  readonly telemetry: ConsumerTelemetry;
  readonly progress: ProgressSaves;
}

/**
 * Brings events to a handler, each exactly once: what comes of a page commits with the checkpoints of the partitions it is from.
 * All partitions that this process holds go into one transaction. A page nothing comes of costs no transaction.
 */
export class Consumer {
  readonly #checkpoints: Checkpoints;
  readonly #deadLetters: DeadLetterTable;
  readonly #claims: PartitionClaims;
  readonly #retries: DeadLetterRetries;
  readonly #wakeup = new Wakeup();
  /** Ordering keys in which something waits, with their partition. */
  #waiting = new Map<string, number>();
  #isStopped = false;
  #running: Promise<void> = Promise.resolve();
  #savedAtMs = 0;
  /** When the oldest event at hand was recorded; null: nothing is at hand. */
  #oldestAt: string | null = null;
  #stopListening: () => void = () => undefined;

  constructor(
    private readonly handler: Handler,
    private readonly parts: ConsumerParts,
  ) {
    const partitions = handler.partitioning === 'all' ? [ALL] : Array.from({ length: parts.partitions }, (_, partition) => partition);
    this.#checkpoints = new Checkpoints(handler.name);
    this.#deadLetters = new DeadLetterTable(handler.name, parts.firstRetryMs);
    this.#claims = new PartitionClaims(handler.name, partitions, parts.locks, () => this.wake());
    this.#retries = new DeadLetterRetries(handler, this.#deadLetters, parts);
  }

  get name(): string {
    return this.handler.name;
  }

  get keysWaiting(): number {
    return this.#waiting.size;
  }

  /** Those that this process works on. */
  get partitions(): number {
    return this.#claims.cursors.length;
  }

  /** Positions behind the end of the log, of the partition that is furthest behind; null: it runs elsewhere. */
  lag(): number | null {
    const cursors = this.#claims.cursors;
    return cursors.length === 0 ? null : Math.max(0, this.parts.eventLog.mark - Math.min(...cursors.map(({ current }) => current)));
  }

  /** Age of the oldest event that is at hand, also while it fails again and again; null: it runs elsewhere. */
  lagSeconds(): number | null {
    if (this.#claims.cursors.length === 0) return null;
    return this.#oldestAt === null ? 0 : Math.max(0, (Date.now() - Date.parse(this.#oldestAt)) / 1000);
  }

  start(): void {
    // What does not concern it is looked at when it next looks; none named means that they were too many to name.
    this.#stopListening = this.parts.eventLog.onAdvance((events) => {
      if (events.length === 0 || events.some((event) => this.handler.concerns(event)))
        this.#wakeup.signalWithin(this.handler.mayLagMs ?? 0);
    });
    this.#running = this.#run();
  }

  wake(): void {
    this.#wakeup.signal();
  }

  /** A dead letter is to be tried again. */
  retry(): void {
    this.#retries.hurry();
    this.wake();
  }

  /** Finishes the page at hand and gives the partitions back. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#stopListening();
    this.wake();
    await this.#running;
    await this.#save().catch(() => undefined);
    await this.#claims.release();
  }

  async #run(): Promise<void> {
    let waitMs = RETRY_MS.first;
    while (!this.#isStopped) {
      try {
        await this.#giveBack(await this.#claims.surplus());
        await this.#take(await this.#claims.extend());
        const isMore = await this.#nextPage();
        const retryInMs = await this.#retries.attemptDue(this.#waiting, this.#claims.cursors);
        waitMs = RETRY_MS.first;
        if (isMore) continue;
        if (!isSameTurn(this.#savedAtMs, performance.now())) await this.#save();
        await this.#wakeup.wait(Math.min(IDLE_MS, retryInMs));
      } catch (error) {
        if (error instanceof CheckpointMoved) await this.#enter(this.#claims.cursors).catch(() => undefined);
        troubles.tell(this.name, error);
        await this.#wakeup.wait(waitMs, { isDeaf: true });
        waitMs = Math.min(waitMs * 2, RETRY_MS.max);
      }
    }
  }

  /** What another process shall go on with, from where this one stands. */
  async #giveBack(cursors: readonly PartitionCursor[]): Promise<void> {
    if (cursors.length === 0) return;
    await this.#save();
    const partitions = new Set(cursors.map(({ partition }) => partition));
    for (const [orderingKey, partition] of this.#waiting) if (partitions.has(partition)) this.#waiting.delete(orderingKey);
    await this.#claims.giveBack(cursors);
  }

  async #take(cursors: readonly PartitionCursor[]): Promise<void> {
    if (cursors.length === 0) return;
    await this.#deadLetters.releaseHeld(
      this.parts.database,
      cursors.map(({ partition }) => partition),
    );
    this.#retries.hurry();
    await this.#enter(cursors);
  }

  /** Where these partitions stand, as the store says. */
  async #enter(cursors: readonly PartitionCursor[]): Promise<void> {
    if (cursors.length === 0) return;
    const partitions = cursors.map(({ partition }) => partition);
    const positions = await this.#checkpoints.load(this.parts.database, partitions);
    const waiting = await this.#deadLetters.orderingKeys(this.parts.database, partitions);
    for (const cursor of cursors) cursor.saved = cursor.current = positions.get(cursor.partition) ?? 0;
    for (const [orderingKey, partition] of this.#waiting) if (partitions.includes(partition)) this.#waiting.delete(orderingKey);
    for (const [orderingKey, partition] of waiting) this.#waiting.set(orderingKey, partition);
  }

  /** @returns whether there is more to read at once */
  async #nextPage(): Promise<boolean> {
    const startedAtMs = performance.now();
    const pages: Taken[] = [];
    let isMore = false;
    for (const cursor of this.#claims.cursors) {
      const which = cursor.partition === ALL ? {} : { partition: cursor.partition };
      const { events, position } = await this.parts.eventLog.read({ after: cursor.current, limit: PAGE, ...which });
      isMore ||= events.length === PAGE;
      if (position > cursor.current) pages.push({ cursor, events: events.filter((event) => this.handler.concerns(event)), upTo: position });
    }
    const events = pages.reduce((sum, page) => sum + page.events.length, 0);
    this.#oldestAt = oldestOf(pages);
    if (events === 0) {
      for (const { cursor, upTo } of pages) cursor.current = upTo;
      return isMore;
    }
    await this.#handle(pages);
    if (!isMore) this.#oldestAt = null;
    this.parts.telemetry.handled(this.name, events, performance.now() - startedAtMs);
    return isMore;
  }

  async #handle(pages: readonly Taken[]): Promise<void> {
    try {
      await this.#handleTogether(pages);
    } catch (error) {
      if (error instanceof CheckpointMoved || isPassing(error)) throw error;
      // One of them cannot be stored; which, shows when each goes alone.
      for (const { cursor, events, upTo } of pages) {
        for (const event of events) await this.#handleAlone(cursor, event);
        cursor.current = upTo;
      }
    }
  }

  async #handleAlone(cursor: PartitionCursor, event: Recorded): Promise<void> {
    const page: Taken = { cursor, events: [event], upTo: event.position };
    try {
      await this.#handleTogether([page]);
    } catch (error) {
      if (error instanceof CheckpointMoved || isPassing(error)) throw error;
      await this.#handleTogether([page], new Map([[event, error]]));
    }
  }

  /** @param failed events known to fail: they are not tried, only set aside */
  async #handleTogether(pages: readonly Taken[], failed: ReadonlyMap<Recorded, unknown> = new Map()): Promise<void> {
    const open = pages
      .flatMap(({ events }) => events)
      .filter((event) => !this.#waiting.has(this.handler.orderingKeyOf(event)) && !failed.has(event));
    const prepared = await this.handler.prepare(open);
    const deadLetters = setAside(pages, new Map([...failed, ...prepared.failures]), this.#waiting.keys(), this.handler, this.parts.ids);
    if (!prepared.isEmpty || deadLetters.length > 0) {
      await this.#commit(pages, prepared, deadLetters, open[0]);
      for (const { cursor, upTo } of pages) cursor.saved = upTo;
    }
    for (const { cursor, upTo } of pages) cursor.current = upTo;
    for (const { orderingKey, partition } of deadLetters) this.#waiting.set(orderingKey, partition);
    try {
      prepared.committed();
    } catch (error) {
      log.error({ err: error, consumer: this.name }, 'what was stored could not be announced');
    }
  }

  async #commit(
    pages: readonly Taken[],
    prepared: Prepared,
    deadLetters: readonly NewDeadLetter[],
    first: Recorded | undefined,
  ): Promise<void> {
    const advances = pages.map(({ cursor, upTo }) => ({ partition: cursor.partition, from: cursor.saved, to: upTo }));
    const events = pages.reduce((sum, page) => sum + page.events.length, 0);
    const store = (): Promise<void> =>
      this.parts.unitOfWork.run(
        async (tx) => {
          await this.#checkpoints.advance(tx, advances);
          await this.#deadLetters.insert(tx, deadLetters);
          await prepared.store(tx);
        },
        { connectionPatienceMs: 0 },
      );
    const settings = { attributes: { 'kadr.consumer': this.name, 'kadr.events': events }, parent: first?.metadata.traceparent ?? null };
    const from = performance.now();
    await withLateSpan(`react ${this.name}`, settings, store, () => (performance.now() - from >= SLOW_MS ? {} : null));
    for (const { event, error } of deadLetters) {
      if (error !== null)
        log.error({ err: error, consumer: this.name, streamId: event.streamId, eventId: event.eventId }, 'an event failed');
    }
  }

  /** Progress that nothing came of. */
  async #save(): Promise<void> {
    this.#savedAtMs = performance.now();
    const moved = this.#claims.cursors.filter(({ saved, current }) => current > saved);
    const advances = moved.map(({ partition, saved, current }) => ({ partition, from: saved, to: current }));
    await this.parts.progress.save(this.name, advances);
    for (const [index, cursor] of moved.entries()) cursor.saved = advances[index]?.to ?? cursor.saved;
  }
}

/** Everybody's turns begin together, so that what is saved in one is saved together. */
const isSameTurn = (oneMs: number, otherMs: number): boolean => Math.floor(oneMs / SAVE_EVERY_MS) === Math.floor(otherMs / SAVE_EVERY_MS);
