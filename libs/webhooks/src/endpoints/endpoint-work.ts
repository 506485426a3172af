import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '#platform';
import { LEASED } from '../delivery/delivery-table.js';
import { countOf, makePage, type Reach, type Wanted } from './replay-page.js';

/** Rows in one transaction: what is more is done in the next, so that nobody waits for long for the lane. */
const PAGE = 1_000;

/**
 * What is to be done with the deliveries of an endpoint. `hold`: what is due waits, because it is disabled. `resume`, `give_up`: what is held
 * is due again, or has failed. `delete`: all of them go.
 */
export type Work = { readonly kind: 'hold' | 'resume' | 'give_up' | 'delete' } | ReplayWork;
interface ReplayWork {
  readonly kind: 'replay';
  readonly wanted: Wanted;
  readonly reach: Reach;
}

interface Endpoint {
  readonly endpointId: string;
  readonly orgId: string;
}

interface Row {
  n: string;
  org_id: string;
  kind: Work['kind'];
  wanted: Wanted | null;
  after: string;
  after_id: string;
  up_to: string;
  asked_at: Date;
}

/** What a page has changed, and what is left; null: nothing. */
interface Step {
  readonly changed: number;
  readonly left: Work | null;
}

/**
 * Changes of very many deliveries. The first page is made at once, in the caller's transaction; what is more, page by page by the sweeper, in
 * the order in which it was asked for, whatever dies meanwhile. A request holds up nobody, and no endpoint another one.
 */
@Injectable()
export class EndpointWork {
  constructor(private readonly database: Database) {}

  /** Something that was asked for before is not done yet: what comes now comes behind it. The lane is locked. */
  async isBusy(tx: Queryable, endpointId: string): Promise<boolean> {
    return (await tx.query('SELECT 1 AS one FROM webhooks.endpoint_work WHERE endpoint_id = $1 LIMIT 1', [endpointId])).length > 0;
  }

  /** The lane is locked, or gone with its endpoint. @param isBusy as said, where it is known @returns deliveries that change because of it, those of later pages of a replay included */
  async begin(tx: Queryable, of: Endpoint, work: Work, isBusy?: boolean): Promise<number> {
    const isBehind = isBusy ?? (await this.isBusy(tx, of.endpointId));
    const { changed, left } = isBehind ? { changed: 0, left: work } : await step(tx, of, work, null);
    if (!left) return changed;
    const { wanted = null, reach = null } = left.kind === 'replay' ? left : {};
    await tx.query(
      `INSERT INTO webhooks.endpoint_work (org_id, endpoint_id, kind, wanted, after, after_id, up_to, asked_at)
       VALUES ($1, $2, $3, $4, coalesce($5::bigint, 0), coalesce($6::uuid, '00000000-0000-0000-0000-000000000000'), coalesce($7::bigint, 0), now())`,
      [of.orgId, of.endpointId, left.kind, wanted && JSON.stringify(wanted), reach?.after, reach?.afterId, reach?.upTo],
    );
    return left.kind === 'replay' ? changed + (await countOf(tx, of, left.wanted, left.reach)) : changed;
  }

  /** All that there is of an endpoint that has been deleted; its secrets and its row go with it. The lane is locked. */
  async forget(tx: Queryable, of: Endpoint): Promise<void> {
    await tx.query('DELETE FROM webhooks.endpoint_work WHERE endpoint_id = $1', [of.endpointId]);
    await tx.query('DELETE FROM webhooks.lanes WHERE endpoint_id = $1', [of.endpointId]);
    await tx.query('DELETE FROM webhooks.leases WHERE endpoint_id = $1', [of.endpointId]);
    await this.begin(tx, of, { kind: 'delete' });
  }

  /** A fan-out that has not seen the deletion yet makes lanes anew. @returns endpoints whose rest is gone, or will be */
  async forgetStrays(): Promise<number> {
    const strays = await this.database.query<{ endpoint_id: string; org_id: string }>(
      `SELECT l.endpoint_id, l.org_id FROM webhooks.lanes l
        WHERE NOT EXISTS (SELECT FROM webhooks.endpoints e WHERE e.key = l.endpoint_id::text) LIMIT $1`,
      [PAGE],
    );
    for (const { endpoint_id: endpointId, org_id: orgId } of strays) {
      await this.database.transaction(async (tx) => {
        if (await lockLane(tx, endpointId)) await this.forget(tx, { endpointId, orgId });
      });
    }
    return strays.length;
  }

