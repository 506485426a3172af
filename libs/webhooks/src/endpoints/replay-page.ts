import { type Queryable } from '#platform';
import { byIndexes } from '../delivery/delivery-table.js';
import { HEARS } from '../announcements/announcement-table.js';

/** Which announcements an endpoint is to be sent. */
export interface Asked {
  /** Position; only what is behind it is meant. */
  readonly after: number;
  /** RFC 3339, by when it happened. */
  readonly since: string | null;
  readonly until: string | null;
  /** Types, `job.*` or `*`; empty: whatever it hears of. */
  readonly types: readonly string[];
  readonly only: 'missing' | 'failed' | 'all';
  readonly cause: 'backlog' | 'replay';
}

/** With what the endpoint hears of, as it was when somebody asked. */
export type Wanted = Omit<Asked, 'after'> & { readonly hears: { readonly events: readonly string[]; readonly metadata: object } };

/** Announcements behind (`after`, `afterId`) and up to `upTo`. */
export interface Reach {
  readonly after: number;
  readonly afterId: string;
  readonly upTo: number;
}

const NO_ID = '00000000-0000-0000-0000-000000000000';
export const reachOf = (after: number, upTo: number): Reach => ({ after, afterId: NO_ID, upTo });

const LOOKED = `
  SELECT n.id, n.org_id, n.position, n.type, n.subject, n.metadata, n.occurred_at FROM webhooks.announcements n
   WHERE n.org_id = $2 AND n.position >= $3 AND (n.position, n.id) > ($3, $4::uuid) AND n.position <= $5`;

const WANTED = `
  SELECT n.id, n.org_id, n.position, n.type, n.occurred_at FROM looked n CROSS JOIN (SELECT $1::uuid::text AS key, $6::jsonb AS data) e
   WHERE ${HEARS}
     AND ($7::timestamptz IS NULL OR n.occurred_at >= $7) AND ($8::timestamptz IS NULL OR n.occurred_at <= $8)
     AND ($9::text[] IS NULL OR ARRAY[n.type, split_part(n.type, '.', 1) || '.*', '*'] && $9::text[])`;

/** States of deliveries that are made due once more. What is due or being sent is left as it is. */
const AGAIN = { missing: [], failed: ['failed', 'held'], all: ['failed', 'held', 'done'] } as const;

/** Links of what is older than a week would be over already: they work from now on. */
export const LINKS_FROM = (occurredAt: string): string => `CASE WHEN ${occurredAt} < now() - interval '7 days' THEN now() END`;

/** Rows are found by the array alone: the join is by text, for which there is no index. See `CHANGED`. */
const MAKE_PAGE = `
  WITH looked AS MATERIALIZED (${LOOKED} ORDER BY n.position, n.id LIMIT $13),
  wanted AS MATERIALIZED (${WANTED}),
  known AS (
    UPDATE webhooks.deliveries d
       SET state = 'due', attempt = 0, cause = $10, next_attempt_at = now(), ended_at = NULL,
           links_from = ${LINKS_FROM('w.occurred_at')}
      FROM wanted w
     WHERE d.endpoint_id = $1::uuid AND d.announcement_id = ANY(ARRAY(SELECT id FROM wanted)) AND d.announcement_id::text = w.id::text
       AND d.state = ANY($11::text[])
    RETURNING d.announcement_id),
  made AS (
    INSERT INTO webhooks.deliveries (org_id, endpoint_id, announcement_id, position, type, cause, links_from)
    SELECT w.org_id, $1::uuid, w.id, w.position, w.type, $10, ${LINKS_FROM('w.occurred_at')} FROM wanted w
     WHERE $12 AND NOT EXISTS (SELECT FROM known k WHERE k.announcement_id = w.id) ON CONFLICT (endpoint_id, announcement_id) DO NOTHING RETURNING 1 AS one)
  SELECT ((SELECT count(*) FROM known) + (SELECT count(*) FROM made))::int AS made, (SELECT count(*) FROM looked)::int AS looked,
         last.position, last.id
    FROM (SELECT 1) AS always LEFT JOIN (SELECT position, id FROM looked ORDER BY position DESC, id DESC LIMIT 1) AS last ON true`;

const COUNT = `
  WITH looked AS (${LOOKED}), wanted AS (${WANTED})
  SELECT count(*)::int AS count FROM wanted w LEFT JOIN webhooks.deliveries d ON d.endpoint_id = $1::uuid AND d.announcement_id::text = w.id::text
   WHERE CASE WHEN d.state IS NULL THEN $11::boolean ELSE d.state = ANY($10::text[]) END`;

const rangeOf = (endpointId: string, orgId: string, { since, until, types, hears }: Wanted, { after, afterId, upTo }: Reach): unknown[] => [
  ...[endpointId, orgId, after, afterId, upTo, JSON.stringify(hears), since, until],
  types.length > 0 ? types : null,
];

/**
 * Deliveries of a page of stored announcements. The lane is locked.
 * @returns how many are due now because of it, and what is left; null: nothing
 */
export async function makePage(
  tx: Queryable,
  of: { readonly endpointId: string; readonly orgId: string },
  wanted: Wanted,
  reach: Reach,
  limit: number,
): Promise<{ made: number; left: Reach | null }> {
  const { only, cause } = wanted;
  const [[row]] = await byIndexes(tx, () => [
    tx.query<{ made: number; looked: number; position: string | null; id: string | null }>(MAKE_PAGE, [
      ...rangeOf(of.endpointId, of.orgId, wanted, reach),
      ...[cause, AGAIN[only], only !== 'failed', limit],
    ]),
  ]);
  if (!row || row.looked < limit) return { made: row?.made ?? 0, left: null };
  return { made: row.made, left: { ...reach, after: Number(row.position), afterId: row.id ?? NO_ID } };
}

/** @returns how many deliveries `makePage` will make of it, page by page; reads only */
export async function countOf(
  tx: Queryable,
  of: { readonly endpointId: string; readonly orgId: string },
  wanted: Wanted,
  reach: Reach,
): Promise<number> {
  const { only } = wanted;
  const [row] = await tx.query<{ count: number }>(COUNT, [
    ...rangeOf(of.endpointId, of.orgId, wanted, reach),
    ...[AGAIN[only], only !== 'failed'],
  ]);
  return row?.count ?? 0;
}
