import { type Queryable } from '#platform';
import { type BillingPeriod } from '../../contracts/billing.events.js';
import { type Resource, RESOURCES } from '../../contracts/resources.js';
import { type Amounts } from '../../domain/amounts.js';
import { type Balance, type Limits } from '../../domain/limits.js';

/** Those that a period begins and ends; `concurrent_videos` is what is under way, whatever the day. */
export const PERIOD_RESOURCES = RESOURCES.filter((resource) => resource !== 'concurrent_videos');

/** A change of one period's balance, in millionths. */
export interface Change {
  readonly reserved: Amounts;
  readonly used: Amounts;
}

type Columns = Readonly<Record<`${Resource}_${'reserved' | 'used'}`, string | null>>;

const columns = PERIOD_RESOURCES.flatMap((resource) => [`b.${resource}_reserved`, `b.${resource}_used`]).join(', ');

const READ = `
  SELECT ${columns}, l.concurrent_videos AS concurrent_videos_reserved
  FROM (SELECT $1::uuid AS org_id) o
  LEFT JOIN billing.balances b ON b.org_id = o.org_id AND b.period_start = $2::timestamptz
  LEFT JOIN billing.live l ON l.org_id = o.org_id`;

/**
 * All of it or nothing: one condition on one row, looked at again on the newest version when somebody else was first. What is under way
 * is a row of its own, taken before; it is left alone by work that does not count there. Parameters: organisation, period, and then a
 * pair (wanted, limit) for each resource, `concurrent_videos` first; null: unlimited.
 */
const RESERVE = `
  WITH live AS (
    UPDATE billing.live SET concurrent_videos = concurrent_videos + $3::numeric
    WHERE org_id = $1::uuid AND $3::numeric > 0 AND ($4::numeric IS NULL OR concurrent_videos + $3::numeric <= $4::numeric)
    RETURNING 1
  )
  UPDATE billing.balances b
  SET ${PERIOD_RESOURCES.map((resource, i) => `${resource}_reserved = b.${resource}_reserved + $${5 + 2 * i}::numeric`).join(', ')}, updated_at = now()
  WHERE b.org_id = $1::uuid AND b.period_start = $2::timestamptz AND ($3::numeric = 0 OR EXISTS (SELECT 1 FROM live))
    AND ${PERIOD_RESOURCES.map((resource, i) => fits(resource, 5 + 2 * i)).join('\n    AND ')}
  RETURNING ${columns}`;

function fits(resource: Resource, at: number): string {
  const sum = `b.${resource}_reserved + b.${resource}_used + $${at}::numeric`;
  return `($${at}::numeric = 0 OR $${at + 1}::numeric IS NULL OR ${sum} <= $${at + 1}::numeric)`;
}

/** Settling and giving back never fails for want of room. First what is under way, as above. */
const BOOK = `
  WITH live AS (
    UPDATE billing.live SET concurrent_videos = concurrent_videos + $3::numeric WHERE org_id = $1::uuid AND $3::numeric <> 0 RETURNING 1
  )
  UPDATE billing.balances b
  SET ${PERIOD_RESOURCES.map((resource, i) => `${resource}_reserved = b.${resource}_reserved + $${4 + 2 * i}::numeric, ${resource}_used = b.${resource}_used + $${5 + 2 * i}::numeric`).join(', ')}, updated_at = now()
  WHERE b.org_id = $1::uuid AND b.period_start = $2::timestamptz AND (SELECT count(*) FROM live) >= 0
  RETURNING ${columns}`;

/** @returns null when the period has no row yet: then nothing can be booked before `ensure` was called. */
export async function readBalance(db: Queryable, orgId: string, period: BillingPeriod): Promise<Balance | null> {
  const [row] = await db.query<Columns>(READ, [orgId, period.start]);
  return row && row.videos_reserved !== null && row.concurrent_videos_reserved !== null ? balanceOf(row) : null;
}

export const NO_BALANCE: Balance = { reserved: {}, used: {} };

/** Makes the rows of a period. Outside of the transaction that books, so that nobody waits for it to know whether they are there. */
export async function ensureBalance(db: Queryable, orgId: string, period: BillingPeriod): Promise<void> {
  await db.query('INSERT INTO billing.live (org_id) VALUES ($1) ON CONFLICT DO NOTHING', [orgId]);
  await db.query('INSERT INTO billing.balances (org_id, period_start, period_end) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
    orgId,
    period.start,
    period.end,
  ]);
}

/** @returns whether all of it fitted; false: nothing was reserved in this period, and the transaction must be given up. */
export async function reserveOn(tx: Queryable, orgId: string, period: BillingPeriod, wanted: Amounts, limits: Limits): Promise<boolean> {
  const pairs = (['concurrent_videos', ...PERIOD_RESOURCES] as const).flatMap((resource) => [
    String(wanted[resource] ?? 0n),
    limits[resource] === null ? null : String(limits[resource]),
  ]);
  return (await tx.query(RESERVE, [orgId, period.start, ...pairs])).length > 0;
}

/** @throws Error when the period has no row */
export async function bookOn(tx: Queryable, orgId: string, period: BillingPeriod, { reserved, used }: Change): Promise<void> {
  const pairs = PERIOD_RESOURCES.flatMap((resource) => [String(reserved[resource] ?? 0n), String(used[resource] ?? 0n)]);
  const rows = await tx.query(BOOK, [orgId, period.start, String(reserved.concurrent_videos ?? 0n), ...pairs]);
  if (rows.length === 0) throw new Error(`organisation ${orgId} has no balance for the period from ${period.start}`);
}

export function balanceOf(row: Columns): Balance {
  const part = (side: 'reserved' | 'used'): Amounts =>
    Object.fromEntries(
      RESOURCES.flatMap((resource) => {
        const amount = BigInt(row[`${resource}_${side}`] ?? 0);
        return amount === 0n ? [] : [[resource, amount]];
      }),
    );
  return { reserved: part('reserved'), used: part('used') };
}
