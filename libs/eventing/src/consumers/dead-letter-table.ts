import { beginningOf, type Queryable } from '#platform';
import { type Recorded } from '../domain/index.js';
import { UnknownEvent } from '../store/contracts.js';
import { CheckpointMoved } from './checkpoints.js';

/** Attempts before an event waits for a person. */
export const MAX_ATTEMPTS = 5;
/** What only a newer release can handle is held, not failed: tried so often, without counting, for as long as it takes. */
const HELD_RETRY_MS = 5_000;
/** Of something that is due so soon the next look comes soon as well. */
const SOON_MS = 1_000;
const MAX_ERROR_LENGTH = 4_000;

export interface NewDeadLetter {
  /** UUIDv7: lists are in its order. */
  readonly id: string;
  /** When it was set aside, as `id` says. */
  readonly createdAt: Date;
  readonly orderingKey: string;
  readonly partition: number;
  readonly event: Recorded;
  /** null: it waits behind an earlier one of its ordering key. */
  readonly error: unknown;
}

export interface StoredDeadLetter {
  readonly id: string;
  readonly eventId: string;
  readonly position: number;
  readonly attempts: number;
}

export interface DueKeys {
  /** Those whose first dead letter is to be tried now. */
  readonly due: readonly string[];
  /** Whether another will be soon. */
  readonly isRetrying: boolean;
  /** How many have something that waits. */
  readonly keys: number;
}

/** The events that one consumer could not handle, by what has to be handled in order. */
export class DeadLetterTable {
  constructor(
    private readonly consumer: string,
    /** After the first failure; four times as long after each further one. */
    private readonly firstRetryMs: number,
  ) {}

  async insert(tx: Queryable, deadLetters: readonly NewDeadLetter[]): Promise<void> {
    if (deadLetters.length === 0) return;
    await tx.query(
      `INSERT INTO eventing.dead_letters
         (id, consumer, partition, lane, position, stream_id, event_id, event_type, status, reason, error, created_at, attempts,
          next_attempt_at)
       SELECT l.id, $1, l.partition, l.lane, l.position, l.stream_id, l.event_id, l.event_type, l.status, l.reason, l.error, l.created_at,
              CASE WHEN l.status = 'retrying' AND l.reason = 'failed' THEN 1 ELSE 0 END,
              CASE l.status WHEN 'retrying' THEN now() + CASE l.reason WHEN 'failed' THEN $2::int ELSE $4::int END * interval '1 ms' END
       FROM json_to_recordset($3::json) AS l(id uuid, partition smallint, lane text, position bigint, stream_id text, event_id uuid,
              event_type text, status text, reason text, error text, created_at timestamptz)
       ON CONFLICT (consumer, event_id) DO NOTHING`,
      [this.consumer, this.firstRetryMs, JSON.stringify(deadLetters.map(rowOf)), HELD_RETRY_MS],
    );
  }

  /** Ordering keys in which something waits. */
  async orderingKeys(db: Queryable, partitions: readonly number[]): Promise<Map<string, number>> {
    const rows = await db.query<{ lane: string; partition: number }>(
      'SELECT DISTINCT lane, partition FROM eventing.dead_letters WHERE consumer = $1 AND partition = ANY($2::smallint[])',
      [this.consumer, partitions],
    );
    return new Map(rows.map((row) => [row.lane, row.partition]));
  }

  /** What is held because this release did not know it is due at once: this process may be a newer one. Also what an older one has parked. */
  async releaseHeld(db: Queryable, partitions: readonly number[]): Promise<void> {
    await db.query(
      `UPDATE eventing.dead_letters SET status = 'retrying', attempts = 0, next_attempt_at = now()
       WHERE consumer = $1 AND partition = ANY($2::smallint[]) AND reason = 'unknown_event' AND status <> 'waiting'`,
      [this.consumer, partitions],
    );
  }