  /** Of an organisation that is being erased. */
  async left(orgId: string): Promise<number> {
    const [row] = await this.database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM webhooks.endpoint_work WHERE org_id = $1',
      [orgId],
    );
    return row?.count ?? 0;
  }

  /** @returns whether there is more, for this or another endpoint: each has its turn */
  async carryOn(): Promise<boolean> {
    const [next] = await this.database.query<{ endpoint_id: string; n: string }>(
      `SELECT endpoint_id, n FROM webhooks.endpoint_work w
        WHERE NOT EXISTS (SELECT FROM webhooks.endpoint_work o WHERE o.endpoint_id = w.endpoint_id AND o.n < w.n)
        ORDER BY looked_at, n LIMIT 1`,
    );
    if (!next) return false;
    await this.database.transaction((tx) => this.page(tx, next.endpoint_id, next.n));
    return true;
  }

  /** The lane first, as everybody does. */
  private async page(tx: Queryable, endpointId: string, n: string): Promise<void> {
    const isThere = await lockLane(tx, endpointId);
    const [row] = await tx.query<Row>('SELECT * FROM webhooks.endpoint_work WHERE n = $1 FOR UPDATE', [n]);
    if (!row) return;
    const isLost = !isThere && row.kind !== 'delete';
    const { changed, left } = isLost ? NOTHING_LEFT : await step(tx, { endpointId, orgId: row.org_id }, workOf(row), row.asked_at);
    if (changed > 0 && (row.kind === 'replay' || row.kind === 'resume')) await wakeLane(tx, endpointId);
    if (!left) await tx.query('DELETE FROM webhooks.endpoint_work WHERE n = $1', [n]);
    else {
      const { after, afterId } = left.kind === 'replay' ? left.reach : { after: 0, afterId: row.after_id };
      await tx.query('UPDATE webhooks.endpoint_work SET after = $2, after_id = $3, looked_at = clock_timestamp() WHERE n = $1', [
        ...[n, after, afterId],
      ]);
    }
  }
}

const NOTHING_LEFT: Step = { changed: 0, left: null };

const workOf = ({ kind, wanted, after, after_id: afterId, up_to: upTo }: Row): Work => {
  if (kind !== 'replay') return { kind };
  if (!wanted) throw new Error('a replay of nothing is kept');
  return { kind, wanted, reach: { after: Number(after), afterId, upTo: Number(upTo) } };
};

/** @param askedAt null: now */
async function step(tx: Queryable, of: Endpoint, work: Work, askedAt: Date | null): Promise<Step> {
  if (work.kind === 'replay') {
    const { made, left } = await makePage(tx, of, work.wanted, work.reach, PAGE);
    return { changed: made, left: left && { ...work, reach: left } };
  }
  const isTimed = work.kind === 'hold' || work.kind === 'give_up';
  const params = [of.endpointId, PAGE, ...(isTimed ? [askedAt] : [])];
  const changed = (await tx.query(PAGES[work.kind], params)).length;
  return { changed, left: changed < PAGE ? null : work };
}

const rowsWhere = (condition: string): string =>
  `delivery_id = ANY(ARRAY(SELECT delivery_id FROM webhooks.deliveries l WHERE endpoint_id = $1 AND ${condition} LIMIT $2))`;

const PAGES = {
  // But for what somebody has asked for by itself, and what is being sent. Since it was asked for: what is given up later is what was held by then.
  hold: `UPDATE webhooks.deliveries SET state = 'held', ended_at = coalesce($3::timestamptz, now()) WHERE ${rowsWhere(`state = 'due' AND NOT is_forced AND delivery_id <> ALL(${LEASED})`)} RETURNING 1 AS one`,
  resume: `UPDATE webhooks.deliveries SET state = 'due', attempt = 0, next_attempt_at = now(), ended_at = NULL
            WHERE ${rowsWhere(`state = 'held'`)} RETURNING 1 AS one`,
  give_up: `UPDATE webhooks.deliveries SET state = 'failed', ended_at = now() WHERE ${rowsWhere(`state = 'held' AND ended_at <= coalesce($3::timestamptz, now())`)} RETURNING 1 AS one`,
  delete: `WITH gone AS (DELETE FROM webhooks.deliveries WHERE ${rowsWhere('true')} RETURNING delivery_id),
             tries AS (DELETE FROM webhooks.attempts WHERE delivery_id = ANY(ARRAY(SELECT delivery_id FROM gone)))
           SELECT delivery_id FROM gone`,
} as const;

/** Before anything else of it is looked at or changed. @returns false: it is gone, with its endpoint */
export async function lockLane(tx: Queryable, endpointId: string): Promise<boolean> {
  return (await tx.query('SELECT 1 AS one FROM webhooks.lanes WHERE endpoint_id = $1 FOR UPDATE', [endpointId])).length > 0;
}

/** Something is due there: its lane is looked at, a pause notwithstanding. */
export const wakeLane = async (tx: Queryable, endpointId: string): Promise<void> =>
  void (await tx.query('UPDATE webhooks.lanes SET due_at = now(), paused_until = NULL WHERE endpoint_id = $1', [endpointId]));
