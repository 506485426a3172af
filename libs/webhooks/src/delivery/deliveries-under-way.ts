import { type Queryable } from '#platform';

/** Deliveries that have not ended, by state; states in which none is are left out. */
export function deliveriesUnderWay(db: Queryable): Promise<readonly { readonly state: string; readonly deliveries: number }[]> {
  return db.query(
    `SELECT state, count(*)::int AS deliveries FROM webhooks.deliveries WHERE state IN ('due', 'sending', 'held') GROUP BY 1 ORDER BY 1`,
  );
}
