import { type Queryable } from '#platform';
import { HEARS } from '../announcements/announcement-table.js';

/** Which announcements an endpoint is to be sent, behind and up to positions; 0 and null: all there are. */
export interface Wanted {
  readonly after: number;
  /** RFC 3339, by when it happened. */
  readonly since: string | null;
  readonly until: string | null;
  /** Types, `job.*` or `*`; empty: whatever it hears of. */
  readonly types: readonly string[];
  readonly only: 'missing' | 'failed' | 'all';
  readonly cause: 'backlog' | 'replay';
}

/**
 * Deliveries of stored announcements, for what the endpoint hears of. What is due or being sent is left as it is.
 * @returns how many are due now because of it
 */
export async function makeMissing(tx: Queryable, endpointId: string, orgId: string, wanted: Wanted): Promise<number> {
  const { after, since, until, types, only, cause } = wanted;
  const again =
    only === 'missing' ? 'false' : only === 'failed' ? `d.state IN ('failed', 'held')` : `d.state IN ('failed', 'held', 'done')`;
  const [row] = await tx.query<{ made: number }>(
    `WITH wanted AS MATERIALIZED (
       SELECT n.id, n.org_id, n.position, n.type, n.occurred_at FROM webhooks.announcements n
         JOIN webhooks.endpoints e ON e.key = $1 AND e.org_id = n.org_id
        WHERE n.org_id = $2 AND n.position > $3 AND ${HEARS}
          AND ($4::timestamptz IS NULL OR n.occurred_at >= $4) AND ($5::timestamptz IS NULL OR n.occurred_at <= $5)
          AND ($6::text[] IS NULL OR ARRAY[n.type, split_part(n.type, '.', 1) || '.*', '*'] && $6::text[])),
     known AS (
       UPDATE webhooks.deliveries d
          SET state = 'due', attempt = 0, cause = $7, next_attempt_at = now(), ended_at = NULL, links_from = ${LINKS_FROM('w.occurred_at')}
         FROM wanted w WHERE d.endpoint_id = $1::uuid AND d.announcement_id = w.id AND ${again} RETURNING 1 AS one),
     made AS (
       INSERT INTO webhooks.deliveries (org_id, endpoint_id, announcement_id, position, type, cause, links_from)
       SELECT w.org_id, $1::uuid, w.id, w.position, w.type, $7, ${LINKS_FROM('w.occurred_at')} FROM wanted w
        WHERE $8 ON CONFLICT (endpoint_id, announcement_id) DO NOTHING RETURNING 1 AS one)
     SELECT ((SELECT count(*) FROM known) + (SELECT count(*) FROM made))::int AS made`,
    [endpointId, orgId, after, since, until, types.length > 0 ? types : null, cause, only !== 'failed'],
  );
  const made = row?.made ?? 0;
  if (made > 0) await wakeLane(tx, endpointId);
  return made;
}

/** Links of what is older than a week would be over already: they work from now on. */
export const LINKS_FROM = (occurredAt: string): string => `CASE WHEN ${occurredAt} < now() - interval '7 days' THEN now() END`;

/** Something is due there: its lane is looked at, a pause notwithstanding. */
export const wakeLane = async (tx: Queryable, endpointId: string): Promise<void> =>
  void (await tx.query('UPDATE webhooks.lanes SET due_at = now(), paused_until = NULL WHERE endpoint_id = $1', [endpointId]));
