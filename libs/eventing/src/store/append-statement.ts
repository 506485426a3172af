import { packed, unpacked } from '#platform';
import { type NewEvent } from './new-event.js';

/** Types of the columns, in the order of `valuesOf`. `data` and `metadata` are JSON already. */
const COLUMNS = {
  event_id: 'uuid',
  stream_id: 'text',
  version: 'int',
  type: 'text',
  schema_version: 'smallint',
  module: 'text',
  org_id: 'uuid',
  partition: 'smallint',
  data: 'jsonb',
  metadata: 'jsonb',
  reacted_by: 'text',
} as const;
const NAMES = Object.keys(COLUMNS).join(', ');

const valuesOf = (event: NewEvent): (string | number)[] => [
  event.eventId,
  event.streamId,
  event.version,
  event.type,
  event.schemaVersion,
  event.module,
  event.orgId,
  event.partition,
  event.data,
  event.metadata,
  event.reactedBy?.join(',') ?? '',
];

/** Before those of the events: streams and versions of heads, then the keys where there are some. */
const FIRST = 4;

/**
 * Of so few events each value is a parameter: to begin eleven lists costs Postgres 50 µs, as much as it takes to store one event. Of more
 * each column is one parameter: a text for each number of events would be prepared in every connection, and lists cost less by then.
 */
const MAX_ROWS = 4;

const rowsOf = (count: number): string => {
  const types = Object.values(COLUMNS);
  const row = (index: number): string => types.map((type, column) => `$${FIRST + index * types.length + column}::${type}`).join(', ');
  return `(VALUES ${Array.from({ length: count }, (_, index) => `(${row(index)})`).join(', ')})`;
};

const listsOf = (): string => {
  // A list of jsonb would be read twice.
  const types = Object.values(COLUMNS).map((type) => (type === 'jsonb' ? 'text' : type));
  return `unnest(${types.map((type, column) => unpacked(`$${FIRST + column}`, type)).join(', ')})`;
};

/**
 * The shared lock is an uncorrelated sub-select: it is taken once, before the first row and therefore before the first position
 * is drawn, and lasts to the end of the transaction. A reader that is granted the exclusive lock knows that no append is in flight.
 *
 * The second condition is one for all rows: a stream is only continued behind a version that is there. A state folded before the
 * server lost its last commits (a crash without synchronous_commit, a failover to a standby that lagged) would else leave a hole.
 *
 * What the store alone knows comes back in one row: a row for each event costs as much as storing it.
 */
const appending = (events: string): string => `
  appended AS (
    INSERT INTO eventing.events AS e (${NAMES})
    SELECT n.event_id, n.stream_id, n.version, n.type, n.schema_version, n.module, n.org_id, n.partition, n.data::jsonb, n.metadata::jsonb,
      string_to_array(nullif(n.reacted_by, ''), ',')
    FROM ${events} AS n(${NAMES})
    WHERE (SELECT pg_advisory_xact_lock_shared(43)) IS NOT NULL
      AND (SELECT eventing.all_stand($1::text[], $2::int[]))
    RETURNING e.event_id, e.position, e.recorded_at
  )
  SELECT string_agg(event_id::text, ',') AS ids, string_agg(position::text, ',') AS positions,
    string_agg(trunc(extract(epoch FROM recorded_at) * 1000)::text, ',') AS times
  FROM appended`;

/**
 * Keys of streams that have none yet. A key without a stream is replaced (its events were lost with the server's last commits); a key
 * that somebody else has just stored belongs to events that this append then collides with.
 */
const NEW_KEYS = `
  new_keys AS (
    INSERT INTO eventing.stream_keys AS known (stream_id, org_id, key, is_sealed)
    SELECT k.stream_id, k.org_id, decode(k.key, 'base64'), k.is_sealed
    FROM json_to_recordset($3::json) AS k(stream_id text, org_id uuid, key text, is_sealed boolean)
    ON CONFLICT (stream_id) DO UPDATE SET key = excluded.key, is_sealed = excluded.is_sealed
      WHERE known.erased_at IS NULL AND NOT EXISTS (SELECT FROM eventing.events f WHERE f.stream_id = excluded.stream_id)
  ),`;
/** A parameter has to be used to have a type. */
const NO_KEYS = `no_keys AS (SELECT $3::text),`;

const textsWith = (keys: string): string[] => [
  `WITH ${keys} ${appending(listsOf())}`,
  ...Array.from({ length: MAX_ROWS }, (_, index) => `WITH ${keys} ${appending(rowsOf(index + 1))}`),
];
const [WITHOUT_KEYS, WITH_KEYS] = [textsWith(NO_KEYS), textsWith(NEW_KEYS)];

/** @param keys JSON of the keys to store with the events; null: none @returns the one statement that appends them */
export function appendStatement(
  events: readonly NewEvent[],
  heads: readonly { streamId: string; version: number }[],
  keys: string | null,
): { text: string; params: unknown[] } {
  const isFew = events.length <= MAX_ROWS;
  const text = (keys === null ? WITHOUT_KEYS : WITH_KEYS)[isFew ? events.length : 0];
  if (text === undefined) throw new RangeError(`${events.length} events cannot be appended`);
  const first = [heads.map(({ streamId }) => streamId), heads.map(({ version }) => version), keys];
  const values = events.map((event) => valuesOf(event));
  return { text, params: [...first, ...(isFew ? values.flat() : Object.keys(COLUMNS).map((_, column) => packedColumn(values, column)))] };
}

const packedColumn = (rows: readonly (readonly (string | number)[])[], column: number): string =>
  packed(rows.map((row) => row[column] ?? ''));
