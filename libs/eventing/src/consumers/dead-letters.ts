import { type Queryable } from '#platform';
import { DomainError } from '../domain/index.js';

export interface DeadLetter {
  readonly id: string;
  readonly consumer: string;
  readonly orderingKey: string;
  readonly streamId: string;
  readonly position: number;
  readonly eventId: string;
  readonly eventType: string;
  readonly status: 'retrying' | 'parked' | 'waiting';
  /** `failed`, `unknown_event` or `behind_another`. */
  readonly reason: string;
  readonly error: string;
  readonly attempts: number;
  /** RFC 3339. */
  readonly createdAt: string;
}

export class UnknownDeadLetter extends DomainError {
  readonly code = 'dead_letter_not_found';
  readonly kind = 'not-found';
}

interface Row {
  id: string;
  consumer: string;
  lane: string;
  stream_id: string;
  position: string;
  event_id: string;
  event_type: string;
  status: DeadLetter['status'];
  reason: string;
  error: string;
  attempts: number;
  created_at: Date;
}

const COLUMNS = 'id, consumer, lane, stream_id, position, event_id, event_type, status, reason, error, attempts, created_at';

/** What could not be handled, and having it handled after the cause is mended. */
export class DeadLetters {
  constructor(
    private readonly database: Queryable,
    private readonly wake: () => void,
  ) {}

  /** Oldest first. */
  async list(options: { consumer?: string; status?: DeadLetter['status']; limit?: number } = {}): Promise<DeadLetter[]> {
    const rows = await this.database.query<Row>(
      `SELECT ${COLUMNS} FROM eventing.dead_letters
       WHERE ($1::text IS NULL OR consumer = $1) AND ($2::text IS NULL OR status = $2) ORDER BY position LIMIT $3`,
      [options.consumer ?? null, options.status ?? null, options.limit ?? 100],
    );
    return rows.map(deadLetterOf);
  }

  /** Newest first. @param olderThan id of the last one before */
  async newest(limit: number, olderThan: string | null): Promise<DeadLetter[]> {
    const rows = await this.database.query<Row>(
      `SELECT ${COLUMNS} FROM eventing.dead_letters WHERE ($1::uuid IS NULL OR id < $1) ORDER BY id DESC LIMIT $2`,
      [olderThan, limit],
    );
    return rows.map(deadLetterOf);
  }

  /**
   * Asks the process that runs the consumer to try again, with this dead letter's whole ordering key, in order: within a second, five attempts.
   * Twice is safe. @throws UnknownDeadLetter when there is none (any more)
   */
  async replay(id: string): Promise<void> {
    const rows = await this.database.query(
      `UPDATE eventing.dead_letters SET status = 'retrying', attempts = 0, next_attempt_at = now() WHERE id = (
         SELECT f.id FROM eventing.dead_letters l
         JOIN eventing.dead_letters f ON (f.consumer, f.partition, f.lane) = (l.consumer, l.partition, l.lane)
         WHERE l.id = $1 ORDER BY f.position LIMIT 1)
       RETURNING id`,
      [id],
    );
    if (rows.length === 0) throw new UnknownDeadLetter(`there is no dead letter ${id}`);
    this.wake();
  }
}

const deadLetterOf = ({ lane, stream_id, position, event_id, event_type, created_at, ...same }: Row): DeadLetter => ({
  ...{ ...same, orderingKey: lane, streamId: stream_id, position: Number(position), eventId: event_id, eventType: event_type },
  createdAt: created_at.toISOString(),
});
