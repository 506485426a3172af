import { type Queryable, timestamp } from '#platform';
import { type SealedEvents, type StoredRow, type Vault } from '../personal/vault.js';
import { appendStatement } from './append-statement.js';
import { type NewEvent } from './new-event.js';
import { isLockTimeout, PredecessorMissing } from './database-errors.js';
import { EVENT_COLUMNS, type EventRow } from './event-row.js';

/** As the statement answers, by event. */
interface Answer {
  readonly event_id: string | null | undefined;
  readonly position: string | null | undefined;
  readonly recorded_at: string | null | undefined;
}

export interface Appended {
  readonly position: number;
  readonly recordedAt: string;
}

/**
 * Appends all or nothing, in the given order, what `Vault.seal` has made of the events. Asks at once, in one statement. Hold no other work
 * back behind it: while the transaction is open, readers that need the exclusive lock wait.
 * @param isFollowing the versions before the first ones are known to be in the store
 * @throws the database's 23505 when a version or an event id is taken already
 * @throws PredecessorMissing when the version before a stream's first one is not in the store
 */
export async function appendEvents(tx: Queryable, { rows: events, keys }: SealedEvents, isFollowing = false): Promise<readonly Appended[]> {
  if (events.length === 0) return [];
  const heads = isFollowing ? [] : headsBefore(events);
  const { text, params } = appendStatement(events, heads.length > 0 ? heads : null, keys.length > 0 ? JSON.stringify(keys) : null);
  const rows = await tx.query<Answer>(text, params);
  if (!rows[0]?.event_id && heads.length > 0) throw new PredecessorMissing(heads);
  // Of few events there is a row for each, of more they are all in one.
  const answers = rows.length < events.length ? apart(rows[0]) : rows;
  return events.map((event, index) => {
    const answer = answers[index];
    if (answer?.event_id !== event.eventId) throw new Error(`append answered out of order at ${event.streamId}@${event.version}`);
    return { position: Number(answer.position), recordedAt: timestamp(Number(answer.recorded_at)) };
  });
}

function apart(row: Answer | undefined): Answer[] {
  const [ids = [], positions = [], times = []] = [row?.event_id?.split(','), row?.position?.split(','), row?.recorded_at?.split(',')];
  return ids.map((id, index) => ({ event_id: id, position: positions[index], recorded_at: times[index] }));
}

/** What each continued stream must end with for these events to follow. */
function headsBefore(events: readonly NewEvent[]): { streamId: string; version: number }[] {
  const lowest = new Map<string, number>();
  for (const { streamId, version } of events) lowest.set(streamId, Math.min(version, lowest.get(streamId) ?? version));
  return [...lowest].filter(([, version]) => version > 1).map(([streamId, version]) => ({ streamId, version: version - 1 }));
}

/** Events of several streams behind a version each: stream by stream, each in the order of its versions. */
export async function readStreams(
  db: Queryable,
  vault: Vault,
  streams: readonly { streamId: string; after: number; upTo?: number }[],
): Promise<EventRow[]> {
  const rows = await db.query<StoredRow>(`SELECT ${EVENT_COLUMNS} FROM eventing.read_streams($1::text[], $2::int[], $3::int[]) e`, [
    streams.map((stream) => stream.streamId),
    streams.map((stream) => stream.after),
    streams.map((stream) => stream.upTo ?? 0x7fffffff),
  ]);
  return vault.open(rows);
}

const READ_LOG = `SELECT ${EVENT_COLUMNS} FROM eventing.read_log($1::bigint, $2::bigint, $3::int, $4::smallint) e`;

/** What is visible behind a position, by position. Not safe by itself: a lower position may still be in flight. */
export const readVisible = async (db: Queryable, vault: Vault, after: number, limit: number): Promise<EventRow[]> =>
  vault.open(await db.query<StoredRow>(READ_LOG, [after, Number.MAX_SAFE_INTEGER, limit, null]));

/**
 * Everything between two positions, by position; complete when `upTo` is not above the safe position. One partition is picked out of
 * all: an index for it would cost every append more than it would save those who are far behind.
 */
export const readRange = async (
  db: Queryable,
  vault: Vault,
  { after, upTo, limit, partition }: { after: number; upTo: number; limit: number; partition?: number },
): Promise<EventRow[]> => vault.open(await db.query<StoredRow>(READ_LOG, [after, upTo, limit, partition ?? null]));

/** As `readRange`, with what has gone to the archive. */
export const readWhole = async (
  db: Queryable,
  vault: Vault,
  { after, upTo, limit }: { after: number; upTo: number; limit: number },
): Promise<EventRow[]> =>
  vault.open(
    await db.query<StoredRow>(`SELECT ${EVENT_COLUMNS} FROM eventing.read_whole_log($1::bigint, $2::bigint, $3::int) e`, [
      after,
      upTo,
      limit,
    ]),
  );

/** @returns the position up to which every append is decided, or null when appends were in flight for `lockTimeoutMs`. */
export async function safePosition(db: Queryable, lockTimeoutMs: number): Promise<number | null> {
  try {
    const [row] = await db.query<{ position: string }>('SELECT eventing.safe_position($1) AS position', [lockTimeoutMs]);
    return Number(row?.position ?? 0);
  } catch (error) {
    if (isLockTimeout(error)) return null;
    throw error;
  }
}
