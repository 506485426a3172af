import { Injectable } from '@nestjs/common';
import { Database, type Queryable, SessionLocks } from '#platform';

/** A try that this process has taken. */
export interface Claimed {
  readonly deliveryId: string;
  readonly endpointId: string;
  readonly orgId: string;
  readonly announcementId: string;
  readonly type: string;
  readonly cause: string;
  /** In its schedule, from 1. */
  readonly attempt: number;
  /** Of all there were, from 1. */
  readonly tries: number;
  readonly lease: number;
  readonly linksFrom: number | null;
  readonly isForced: boolean;
  /** RFC 3339. */
  readonly createdAt: string;
  readonly isSlow: boolean;
}

/** Tries that may begin now. */
export interface Room {
  /** For endpoints that answer. */
  readonly places: number;
  /** Of them, for those that are slow or failing. */
  readonly slowPlaces: number;
}

const MAX_LANES = 64;
/** Longer than any try takes: whoever has not ended it by then never will. */
const LEASE_MS = 120_000;

/** When the lane is to be looked at next; null while all of its places are taken: the end of a try looks then. `l` is the lane. */
export const NEXT_LOOK = `
  CASE WHEN (SELECT count(*) FROM webhooks.deliveries s WHERE s.endpoint_id = l.endpoint_id AND s.state = 'sending') >= l.width THEN NULL
       ELSE (SELECT greatest(w.next_attempt_at, l.paused_until) FROM webhooks.deliveries w
              WHERE w.endpoint_id = l.endpoint_id AND w.state = 'due' ORDER BY w.next_attempt_at LIMIT 1) END`;

const DUE_LANES = (isSlow: boolean, limit: string): string => `
  SELECT endpoint_id, width, is_slow FROM webhooks.lanes
   WHERE due_at <= now() AND is_slow = ${isSlow} ORDER BY due_at LIMIT ${limit} FOR UPDATE SKIP LOCKED`;

export const LANES = `
  WITH ready AS MATERIALIZED (${DUE_LANES(false, '$1')}), slow AS MATERIALIZED (${DUE_LANES(true, '$2')})
  SELECT * FROM ready UNION ALL SELECT * FROM slow`;

const PICKED = (isSlow: boolean, limit: string): string => `
  SELECT d.delivery_id FROM lane CROSS JOIN LATERAL (
    SELECT w.delivery_id FROM webhooks.deliveries w
     WHERE w.endpoint_id = lane.endpoint_id AND w.state = 'due' AND w.next_attempt_at <= now()
     ORDER BY w.next_attempt_at, w.position LIMIT greatest(lane.free, 0)) d
   WHERE ${isSlow ? '' : 'NOT '}lane.is_slow LIMIT ${limit}`;

/** By the array, never by a join with what was picked: there the planner would hash the whole table, 16 times slower at 200 000 rows. */
export const TAKE = `
  WITH lane AS MATERIALIZED (
    SELECT l.endpoint_id, l.is_slow, l.width - (
      SELECT count(*) FROM webhooks.deliveries s WHERE s.endpoint_id = l.endpoint_id AND s.state = 'sending') AS free
      FROM unnest($1::uuid[], $2::int[], $3::boolean[]) AS l(endpoint_id, width, is_slow)),
  ready AS MATERIALIZED (${PICKED(false, '$4')}),
  slow AS MATERIALIZED (${PICKED(true, 'greatest(0, least($5, $4 - (SELECT count(*) FROM ready)))')})
  UPDATE webhooks.deliveries
     SET state = 'sending', lease = lease + 1, lease_owner = $6, lease_until = now() + $7::int * interval '1 ms', attempt = attempt + 1, tries = tries + 1
   WHERE delivery_id = ANY(ARRAY(SELECT delivery_id FROM ready UNION ALL SELECT delivery_id FROM slow))
  RETURNING delivery_id, endpoint_id, org_id, announcement_id, type, cause, attempt, tries, lease, links_from, is_forced, created_at`;

const SETTLE_LANES = `UPDATE webhooks.lanes l SET due_at = ${NEXT_LOOK} WHERE l.endpoint_id = ANY($1::uuid[])`;

interface LaneRow {
  endpoint_id: string;
  width: number;
  is_slow: boolean;
}

interface Row {
  delivery_id: string;
  endpoint_id: string;
  org_id: string;
  announcement_id: string;
  type: string;
  cause: string;
  attempt: number;
  tries: number;
  lease: number;
  links_from: Date | null;
  is_forced: boolean;
  created_at: Date;
}

/** Deliveries that are due, and the lanes they are in. Lanes are looked for, never deliveries. */
@Injectable()
export class DeliveryTable {
  constructor(
    private readonly database: Database,
    private readonly locks: SessionLocks,
  ) {}