  /** Ordering keys that are to be tried. Those that wait for a person may be very many: they are counted alone. */
  async due(db: Queryable, partitions: readonly number[]): Promise<DueKeys> {
    const [row] = await db.query<{ keys: number; due: string[] | null; is_retrying: boolean | null }>(
      `SELECT count(*)::int AS keys, array_agg(lane ORDER BY lane) FILTER (WHERE is_due) AS due, bool_or(is_soon AND NOT is_due) AS is_retrying
         FROM (SELECT DISTINCT ON (lane) lane, (status = 'waiting' OR (status = 'retrying' AND next_attempt_at <= now())) AS is_due,
                      (status = 'retrying' AND next_attempt_at <= now() + $3::int * interval '1 ms') AS is_soon
                 FROM eventing.dead_letters WHERE consumer = $1 AND partition = ANY($2::smallint[]) ORDER BY lane, position) AS first`,
      [this.consumer, partitions, SOON_MS],
    );
    return { keys: row?.keys ?? 0, due: row?.due ?? [], isRetrying: row?.is_retrying ?? false };
  }

  /** In order. */
  async ofKey(db: Queryable, orderingKey: string, limit: number): Promise<StoredDeadLetter[]> {
    const rows = await db.query<{ id: string; event_id: string; position: string; attempts: number }>(
      'SELECT id, event_id, position, attempts FROM eventing.dead_letters WHERE consumer = $1 AND lane = $2 ORDER BY position LIMIT $3',
      [this.consumer, orderingKey, limit],
    );
    return rows.map((row) => ({ id: row.id, eventId: row.event_id, position: Number(row.position), attempts: row.attempts }));
  }

  /** In the transaction that handles the event. @throws CheckpointMoved when someone else has handled it */
  async resolve(tx: Queryable, deadLetter: StoredDeadLetter): Promise<void> {
    const rows = await tx.query('DELETE FROM eventing.dead_letters WHERE id = $1 RETURNING id', [deadLetter.id]);
    if (rows.length === 0) throw new CheckpointMoved(this.consumer);
  }

  /** Counts an attempt, unless a person asked for a replay while it ran: that begins anew. @returns whether it is parked now */
  async failed(db: Queryable, deadLetter: StoredDeadLetter, error: unknown): Promise<boolean> {
    const isHeld = error instanceof UnknownEvent;
    const attempts = deadLetter.attempts + (isHeld ? 0 : 1);
    const isParked = !isHeld && attempts >= MAX_ATTEMPTS;
    const retryInMs = isHeld ? HELD_RETRY_MS : this.firstRetryMs * 4 ** (attempts - 1);
    const counted = await db.query(
      `UPDATE eventing.dead_letters SET attempts = $2, status = $3, reason = $4, error = $5,
         next_attempt_at = CASE WHEN $3 = 'retrying' THEN now() + $6::int * interval '1 ms' END
       WHERE id = $1 AND attempts = $7 RETURNING id`,
      [deadLetter.id, attempts, isParked ? 'parked' : 'retrying', reasonOf(error), textOf(error), retryInMs, deadLetter.attempts],
    );
    return isParked && counted.length > 0;
  }
}

const reasonOf = (error: unknown): string => (error instanceof UnknownEvent ? 'unknown_event' : 'failed');

const textOf = (error: unknown): string =>
  beginningOf(
    (error instanceof Error ? (error.stack ?? error.message) : String(error)).replaceAll('\u0000', ''),
    MAX_ERROR_LENGTH,
  ).toWellFormed();

const rowOf = ({ id, createdAt, partition, orderingKey: lane, event, error }: NewDeadLetter) => ({
  ...{
    id,
    created_at: createdAt,
    partition,
    lane,
    position: event.position,
    stream_id: event.streamId,
    event_id: event.eventId,
    event_type: event.type,
  },
  ...(error === null
    ? { status: 'waiting', reason: 'behind_another', error: '' }
    : { status: 'retrying', reason: reasonOf(error), error: textOf(error) }),
});
