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
  /** It may be ended as long as this lease names it. */
  readonly lease: number;
  readonly linksFrom: number | null;
  readonly isForced: boolean;
  /** RFC 3339, of a test alone. */
  readonly createdAt: string | null;
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

/** Of the lane `l`: what is taken of it. A release before this one notes each delivery by itself, as `sending`. */
export const LEASED = 'ARRAY(SELECT unnest(s.delivery_ids) FROM webhooks.leases s WHERE s.endpoint_id = l.endpoint_id)';
const USED = `(SELECT coalesce(sum(cardinality(s.delivery_ids)), 0) FROM webhooks.leases s WHERE s.endpoint_id = l.endpoint_id)
       + (SELECT count(*) FROM webhooks.deliveries s WHERE s.endpoint_id = l.endpoint_id AND s.state = 'sending')`;

/**
 * When the lane `l` is to be looked at next; null while all of its places are taken: the end of a try looks then.
 * @param of where its width and its pause are read
 */
export const nextLook = (of: 'l' | 'c'): string => `
  CASE WHEN ${USED} >= ${of}.width THEN NULL
       ELSE (SELECT greatest(w.next_attempt_at, ${of}.paused_until) FROM webhooks.deliveries w
              WHERE w.endpoint_id = l.endpoint_id AND w.state = 'due' AND w.delivery_id <> ALL(${LEASED}) ORDER BY w.next_attempt_at LIMIT 1) END`;

const SETTLE_LANES = `UPDATE webhooks.lanes l SET due_at = ${nextLook('l')} WHERE l.endpoint_id = ANY($1::uuid[])`;

/** As `webhooks.take` has them: id, announcement, type, cause, attempts and tries before, whether forced, since when links count, when made. */
type Taken = [string, string, string, string, number, number, boolean, number | null, number | null];

interface Row {
  readonly lease_id: string;
  readonly endpoint_id: string;
  readonly org_id: string;
  readonly is_slow: boolean;
  readonly deliveries: readonly Taken[];
}

/** Deliveries that are due, and the lanes they are in. Lanes are looked for, never deliveries. */
@Injectable()
export class DeliveryTable {
  constructor(
    private readonly database: Database,
    private readonly locks: SessionLocks,
  ) {}

  /**
   * On the disk before anything is sent: a row for each lane, none for a delivery. Lanes that another process has at this moment are passed
   * over. One round trip: the statements of `webhooks.take` each see what was committed before them, and lanes are locked before their
   * deliveries are looked at.
   * @param db a transaction to take them in; it may hold lanes, and then waits for no other
   */
  async claim({ places, slowPlaces }: Room, db: Queryable = this.database): Promise<Claimed[]> {
    if (places <= 0) return [];
    const slowLimit = Math.max(0, Math.min(slowPlaces, places));
    const rows = await db.query<Row>('SELECT * FROM webhooks.take($1, $2, $3, $4)', [
      ...[places, slowLimit, this.locks.instance, LEASE_MS],
    ]);
    return rows.flatMap(claimedOf);
  }

  /** A try is open for long: its lane stands in the slow row from now on, in every process, and nothing is taken ahead for it. */
  async noteSlow(endpointIds: readonly string[]): Promise<void> {
    await this.database.query(
      'UPDATE webhooks.lanes SET is_slow = true, width = least(width, $2::int) WHERE endpoint_id = ANY($1::uuid[]) AND NOT is_slow',
      [endpointIds, MOST_OPEN],
    );
  }

  /** Tries that were not made, or whose end nobody knows: due again at once, and not counted. @returns those that were still ours to give */
  async giveBack(
    taken: readonly { readonly deliveryId: string; readonly endpointId: string; readonly lease: number }[],
    delaySeconds = 0,
  ): Promise<number> {
    if (taken.length === 0) return 0;
    const endpointIds = [...new Set(taken.map(({ endpointId }) => endpointId))];
    return this.database.transaction(async (tx) => {
      const locked = lockLanes(tx, endpointIds);
      const leases = await leasesOf(tx, taken);
      await locked;
      const ours = new Set(taken.filter((one) => isOurs(leases, one)).map(({ deliveryId }) => deliveryId));
      if (delaySeconds > 0) {
        await tx.query(
          `UPDATE webhooks.deliveries SET next_attempt_at = now() + $2::int * interval '1 second'
            WHERE delivery_id = ANY($1::uuid[]) AND state = 'due'`,
          [[...ours], delaySeconds],
        );
      }
      await release(tx, leases, ours);
      await settleLanes(tx, endpointIds);
      return ours.size;
    });
  }

  /** Of processes that are gone. @returns tries that are due again */
  async recoverLost(alive: ReadonlySet<number>): Promise<number> {
    const owners = [...alive];
    const lost = await this.database.query<{ endpoint_id: string }>(
      `SELECT endpoint_id FROM webhooks.leases WHERE ${LOST} UNION SELECT endpoint_id FROM webhooks.deliveries WHERE ${LOST_BEFORE}`,
      [owners],
    );
    if (lost.length === 0) return 0;
    const endpointIds = lost.map(({ endpoint_id }) => endpoint_id);
    return this.database.transaction(async (tx) => {
      await lockLanes(tx, endpointIds);
      const [{ leased } = { leased: 0 }] = await tx.query<{ leased: number }>(
        `WITH gone AS (DELETE FROM webhooks.leases WHERE ${LOST} AND endpoint_id = ANY($2::uuid[]) RETURNING cardinality(delivery_ids) AS size)
         SELECT coalesce(sum(size), 0)::int AS leased FROM gone`,
        [owners, endpointIds],
      );
      const before = await tx.query(
        `UPDATE webhooks.deliveries SET state = 'due', lease_owner = NULL, attempt = attempt - 1, tries = tries - 1, next_attempt_at = now()
          WHERE ${LOST_BEFORE} AND endpoint_id = ANY($2::uuid[]) RETURNING 1 AS one`,
        [owners, endpointIds],
      );
      await settleLanes(tx, endpointIds);
      return leased + before.length;
    });
  }
}

