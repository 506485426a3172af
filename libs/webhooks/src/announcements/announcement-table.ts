import { deriveId, type Queryable, storableJson } from '#platform';
import { type Recorded } from '#eventing/domain';
import { type Announcement, type AnnouncementSubject, type LinkedFile } from '../contracts/announcement.js';

export type Caused = { readonly effect: Announcement; readonly cause: Recorded };

/** An announcement as it is stored. */
export interface StoredAnnouncement {
  readonly id: string;
  readonly orgId: string;
  readonly position: number;
  readonly type: string;
  readonly subject: AnnouncementSubject;
  readonly data: Readonly<Record<string, unknown>>;
  readonly links: Readonly<Record<string, LinkedFile>>;
  /** RFC 3339. */
  readonly occurredAt: string;
}

export interface AnnouncementColumns {
  id: string;
  org_id: string;
  position: string;
  type: string;
  subject: AnnouncementSubject;
  data: Record<string, unknown>;
  links: Record<string, LinkedFile>;
  occurred_at: Date;
}

export const ANNOUNCEMENT_COLUMNS = 'id, org_id, position, type, subject, data, links, occurred_at';

export const announcementOf = (row: AnnouncementColumns): StoredAnnouncement => ({
  ...{ id: row.id, orgId: row.org_id, position: Number(row.position), type: row.type, subject: row.subject },
  ...{ data: row.data, links: row.links, occurredAt: row.occurred_at.toISOString() },
});

/** The same event always gives the same id: `webhook-id` of every try, to every endpoint, also after a rebuild. */
export const announcementId = (eventId: string, type: string): string => deriveId(eventId, type);

const NEWS = `news AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS n(
    id uuid, org_id uuid, position bigint, type text, subject jsonb, metadata jsonb, data jsonb, links jsonb, occurred_at timestamptz))`;

const STORED = `stored AS (
  INSERT INTO webhooks.announcements (id, org_id, position, type, subject, metadata, data, links, occurred_at)
  SELECT id, org_id, position, type, subject, metadata, data, links, occurred_at FROM news
  ON CONFLICT (id) DO NOTHING RETURNING 1 AS one)`;

/** Endpoint `e` hears of announcement `n`: because it alone is meant, or because it listens, unless it is about itself. */
export const HEARS = `CASE WHEN n.subject ? 'onlyTo' THEN n.subject->>'onlyTo' = e.key
  ELSE (coalesce(e.data->'events', '["*"]'::jsonb) ?| ARRAY[n.type, split_part(n.type, '.', 1) || '.*', '*']) AND n.metadata @> (e.data->'metadata') AND n.subject->>'id' <> e.key END`;

/** All of a page in one statement: the announcements, a delivery for whoever hears of them, and the lanes are woken. */
const FAN_OUT = `
  WITH ${NEWS}, ${STORED},
  fanned AS (
    INSERT INTO webhooks.deliveries (org_id, endpoint_id, announcement_id, position, type, cause)
    SELECT n.org_id, e.key::uuid, n.id, n.position, n.type, 'event'
      FROM news n JOIN webhooks.endpoints e ON e.org_id = n.org_id
       AND e.data->>'status' = 'enabled' AND (e.data->>'fromPosition')::bigint < n.position AND ${HEARS}
    ON CONFLICT (endpoint_id, announcement_id) DO NOTHING RETURNING endpoint_id, org_id)
  INSERT INTO webhooks.lanes (endpoint_id, org_id, due_at)
  SELECT DISTINCT endpoint_id, org_id, now() FROM fanned ORDER BY endpoint_id -- everybody locks lanes in this order
  ON CONFLICT (endpoint_id) DO UPDATE SET due_at = least(lanes.due_at, greatest(now(), lanes.paused_until)) -- news does not end a pause
  RETURNING 1 AS one`;

/** @returns lanes with something new */
export async function fanOut(tx: Queryable, caused: readonly Caused[]): Promise<number> {
  return (await tx.query(FAN_OUT, [rowsOf(caused)])).length;
}

/** Stores what is missing and tells nobody. @returns announcements that were missing */
export async function storeAgain(db: Queryable, caused: readonly Caused[]): Promise<number> {
  return (await db.query(`WITH ${NEWS}, ${STORED} SELECT one FROM stored`, [rowsOf(caused)])).length;
}

const rowsOf = (caused: readonly Caused[]): string =>
  storableJson(
    caused.map(({ effect, cause }) => ({
      ...{
        id: effect.id ?? announcementId(cause.eventId, effect.type),
        org_id: cause.metadata.orgId,
        position: cause.position,
        type: effect.type,
      },
      ...{ subject: effect.subject, metadata: effect.metadata, data: effect.data, links: effect.links ?? {} },
      occurred_at: effect.occurredAt,
    })),
  );
