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

const TYPES = Object.values(COLUMNS);

/**
 * Of so few events each value is a parameter: to begin eleven lists costs Postgres 50 µs, as much as it takes to store one event. Of more
 * each column is one parameter: a text for each number of events would be prepared in every connection, and lists cost less by then.
 */
const MAX_ROWS = 8;
/** With heads or keys, which come along seldom: a text takes some 120 kB in each connection. */
const MAX_ROWS_WITH_MORE = 4;

const rowsOf = (count: number): string => {
  const row = (index: number): string => TYPES.map((type, column) => `$${index * TYPES.length + column + 1}::${type}`).join(', ');
  return `(VALUES ${Array.from({ length: count }, (_, index) => `(${row(index)})`).join(', ')})`;
};

const listsOf = (): string => {
  // A list of jsonb would be read twice.
  const types = TYPES.map((type) => (type === 'jsonb' ? 'text' : type));
  return `unnest(${types.map((type, column) => unpacked(`$${column + 1}`, type)).join(', ')})`;
};

/**
 * The shared lock is an uncorrelated sub-select: it is taken once, before the first row and therefore before the first position
 * is drawn, and lasts to the end of the transaction. A reader that is granted the exclusive lock knows that no append is in flight.
 */
const inserting = (events: string, condition: string): string => `
  INSERT INTO eventing.events AS e (${NAMES})
  SELECT n.event_id, n.stream_id, n.version, n.type, n.schema_version, n.module, n.org_id, n.partition, n.data::jsonb, n.metadata::jsonb,
    string_to_array(nullif(n.reacted_by, ''), ',')
  FROM ${events} AS n(${NAMES})
  WHERE (SELECT pg_advisory_xact_lock_shared(43)) IS NOT NULL ${condition}
  RETURNING e.event_id, e.position::text, trunc(extract(epoch FROM e.recorded_at) * 1000)::text AS recorded_at`;

/**
 * One for all rows: a stream is only continued behind a version that is there. A state folded before the server lost its last commits (a
 * crash without synchronous_commit, a failover to a standby that lagged) would else leave a hole.
 */
const standing = (first: number): string => `AND (SELECT eventing.all_stand($${first}::text[], $${first + 1}::int[]))`;

/**
 * Keys of streams that have none yet. A key without a stream is replaced (its events were lost with the server's last commits); a key
 * that somebody else has just stored belongs to events that this append then collides with.
 */
const newKeys = (parameter: number): string => `
  new_keys AS (
    INSERT INTO eventing.stream_keys AS known (stream_id, org_id, key, is_sealed)
    SELECT k.stream_id, k.org_id, decode(k.key, 'base64'), k.is_sealed
    FROM json_to_recordset($${parameter}::json) AS k(stream_id text, org_id uuid, key text, is_sealed boolean)
    ON CONFLICT (stream_id) DO UPDATE SET key = excluded.key, is_sealed = excluded.is_sealed
      WHERE known.erased_at IS NULL AND NOT EXISTS (SELECT FROM eventing.events f WHERE f.stream_id = excluded.stream_id)
  )`;

/** @param rows 0: lists */
function textOf(rows: number, hasHeads: boolean, hasKeys: boolean): string {
  const next = Math.max(rows, 1) * TYPES.length + 1;
  const insert = inserting(rows > 0 ? rowsOf(rows) : listsOf(), hasHeads ? standing(next) : '');
  const keys = hasKeys ? [newKeys(hasHeads ? next + 2 : next)] : [];
  if (rows > 0) return keys.length > 0 ? `WITH ${keys[0]} ${insert}` : insert;
  // What the store alone knows comes back in one row: of many events a row for each costs as much as storing it.
  return `WITH ${[...keys, `appended AS (${insert})`].join(', ')}
    SELECT string_agg(event_id::text, ',') AS event_id, string_agg(position, ',') AS position,
      string_agg(recorded_at, ',') AS recorded_at FROM appended`;
}

const texts = new Map<string, string>();
const keptText = (rows: number, hasHeads: boolean, hasKeys: boolean): string => {
  const name = `${rows} ${hasHeads} ${hasKeys}`;
  const text = texts.get(name) ?? textOf(rows, hasHeads, hasKeys);
  texts.set(name, text);
  return text;
};

/**
 * The one statement that appends the events. Answers with `event_id`, `position` and `recorded_at` (Unix time in milliseconds), either in
 * a row for each event or of all in one row, between commas.
 * @param heads what has to be in the store for them to follow; null: no doubt about it
 * @param keys JSON of the keys to store with the events; null: none
 */
export function appendStatement(
  events: readonly NewEvent[],
  heads: readonly { streamId: string; version: number }[] | null,
  keys: string | null,
): { text: string; params: unknown[] } {
  const isFew = events.length <= (heads === null && keys === null ? MAX_ROWS : MAX_ROWS_WITH_MORE);
  const params: unknown[] = isFew ? [] : listsFor(events);
  if (isFew) for (const event of events) params.push(...valuesOf(event));
  if (heads) params.push(heads.map(({ streamId }) => streamId), heads.map(({ version }) => version)); // prettier-ignore
  if (keys !== null) params.push(keys);
  return { text: keptText(isFew ? events.length : 0, heads !== null, keys !== null), params };
}

function listsFor(events: readonly NewEvent[]): string[] {
  const rows = events.map((event) => valuesOf(event));
  return TYPES.map((_, column) => packed(rows.map((row) => row[column] ?? '')));
}
