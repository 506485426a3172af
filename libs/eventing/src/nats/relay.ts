import { type NatsConnection } from '@nats-io/transport-node';
import { counter, type Database, type LockHandle, logger, type SessionLocks } from '#platform';
import { Wakeup } from '../consumers/wakeup.js';
import { ALL, CheckpointMoved, Checkpoints } from '../consumers/checkpoints.js';
import { type Recorded } from '../domain/index.js';
import { type EventingConfig } from '../eventing.config.js';
import { type EventLog } from '../log/event-log.js';
import { type EventingRegistry } from '../registry.js';
import { partitionOf } from '../store/stream-partition.js';
import { type NatsLink } from './nats-link.js';
import { isTooLarge, messageOf } from './message.js';
import { type Outgoing, sentOneByOne, sentTogether } from './outgoing.js';
import { ensureTopology } from './topology.js';

/** Name of its checkpoint, and of the lock of the process that publishes. */
export const RELAY = 'eventing.relay';
const IN_FLIGHT = 500;
const ACK_TIMEOUT_MS = 5_000;
/** Progress that is lost costs only messages that are recognised as sent. */
const SAVE_EVERY_MS = 250;
const IDLE_MS = 1_000;
const RETRY_MS = { first: 100, max: 5_000 };
const REPORT_EVERY_MS = 60_000;

/** Of NATS, where the server does not say. */
const DEFAULT_MAX_BYTES = 1_048_576;

const log = logger('relay');
const references = counter('kadr_relay_references', {
  description: 'Events too large for NATS or of a newer release, published as references',
});

