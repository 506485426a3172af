import { Injectable } from '@nestjs/common';
import { Database, type Queryable, SessionLocks } from '#platform';
import { MOST_OPEN } from '../domain/lane.js';

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

/** Longer than any try takes: whoever has not ended it by then never will. */
const LEASE_MS = 120_000;

/**
 * When the lane `l` is to be looked at next; null while all of its places are taken: the end of a try looks then.
 * @param of where its width and its pause are read
 */
export const nextLook = (of: 'l' | 'c'): string => `
  CASE WHEN (SELECT count(*) FROM webhooks.deliveries s WHERE s.endpoint_id = l.endpoint_id AND s.state = 'sending') >= ${of}.width THEN NULL
       ELSE (SELECT greatest(w.next_attempt_at, ${of}.paused_until) FROM webhooks.deliveries w
              WHERE w.endpoint_id = l.endpoint_id AND w.state = 'due' ORDER BY w.next_attempt_at LIMIT 1) END`;

const SETTLE_LANES = `UPDATE webhooks.lanes l SET due_at = ${nextLook('l')} WHERE l.endpoint_id = ANY($1::uuid[])`;

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
  is_slow: boolean;
}

/** Deliveries that are due, and the lanes they are in. Lanes are looked for, never deliveries. */
@Injectable()
export class DeliveryTable {
  constructor(
    private readonly database: Database,
    private readonly locks: SessionLocks,
  ) {}

  /**
   * On the disk before anything is sent. Lanes that another process has at this moment are passed over. One round trip: the statements of
   * `webhooks.claim` each see what was committed before them, and lanes are locked before their deliveries are looked at.
   */
  async claim({ places, slowPlaces }: Room): Promise<Claimed[]> {
    if (places <= 0) return [];
    const slowLimit = Math.max(0, Math.min(slowPlaces, places));
    const rows = await this.database.query<Row>('SELECT * FROM webhooks.claim($1, $2, $3, $4)', [
      ...[places, slowLimit, this.locks.instance, LEASE_MS],
    ]);
    return rows.map(claimedOf);
  }

  /** A try is open for long: its lane stands in the slow row from now on, in every process, and nothing is taken ahead for it. */
  async noteSlow(endpointIds: readonly string[]): Promise<void> {
    await this.database.query(
      'UPDATE webhooks.lanes SET is_slow = true, width = least(width, $2::int) WHERE endpoint_id = ANY($1::uuid[]) AND NOT is_slow',
      [endpointIds, MOST_OPEN],
    );
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

const claimedOf = (row: Row): Claimed => ({
  ...{ deliveryId: row.delivery_id, endpointId: row.endpoint_id, orgId: row.org_id, announcementId: row.announcement_id },
  ...{ type: row.type, cause: row.cause, attempt: row.attempt, tries: row.tries, lease: row.lease, isForced: row.is_forced },
  ...{ linksFrom: row.links_from?.getTime() ?? null, createdAt: row.created_at.toISOString(), isSlow: row.is_slow },
});