  /** One transaction, on the disk before anything is sent. Lanes that another process has at this moment are passed over. */
  async claim({ places, slowPlaces }: Room): Promise<Claimed[]> {
    if (places <= 0) return [];
    const slowLimit = Math.max(0, Math.min(slowPlaces, places));
    return this.database.transaction(async (tx) => {
      const lanes = await tx.query<LaneRow>(LANES, [Math.min(places, MAX_LANES), Math.min(slowLimit, MAX_LANES)]);
      if (lanes.length === 0) return [];
      const ids = lanes.map(({ endpoint_id }) => endpoint_id);
      const [widths, slow] = [lanes.map(({ width }) => width), lanes.map(({ is_slow }) => is_slow)];
      const rows = await tx.query<Row>(TAKE, [ids, widths, slow, places, slowLimit, this.locks.instance, LEASE_MS]);
      await tx.query(SETTLE_LANES, [ids]);
      const slowOnes = new Set(lanes.filter(({ is_slow }) => is_slow).map(({ endpoint_id }) => endpoint_id));
      return rows.map((row) => claimedOf(row, slowOnes.has(row.endpoint_id)));
    });
  }

  /** A try is open for long: its lane stands in the slow row from now on, in every process. */
  async noteSlow(endpointIds: readonly string[]): Promise<void> {
    await this.database.query('UPDATE webhooks.lanes SET is_slow = true WHERE endpoint_id = ANY($1::uuid[]) AND NOT is_slow', [
      endpointIds,
    ]);
  }

  /** Tries that were not made, or whose end nobody knows: due again at once, and not counted. */
  async giveBack(leases: readonly { readonly deliveryId: string; readonly lease: number }[], delaySeconds = 0): Promise<number> {
    if (leases.length === 0) return 0;
    const ids = leases.map(({ deliveryId }) => deliveryId);
    return this.returned(
      `SELECT endpoint_id FROM webhooks.deliveries WHERE delivery_id = ANY($1::uuid[])`,
      [ids],
      `delivery_id = ANY($1::uuid[]) AND (delivery_id, lease) IN (SELECT * FROM unnest($1::uuid[], $3::int[]))`,
      [ids, delaySeconds, leases.map(({ lease }) => lease)],
    );
  }

  /** Of processes that are gone. @returns tries that are due again */
  async recoverLost(alive: ReadonlySet<number>): Promise<number> {
    const condition = `state = 'sending' AND (lease_owner <> ALL($1::int[]) OR lease_until < now())`;
    const owners = [...alive];
    return this.returned(`SELECT DISTINCT endpoint_id FROM webhooks.deliveries WHERE ${condition}`, [owners], condition, [owners, 0]);
  }

  /** @param lanesOf names the lanes, `$1` @param condition which deliveries, `$1` the same and `$2` seconds until they are due */
  private async returned(lanesOf: string, of: unknown[], condition: string, params: unknown[]): Promise<number> {
    const lanes = await this.database.query<{ endpoint_id: string }>(lanesOf, of);
    if (lanes.length === 0) return 0;
    const ids = lanes.map(({ endpoint_id }) => endpoint_id);
    return this.database.transaction(async (tx) => {
      await lockLanes(tx, ids);
      const rows = await tx.query(
        `UPDATE webhooks.deliveries SET state = 'due', lease_owner = NULL, attempt = attempt - 1, tries = tries - 1,
                next_attempt_at = now() + $2::int * interval '1 second'
          WHERE state = 'sending' AND ${condition} RETURNING 1 AS one`,
        params,
      );
      await settleLanes(tx, ids);
      return rows.length;
    });
  }
}

/** Always in this order, and before the deliveries are looked at: a fan-out that commits meanwhile is seen by the next statement. */
export async function lockLanes(tx: Queryable, endpointIds: readonly string[]): Promise<void> {
  await tx.query('SELECT endpoint_id FROM webhooks.lanes WHERE endpoint_id = ANY($1::uuid[]) ORDER BY endpoint_id FOR UPDATE', [
    endpointIds,
  ]);
}

/** Locked lanes only. */
export const settleLanes = async (tx: Queryable, endpointIds: readonly string[]): Promise<void> =>
  void (await tx.query(SETTLE_LANES, [endpointIds]));

const claimedOf = (row: Row, isSlow: boolean): Claimed => ({
  ...{ deliveryId: row.delivery_id, endpointId: row.endpoint_id, orgId: row.org_id, announcementId: row.announcement_id },
  ...{ type: row.type, cause: row.cause, attempt: row.attempt, tries: row.tries, lease: row.lease, isForced: row.is_forced },
  ...{ linksFrom: row.links_from?.getTime() ?? null, createdAt: row.created_at.toISOString(), isSlow },
});