/** Publishes every event, in order, to JetStream. One process at a time; a second one does no harm but double work. */
export class Relay {
  readonly #checkpoints: Checkpoints;
  readonly #wakeup = new Wakeup();
  /** Position of the last message of each partition. */
  readonly #previous = new Map<number, number>();
  #position = 0;
  #saved = 0;
  #savedAtMs = 0;
  #isStopped = false;
  #running: Promise<void> = Promise.resolve();
  #reportedAtMs = 0;
  #needsTopology = true;
  /** Time of the oldest event that could not be published; null: all is well. */
  #waitingSince: string | null = null;
  #isLeader = false;
  /** Events of the page at hand that were refused for their size: they go as references. */
  readonly #tooLarge = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly locks: SessionLocks,
    private readonly eventLog: EventLog,
    private readonly registry: EventingRegistry,
    private readonly nats: NatsLink,
    private readonly config: EventingConfig,
  ) {
    this.#checkpoints = new Checkpoints(RELAY);
  }

  start(): void {
    this.eventLog.onAdvance(() => this.#wakeup.signal());
    this.nats.onConnected(() => {
      this.#needsTopology = true;
      this.#wakeup.signal();
    });
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#wakeup.signal();
    await this.#running;
  }

  /** null: another process is the relay. */
  lag(): { events: number; seconds: number } | null {
    if (!this.#isLeader) return null;
    const seconds = this.#waitingSince === null ? 0 : Math.max(0, (Date.now() - Date.parse(this.#waitingSince)) / 1000);
    return { events: Math.max(0, this.eventLog.mark - this.#position), seconds };
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      const lock = await this.locks.tryAcquire(RELAY);
      if (lock) await this.#lead(lock);
      else await this.#wakeup.wait(IDLE_MS);
    }
  }

  async #lead(lock: LockHandle): Promise<void> {
    this.#isLeader = true;
    lock.onLost(() => this.#wakeup.signal());
    let waitMs = RETRY_MS.first;
    let isLoaded = false;
    while (!this.#isStopped && lock.held) {
      try {
        if (!isLoaded) await this.#load();
        isLoaded = true;
        const isMore = await this.#publishNext();
        waitMs = RETRY_MS.first;
        this.#waitingSince = null;
        if (!isMore) await this.#wakeup.wait(this.#isSaved ? IDLE_MS : SAVE_EVERY_MS);
      } catch (error) {
        if (error instanceof CheckpointMoved) isLoaded = false;
        this.#needsTopology = true;
        this.#report(error);
        await this.#wakeup.wait(waitMs, { isDeaf: true });
        waitMs = Math.min(waitMs * 2, RETRY_MS.max);
      }
    }
    if (lock.held) await this.#save().catch(() => undefined);
    this.#isLeader = false;
    await lock.release();
  }

  async #load(): Promise<void> {
    const cursors = await this.#checkpoints.load(this.database, [ALL]);
    this.#position = this.#saved = cursors.get(ALL) ?? 0;
    const rows = await this.database.query<{ partition: number; position: string | null }>(
      `SELECT p.partition, (SELECT max(e.position) FROM eventing.events e WHERE e.partition = p.partition AND e.position <= $1) AS position
       FROM generate_series(0, $2::int - 1) AS p(partition)`,
      [this.#position, this.config.partitions],
    );
    for (const row of rows) this.#previous.set(row.partition, Number(row.position ?? 0));
  }

  /** @returns whether there may be more */
  async #publishNext(): Promise<boolean> {
    const { events, position } = await this.eventLog.read({ after: this.#position, limit: IN_FLIGHT });
    if (events.length > 0) {
      this.#waitingSince ??= events[0]?.recordedAt ?? null;
      const connection = this.nats.connection;
      if (!connection) throw new Error('there is no connection to NATS');
      if (this.#needsTopology) await ensureTopology(connection, this.config);
      this.#needsTopology = false;
      await this.#publish(connection, events);
    }
    this.#position = position;
    if (performance.now() - this.#savedAtMs > SAVE_EVERY_MS) await this.#save();
    return events.length === IN_FLIGHT;
  }

  async #publish(connection: NatsConnection, events: readonly Recorded[]): Promise<void> {
    const previous = new Map(this.#previous);
    const page = events.map((event) => this.#outgoing(event, previous, connection.info?.max_payload ?? DEFAULT_MAX_BYTES));
    if (!(await sentTogether(connection, page, ACK_TIMEOUT_MS))) await this.#sendEach(connection, page);
    for (const { event, isReference } of page) if (isReference) this.#noteReference(event);
    this.#tooLarge.clear();
    for (const [partition, position] of previous) this.#previous.set(partition, position);
  }

  /** @param previous position of the last message of each partition; moved on */
  #outgoing(event: Recorded, previous: Map<number, number>, maxBytes: number): Outgoing {
    const aggregate = this.registry.aggregateOf(event.streamId);
    const { payload, isReference } = messageOf(event, aggregate, this.#tooLarge.has(event.eventId) ? 0 : maxBytes);
    const partition = partitionOf(event.streamId, this.config.partitions);
    const subject = `${this.config.subjectPrefix}.events.${partition}.${aggregate?.module ?? 'unknown'}.${event.type}`;
    const outgoing = { event, subject, payload, isReference, previousPosition: previous.get(partition) ?? 0 };
    previous.set(partition, event.position);
    return outgoing;
  }

  /** Sends all, then waits for all: when one is refused the whole page is sent again, and known ones are recognised by their id. */
  async #sendEach(connection: NatsConnection, page: readonly Outgoing[]): Promise<void> {
    const results = await sentOneByOne(connection, page, ACK_TIMEOUT_MS);
    results.forEach((result, index) => {
      const event = page[index]?.event;
      if (event && result.status === 'rejected' && isTooLarge(result.reason)) this.#tooLarge.add(event.eventId);
    });
    const refused = results.find((result) => result.status === 'rejected');
    if (refused) throw refused.reason;
  }

  #noteReference({ eventId, type, streamId, position }: Recorded): void {
    references.add(1);
    log.warn(
      { eventId, type, streamId, position },
      'an event is larger than NATS takes, or of a newer release; a reference to it is published',
    );
  }

  get #isSaved(): boolean {
    return this.#position === this.#saved;
  }

  async #save(): Promise<void> {
    this.#savedAtMs = performance.now();
    if (this.#isSaved) return;
    await this.#checkpoints.advance(this.database, [{ partition: ALL, from: this.#saved, to: this.#position }]);
    this.#saved = this.#position;
  }

  #report(error: unknown): void {
    if (Date.now() - this.#reportedAtMs < REPORT_EVERY_MS) return;
    this.#reportedAtMs = Date.now();
    log.warn(
      { err: error, position: this.#position, behind: this.eventLog.mark - this.#position },
      'events cannot be published; trying again',
    );
  }
}
