import { type AnyAggregate, type EventMetadata, type Recorded } from '../domain/index.js';
import { SEALED } from '../personal/sealed.js';
import { UnknownEvent } from './contracts.js';

/** What every reader of the table selects. */
export interface EventRow {
  position: string;
  event_id: string;
  stream_id: string;
  version: number;
  type: string;
  schema_version: number;
  data: object;
  metadata: EventMetadata;
  recorded_at: string;
  reacted_by: string[] | null;
}

/** Text instead of a Date: half the time of a long read went into parsing and printing dates. */
export const RECORDED_AT = `to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS recorded_at`;

/** The key of the stream, for those that are sealed: one look by the index for each, and nothing for all others. See `keyIn`. */
const STREAM_KEY = `CASE WHEN e.schema_version > ${SEALED} THEN (
  SELECT CASE WHEN s.is_sealed THEN '\\x01'::bytea ELSE '\\x00'::bytea END || s.key FROM eventing.stream_keys s
  WHERE s.stream_id = e.stream_id OFFSET 0) END AS stream_key`;
export const EVENT_COLUMNS = `e.position, e.event_id, e.stream_id, e.version, e.type, e.schema_version, e.data, e.metadata, e.reacted_by,
  ${STREAM_KEY}, ${RECORDED_AT}`;

/** The event, upcasted. Without an aggregate it is returned as stored. @throws UnknownEvent */
export function eventOf(row: EventRow, aggregate: AnyAggregate | undefined): Recorded {
  const event: Recorded = {
    type: row.type,
    data: row.data,
    eventId: row.event_id,
    streamId: row.stream_id,
    version: row.version,
    position: Number(row.position),
    recordedAt: row.recorded_at,
    schemaVersion: row.schema_version,
    metadata: row.metadata,
    ...(row.reacted_by && { reactedBy: row.reacted_by }),
  };
  return aggregate ? upcasted(event, aggregate) : event;
}

/** Lifts an older version to today's. @throws UnknownEvent for a type or version this release does not know */
export function upcasted(event: Recorded, aggregate: AnyAggregate): Recorded {
  const today = (aggregate.schemaVersions as Readonly<Record<string, number>>)[event.type];
  if (event.schemaVersion === today) return event;
  if (today === undefined || event.schemaVersion > today || !aggregate.upcast) throw new UnknownEvent(event);
  return { ...event, data: aggregate.upcast(event.type, event.schemaVersion, event.data), schemaVersion: today };
}