const LOST = '(owner <> ALL($1::int[]) OR until < now())';
/** As the release before this one has left it. */
const LOST_BEFORE = `state = 'sending' AND (lease_owner <> ALL($1::int[]) OR lease_until < now())`;

/**
 * Statements are planned once a connection, often while there are hardly any rows: what is done within finds its rows by an index all the same,
 * in one go, and also when there are very many. Without bitmaps: they find again and again what is gone, until the next vacuum. All in one write.
 */
export async function byIndexes<T extends readonly unknown[]>(
  tx: Queryable,
  work: () => [...{ [I in keyof T]: Promise<T[I]> }],
): Promise<T> {
  const on = tx.query(`SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_nestloop = off`);
  const done = work();
  const off = tx.query(`SET LOCAL enable_seqscan TO DEFAULT; SET LOCAL enable_bitmapscan TO DEFAULT; SET LOCAL enable_nestloop TO DEFAULT`);
  const [results] = await Promise.all([Promise.all(done), on, off]);
  return results as unknown as T;
}

/** Always in this order, and before the deliveries are looked at: a fan-out that commits meanwhile is seen by the next statement. */
export async function lockLanes(tx: Queryable, endpointIds: readonly string[]): Promise<void> {
  await tx.query('SELECT endpoint_id FROM webhooks.lanes WHERE endpoint_id = ANY($1::uuid[]) ORDER BY endpoint_id FOR UPDATE', [
    endpointIds,
  ]);
}

/** Locked lanes only. */
export const settleLanes = async (tx: Queryable, endpointIds: readonly string[]): Promise<void> =>
  void (await byIndexes(tx, () => [tx.query(SETTLE_LANES, [endpointIds])]));

/** By lease: the lane it is of, and what it still names. */
export type Leases = ReadonlyMap<number, { readonly endpointId: string; readonly ids: ReadonlySet<string> }>;

interface LeaseRow {
  readonly endpoint_id: string;
  readonly lease_id: string;
  /** As text: an array of thousands of ids would be taken apart sign by sign. */
  readonly delivery_ids: string;
}

/** Asked for behind the lock of their lanes, in the same write. @returns the leases that these were taken under, as far as there are any more */
export async function leasesOf(tx: Queryable, taken: readonly { readonly endpointId: string; readonly lease: number }[]): Promise<Leases> {
  const rows = await tx.query<LeaseRow>(
    `SELECT endpoint_id, lease_id, array_to_string(delivery_ids, ' ') AS delivery_ids FROM webhooks.leases
      WHERE endpoint_id = ANY($1::uuid[]) AND lease_id = ANY($2::bigint[])`,
    [[...new Set(taken.map(({ endpointId }) => endpointId))], [...new Set(taken.map(({ lease }) => lease))]],
  );
  return new Map(rows.map((row) => [Number(row.lease_id), { endpointId: row.endpoint_id, ids: new Set(row.delivery_ids.split(' ')) }]));
}

/** Whether a try may end: nobody has given its process up. */
export const isOurs = (leases: Leases, { deliveryId, lease }: { readonly deliveryId: string; readonly lease: number }): boolean =>
  leases.get(lease)?.ids.has(deliveryId) ?? false;

/** What has ended is out of its lease. Locked lanes only. */
export async function release(tx: Queryable, leases: Leases, ended: ReadonlySet<string>): Promise<void> {
  const rest = [...leases].map(([lease, { endpointId, ids }]) => ({
    ...{ lease, endpointId, size: ids.size },
    left: [...ids].filter((id) => !ended.has(id)),
  }));
  const changed = rest.filter(({ left, size }) => left.length < size);
  if (changed.length === 0) return;
  const over = changed.filter(({ left }) => left.length === 0).map(({ lease }) => lease);
  const less = changed.filter(({ left }) => left.length > 0);
  await tx.query(
    `WITH over AS (DELETE FROM webhooks.leases WHERE endpoint_id = ANY($1::uuid[]) AND lease_id = ANY($2::bigint[]))
     UPDATE webhooks.leases s SET delivery_ids = c.ids::uuid[]
       FROM unnest($3::bigint[], $4::text[]) AS c(lease_id, ids)
      WHERE s.endpoint_id = ANY($1::uuid[]) AND s.lease_id = ANY($3::bigint[]) AND s.lease_id = c.lease_id`,
    [changed.map(({ endpointId }) => endpointId), over, less.map(({ lease }) => lease), less.map(({ left }) => `{${left.join(',')}}`)],
  );
}

const claimedOf = ({ lease_id, endpoint_id: endpointId, org_id: orgId, is_slow: isSlow, deliveries }: Row): Claimed[] => {
  const lease = Number(lease_id);
  return deliveries.map(([deliveryId, announcementId, type, cause, attempt, tries, isForced, linksFrom, madeAt]) => ({
    ...{
      deliveryId,
      endpointId,
      orgId,
      announcementId,
      type,
      cause,
      attempt: attempt + 1,
      tries: tries + 1,
      lease,
      linksFrom,
      isForced,
      isSlow,
    },
    createdAt: madeAt === null ? null : new Date(madeAt).toISOString(),
  }));
};
