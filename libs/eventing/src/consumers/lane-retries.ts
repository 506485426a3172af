import { type Database, logger } from '#platform';
import { type Recorded } from '../domain/index.js';
import { type EventLog } from '../log/event-log.js';
import { isPassing } from '../store/database-errors.js';
import { CheckpointMoved } from './checkpoints.js';
import { type Place } from './claims.js';
import { type ConsumerTelemetry } from './consumer-telemetry.js';
import { type DeadLetterTable, type StoredLetter } from './dead-letter-table.js';
import { type Handler } from './handler.js';

const LOOK_EVERY_MS = { retrying: 50, parked: 1_000 };
const PAGE = 100;

const log = logger('dead-letters');

/** Tries the events that were set aside again, lane by lane, in order. Runs in the consumer's own loop. */
export class LaneRetries {
  #nextLookAtMs = 0;

  constructor(
    private readonly handler: Handler,
    private readonly letters: DeadLetterTable,
    private readonly parts: { readonly database: Database; readonly eventLog: EventLog; readonly telemetry: ConsumerTelemetry },
  ) {}

  /** The next call looks at once. */
  hurry(): void {
    this.#nextLookAtMs = 0;
  }

  /** Removes from `waiting` the lanes in which nothing waits any more. @returns milliseconds until it wants to be called again */
  async attemptDue(waiting: Map<string, number>, places: readonly Place[]): Promise<number> {
    if (waiting.size === 0) return Infinity;
    const nowMs = performance.now();
    if (nowMs < this.#nextLookAtMs) return this.#nextLookAtMs - nowMs;
    const partitions = places.map(({ partition }) => partition);
    const { lanes, isRetrying } = await this.letters.due(this.parts.database, partitions);
    for (const lane of lanes) if (await this.#attempt(lane)) waiting.delete(lane);
    const inMs = isRetrying || lanes.length > 0 ? LOOK_EVERY_MS.retrying : LOOK_EVERY_MS.parked;
    this.#nextLookAtMs = performance.now() + inMs;
    return inMs;
  }

  /** @returns whether the lane is empty now */
  async #attempt(lane: string): Promise<boolean> {
    for (;;) {
      const letters = await this.letters.ofLane(this.parts.database, lane, PAGE);
      if (letters.length === 0) return true;
      for (const letter of letters) if (!(await this.#attemptLetter(lane, letter))) return false;
    }
  }

  async #attemptLetter(lane: string, letter: StoredLetter): Promise<boolean> {
    try {
      const event = await this.#eventOf(letter);
      const prepared = await this.handler.prepare([event]);
      if (prepared.failures.has(event)) throw prepared.failures.get(event);
      await this.parts.database.transaction(async (tx) => {
        await this.letters.resolve(tx, letter);
        await prepared.store(tx);
      });
      prepared.committed();
      return true;
    } catch (error) {
      if (error instanceof CheckpointMoved || isPassing(error)) throw error;
      const isParked = await this.letters.failed(this.parts.database, letter, error);
      if (isParked) {
        this.parts.telemetry.parked(this.handler.name);
        log.error({ err: error, consumer: this.handler.name, lane, eventId: letter.eventId }, 'parked: it waits for a person');
      }
      return false;
    }
  }

  async #eventOf(letter: StoredLetter): Promise<Recorded> {
    const { events } = await this.parts.eventLog.readAfresh({ after: letter.position - 1, limit: 1 });
    const [event] = events;
    if (event?.eventId !== letter.eventId) throw new Error(`event ${letter.eventId} is not at ${letter.position}`);
    return event;
  }
}
