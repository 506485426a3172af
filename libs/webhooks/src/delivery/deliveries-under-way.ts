import { type Queryable } from '#platform';

/** Deliveries that have not ended, by state; states in which none is are left out. What is leased is due as it lies, and is being sent. */
export function deliveriesUnderWay(db: Queryable): Promise<readonly { readonly state: string; readonly deliveries: number }[]> {
  return db.query(
    `WITH leased AS (SELECT coalesce(sum(cardinality(delivery_ids)), 0)::int AS deliveries FROM webhooks.leases),
     counted AS (SELECT state, count(*)::int AS deliveries FROM webhooks.deliveries WHERE state IN ('due', 'sending', 'held') GROUP BY 1)
     SELECT state, sum(deliveries)::int AS deliveries FROM (
       SELECT state, deliveries - CASE WHEN state = 'due' THEN (SELECT deliveries FROM leased) ELSE 0 END AS deliveries FROM counted
       UNION ALL SELECT 'sending', deliveries FROM leased) AS all_of_them
      GROUP BY 1 HAVING sum(deliveries) > 0 ORDER BY 1`,
  );
}
