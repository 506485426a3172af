import { packed, type Queryable, unpacked } from '#platform';
import { type NewKey } from '../personal/stream-keys.js';
import { type SealedEvents, type StoredRow, type Vault } from '../personal/vault.js';
import { type NewEvent } from './new-event.js';
import { isLockTimeout, PredecessorMissing } from './database-errors.js';
import { EVENT_COLUMNS, type EventRow, KEY_OF_STREAM } from './event-row.js';

export interface Appended {
  readonly position: number;
  readonly recordedAt: string;
}

/**
 * The shared lock is an uncorrelated sub-select: it is taken once, before the first row and therefore before the first position
 * is drawn, and lasts to the end of the transaction. A reader that is granted the exclusive lock knows that no append is in flight.
 *
 * The second condition is one for all rows: a stream is only continued behind a version that is there. A state folded before the
 * server lost its last commits (a crash without synchronous_commit, a failover to a standby that lagged) would else leave a hole.
 *
 * What the store alone knows comes back in one row: a row for each event costs as much as storing it.
 */
const APPEND = `
  appended AS (
    INSERT INTO eventing.events AS e (event_id, stream_id, version, type, schema_version, module, org_id, partition, data, metadata,
      reacted_by)
    SELECT n.event_id, n.stream_id, n.version, n.type, n.schema_version, n.module, n.org_id, n.partition, n.data::jsonb, n.metadata::jsonb,
      string_to_array(nullif(n.reacted_by, ''), ',')
    FROM unnest(${unpacked('$3', 'uuid')}, ${unpacked('$4', 'text')}, ${unpacked('$5', 'int')}, ${unpacked('$6', 'text')},
      ${unpacked('$7', 'smallint')}, ${unpacked('$8', 'text')}, ${unpacked('$9', 'uuid')}, ${unpacked('$10', 'smallint')},
      ${unpacked('$11', 'text')}, ${unpacked('$12', 'text')}, ${unpacked('$13', 'text')})
      AS n(event_id, stream_id, version, type, schema_version, module, org_id, partition, data, metadata, reacted_by)
    WHERE (SELECT pg_advisory_xact_lock_shared(43)) IS NOT NULL
      AND (SELECT eventing.all_stand($1::text[], $2::int[]))
    RETURNING e.event_id, e.position, e.recorded_at
  )
  SELECT string_agg(event_id::text, ',') AS ids, string_agg(position::text, ',') AS positions,
    string_agg(trunc(extract(epoch FROM recorded_at) * 1000)::text, ',') AS times
  FROM appended`;

const APPEND_ALONE = `WITH ${APPEND}`;

/**
 * The same, with keys of streams that have none yet. A key without a stream is replaced (its events were lost with the server's last
 * commits); a key that somebody else has just stored belongs to events that this append then collides with.
 */
const APPEND_WITH_KEYS = `
  WITH new_keys AS (
    INSERT INTO eventing.stream_keys AS known (stream_id, org_id, key, is_sealed)
    SELECT k.stream_id, k.org_id, decode(k.key, 'base64'), k.is_sealed
    FROM json_to_recordset($14::json) AS k(stream_id text, org_id uuid, key text, is_sealed boolean)
    ON CONFLICT (stream_id) DO UPDATE SET key = excluded.key, is_sealed = excluded.is_sealed
      WHERE known.erased_at IS NULL AND NOT EXISTS (SELECT FROM eventing.events f WHERE f.stream_id = excluded.stream_id)
  ), ${APPEND}`;

/**
 * Appends all or nothing, in the given order, what `Vault.seal` has made of the events. Asks at once, in one statement. Hold no other work
 * back behind it: while the transaction is open, readers that need the exclusive lock wait.
 * @throws the database's 23505 when a version or an event id is taken already
 * @throws PredecessorMissing when the version before a stream's first one is not in the store
 */
export async function appendEvents(tx: Queryable, { rows: events, keys }: SealedEvents): Promise<readonly Appended[]> {
  if (events.length === 0) return [];
  const heads = headsBefore(events);
  const [row] = await tx.query<{ ids: string | null; positions: string | null; times: string | null }>(
    keys.length > 0 ? APPEND_WITH_KEYS : APPEND_ALONE,
    [heads.map(({ streamId }) => streamId), heads.map(({ version }) => version), ...columnsOf(events), ...keysParam(keys)],
  );
  if (!row?.ids && heads.length > 0) throw new PredecessorMissing(heads);
  const [ids, positions, times] = [row?.ids, row?.positions, row?.times].map((list) => list?.split(',') ?? []);
  return events.map((event, index) => {
    if (ids?.[index] !== event.eventId) throw new Error(`append answered out of order at ${event.streamId}@${event.version}`);
    return { position: Number(positions?.[index]), recordedAt: new Date(Number(times?.[index])).toISOString() };
  });
}

const keysParam = (keys: readonly NewKey[]): string[] => (keys.length > 0 ? [JSON.stringify(keys)] : []);

/** What each continued stream must end with for these events to follow. */
function headsBefore(events: readonly NewEvent[]): { streamId: string; version: number }[] {
  const lowest = new Map<string, number>();
  for (const { streamId, version } of events) lowest.set(streamId, Math.min(version, lowest.get(streamId) ?? version));
  return [...lowest].filter(([, version]) => version > 1).map(([streamId, version]) => ({ streamId, version: version - 1 }));
}

/** In the order of `APPEND`. `data` and `metadata` are JSON already. */
const columnsOf = (events: readonly NewEvent[]): string[] => [
  packed(events.map(({ eventId }) => eventId)),
  packed(events.map(({ streamId }) => streamId)),
  packed(events.map(({ version }) => version)),
  packed(events.map(({ type }) => type)),
  packed(events.map(({ schemaVersion }) => schemaVersion)),
  packed(events.map(({ module }) => module)),
  packed(events.map(({ orgId }) => orgId)),
  packed(events.map(({ partition }) => partition)),
  packed(events.map(({ data }) => data)),
  packed(events.map(({ metadata }) => metadata)),
  packed(events.map(({ reactedBy }) => reactedBy?.join(',') ?? '')),
];

/** Events of several streams behind a version each: stream by stream, each in the order of its versions. */
export async function readStreams(
  db: Queryable,
  vault: Vault,
  streams: readonly { streamId: string; after: number; upTo?: number }[],
): Promise<EventRow[]> {
  const rows = await db.query<StoredRow>(
    `SELECT ${EVENT_COLUMNS} FROM eventing.read_streams($1::text[], $2::int[], $3::int[]) e ${KEY_OF_STREAM}`,
    [streams.map((stream) => stream.streamId), streams.map((stream) => stream.after), streams.map((stream) => stream.upTo ?? 0x7fffffff)],
  );
  return vault.open(rows);
}

const READ_LOG = `SELECT ${EVENT_COLUMNS} FROM eventing.read_log($1::bigint, $2::bigint, $3::int, $4::smallint) e ${KEY_OF_STREAM}`;

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
    await db.query<StoredRow>(`SELECT ${EVENT_COLUMNS} FROM eventing.read_whole_log($1::bigint, $2::bigint, $3::int) e ${KEY_OF_STREAM}`, [
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
