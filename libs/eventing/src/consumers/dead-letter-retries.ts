import { type Database, logger } from '#platform';
import { type Recorded } from '../domain/index.js';
import { type EventLog } from '../log/event-log.js';
import { type EventTransaction } from '../store/contracts.js';
import { isPassing } from '../store/database-errors.js';
import { type UnitOfWork } from '../store/unit-of-work.js';
import { CheckpointMoved } from './checkpoints.js';
import { type PartitionCursor } from './partition-claims.js';
import { type ConsumerTelemetry } from './consumer-telemetry.js';
import { type DeadLetterTable, type StoredDeadLetter } from './dead-letter-table.js';
import { type Handler } from './handler.js';

const LOOK_EVERY_MS = { retrying: 50, parked: 1_000 };
const PAGE = 100;

const log = logger('dead-letters');

/** Tries the events that were set aside again, key by key, in order. Runs in the consumer's own loop. */
export class DeadLetterRetries {
  #nextLookAtMs = 0;

  constructor(
    private readonly handler: Handler,
    private readonly deadLetters: DeadLetterTable,
    private readonly parts: {
      readonly database: Database;
      readonly unitOfWork: UnitOfWork;
      readonly eventLog: EventLog;
      readonly telemetry: ConsumerTelemetry;
    },
  ) {}

  /** The next call looks at once. */
  hurry(): void {
    this.#nextLookAtMs = 0;
  }

  /** Removes from `waiting` the ordering keys in which nothing waits any more. @returns milliseconds until it wants to be called again */
  async attemptDue(waiting: Map<string, number>, cursors: readonly PartitionCursor[]): Promise<number> {
    if (waiting.size === 0) return Infinity;
    const nowMs = performance.now();
    if (nowMs < this.#nextLookAtMs) return this.#nextLookAtMs - nowMs;
    const partitions = cursors.map(({ partition }) => partition);
    const { due, isRetrying, keys } = await this.deadLetters.due(this.parts.database, partitions);
    if (keys !== waiting.size) await this.#readAgain(waiting, partitions);
    for (const orderingKey of due) if (await this.#attempt(orderingKey)) waiting.delete(orderingKey);
    const inMs = isRetrying || due.length > 0 ? LOOK_EVERY_MS.retrying : LOOK_EVERY_MS.parked;
    this.#nextLookAtMs = performance.now() + inMs;
    return inMs;
  }

  /** A rebuild makes up for what waited and removes it, and sets aside what it cannot read. */
  async #readAgain(waiting: Map<string, number>, partitions: readonly number[]): Promise<void> {
    const stored = await this.deadLetters.orderingKeys(this.parts.database, partitions);
    waiting.clear();
    for (const [orderingKey, partition] of stored) waiting.set(orderingKey, partition);
  }

  /** @returns whether nothing waits under the key now */
  async #attempt(orderingKey: string): Promise<boolean> {
    for (;;) {
      const deadLetters = await this.deadLetters.ofKey(this.parts.database, orderingKey, PAGE);
      if (deadLetters.length === 0) return true;
      for (const deadLetter of deadLetters) if (!(await this.#attemptOne(orderingKey, deadLetter))) return false;
    }
  }

  async #attemptOne(orderingKey: string, deadLetter: StoredDeadLetter): Promise<boolean> {
    try {
      const event = await this.#eventOf(deadLetter);
      // Held by a release that did not know it; this one does, and may have no use for it.
      const prepared = await this.handler.prepare(this.handler.concerns(event) ? [event] : []);
      if (prepared.failures.has(event)) throw prepared.failures.get(event);
      const store = async (tx: EventTransaction): Promise<void> => {
        await this.deadLetters.resolve(tx, deadLetter);
        await prepared.store(tx);
      };
      await this.parts.unitOfWork.run(store, { connectionPatienceMs: 0 });
      prepared.committed();
      return true;
    } catch (error) {
      if (error instanceof CheckpointMoved || isPassing(error)) throw error;
      const isParked = await this.deadLetters.failed(this.parts.database, deadLetter, error);
      if (isParked) {
        this.parts.telemetry.parked(this.handler.name);
        log.error({ err: error, consumer: this.handler.name, orderingKey, eventId: deadLetter.eventId }, 'parked: it waits for a person');
      }
      return false;
    }
  }

  async #eventOf(deadLetter: StoredDeadLetter): Promise<Recorded> {
    const { events } = await this.parts.eventLog.readAfresh({ after: deadLetter.position - 1, limit: 1 });
    const [event] = events;
    if (event?.eventId !== deadLetter.eventId) throw new Error(`event ${deadLetter.eventId} is not at ${deadLetter.position}`);
    return event;
  }
}
