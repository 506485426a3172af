import { type Queryable } from '#platform';
import { type BillingPeriod } from '../../contracts/billing.events.js';
import { isStock, type Resource, RESOURCES } from '../../contracts/resources.js';
import { type Amounts } from '../../domain/amounts.js';
import { type Balance, type Limits } from '../../domain/limits.js';

/** Those that a period begins and ends. */
export const PERIOD_RESOURCES = RESOURCES.filter((resource) => !isStock(resource));

/** A change of one period's balance, in millionths. */
export interface Change {
  readonly reserved: Amounts;
  readonly used: Amounts;
}

type Columns = Readonly<Record<`${Resource}_${'reserved' | 'used'}`, string | null>>;

const columns = PERIOD_RESOURCES.flatMap((resource) => [`b.${resource}_reserved`, `b.${resource}_used`]).join(', ');

const STOCK_COLUMNS = ['concurrent_videos_reserved', 'storage_bytes_reserved', 'storage_bytes_used'];

const READ = `
  SELECT ${columns}, l.concurrent_videos AS concurrent_videos_reserved, l.storage_bytes_reserved, l.storage_bytes_used
  FROM (SELECT $1::uuid AS org_id) o
  LEFT JOIN billing.balances b ON b.org_id = o.org_id AND b.period_start = $2::timestamptz
  LEFT JOIN billing.live l ON l.org_id = o.org_id`;

/** Of the newest period that anything was held in: as a rule the one of this moment, which only the account's own row could say. */
const READ_NEWEST = `
  SELECT b.period_start, ${columns}, l.concurrent_videos AS concurrent_videos_reserved, l.storage_bytes_reserved, l.storage_bytes_used
  FROM (SELECT $1::uuid AS org_id) o
  LEFT JOIN LATERAL (SELECT * FROM billing.balances WHERE org_id = o.org_id ORDER BY period_start DESC LIMIT 1) b ON true
  LEFT JOIN billing.live l ON l.org_id = o.org_id`;

/**
 * All of it or nothing: one condition on one row, looked at again on the newest version when somebody else was first. What no period ends
 * is a row of its own, taken before; it is left alone by work that does not count there. Parameters: organisation, period, and then a
 * pair (wanted, limit) for each resource, `concurrent_videos` and `storage_bytes` first; null: unlimited.
 */
const RESERVE = `
  WITH live AS (
    UPDATE billing.live l
    SET concurrent_videos = l.concurrent_videos + $3::numeric, storage_bytes_reserved = l.storage_bytes_reserved + $5::numeric
    WHERE l.org_id = $1::uuid AND ($3::numeric > 0 OR $5::numeric > 0)
      AND ${fits('l.concurrent_videos', 3)}
      AND ${fits('l.storage_bytes_reserved + l.storage_bytes_used', 5)}
    RETURNING l.concurrent_videos AS concurrent_videos_reserved, l.storage_bytes_reserved, l.storage_bytes_used
  )
  UPDATE billing.balances b
  SET ${PERIOD_RESOURCES.map((resource, i) => `${resource}_reserved = b.${resource}_reserved + $${7 + 2 * i}::numeric`).join(', ')}, updated_at = now()
  WHERE b.org_id = $1::uuid AND b.period_start = $2::timestamptz
    AND ($3::numeric = 0 AND $5::numeric = 0 OR EXISTS (SELECT 1 FROM live))
    AND ${PERIOD_RESOURCES.map((resource, i) => fits(`b.${resource}_reserved + b.${resource}_used`, 7 + 2 * i)).join('\n    AND ')}
  RETURNING ${columns}, ${STOCK_COLUMNS.map((column) => `(SELECT ${column} FROM live)`).join(', ')}`;

function fits(taken: string, at: number): string {
  return `($${at}::numeric = 0 OR $${at + 1}::numeric IS NULL OR ${taken} + $${at}::numeric <= $${at + 1}::numeric)`;
}

/** Settling and giving back never fails for want of room. First what no period ends, as above. */
const BOOK = `
  WITH live AS (
    UPDATE billing.live l
    SET concurrent_videos = l.concurrent_videos + $3::numeric,
        storage_bytes_reserved = l.storage_bytes_reserved + $4::numeric, storage_bytes_used = l.storage_bytes_used + $5::numeric
    WHERE l.org_id = $1::uuid AND ($3::numeric <> 0 OR $4::numeric <> 0 OR $5::numeric <> 0) RETURNING 1
  )
  UPDATE billing.balances b
  SET ${PERIOD_RESOURCES.map((resource, i) => `${resource}_reserved = b.${resource}_reserved + $${6 + 2 * i}::numeric, ${resource}_used = b.${resource}_used + $${7 + 2 * i}::numeric`).join(', ')}, updated_at = now()
  WHERE b.org_id = $1::uuid AND b.period_start = $2::timestamptz AND (SELECT count(*) FROM live) >= 0
  RETURNING 1`;

/** What is held and used in a period, and of what no period ends. `isOpen`: its rows are there, so that something can be booked. */
export interface PeriodBalance {
  readonly balance: Balance;
  readonly isOpen: boolean;
}

export async function readBalance(db: Queryable, orgId: string, period: BillingPeriod): Promise<PeriodBalance> {
  const [row] = await db.query<Columns>(READ, [orgId, period.start]);
  return periodBalanceOf(row);
}

/** As `readBalance`, of whatever period is the newest. Asks at once; `of` waits, and reads again where another period is wanted. */
export function newestBalance(db: Queryable, orgId: string): { readonly of: (period: BillingPeriod) => Promise<PeriodBalance> } {
  const asked = db.query<Columns & { readonly period_start: Date | null }>(READ_NEWEST, [orgId]);
  asked.catch(() => undefined); // told by `of`
  return {
    of: async (period) => {
      const [row] = await asked;
      return row?.period_start?.getTime() === Date.parse(period.start) ? periodBalanceOf(row) : readBalance(db, orgId, period);
    },
  };
}

function periodBalanceOf(row: Columns | undefined): PeriodBalance {
  if (!row) return { balance: { reserved: {}, used: {} }, isOpen: false };
  return { balance: balanceOf(row), isOpen: row.videos_reserved !== null && row.concurrent_videos_reserved !== null };
}

/** Makes the rows of a period. Outside of the transaction that books, so that nobody waits for it to know whether they are there. */
export async function ensureBalance(db: Queryable, orgId: string, period: BillingPeriod): Promise<void> {
  await db.query('INSERT INTO billing.live (org_id) VALUES ($1) ON CONFLICT DO NOTHING', [orgId]);
  await db.query('INSERT INTO billing.balances (org_id, period_start, period_end) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
    orgId,
    period.start,
    period.end,
  ]);
}

/**
 * @returns what the period holds then, with those stocks that this has added to; null: it did not fit, nothing was reserved in this period,
 *   and the transaction must be given up
 */
export async function reserveOn(
  tx: Queryable,
  orgId: string,
  period: BillingPeriod,
  wanted: Amounts,
  limits: Limits,
): Promise<Balance | null> {
  const pairs = (['concurrent_videos', 'storage_bytes', ...PERIOD_RESOURCES] as const).flatMap((resource) => [
    String(wanted[resource] ?? 0n),
    limits[resource] === null ? null : String(limits[resource]),
  ]);
  const [row] = await tx.query<Columns>(RESERVE, [orgId, period.start, ...pairs]);
  return row ? balanceOf(row) : null;
}

/** @throws Error when the period has no row */
export async function bookOn(tx: Queryable, orgId: string, period: BillingPeriod, { reserved, used }: Change): Promise<void> {
  const pairs = PERIOD_RESOURCES.flatMap((resource) => [String(reserved[resource] ?? 0n), String(used[resource] ?? 0n)]);
  const stocks = [reserved.concurrent_videos, reserved.storage_bytes, used.storage_bytes].map((amount) => String(amount ?? 0n));
  const rows = await tx.query(BOOK, [orgId, period.start, ...stocks, ...pairs]);
  if (rows.length === 0) throw new Error(`organisation ${orgId} has no balance for the period from ${period.start}`);
}

function balanceOf(row: Columns): Balance {
  const part = (side: 'reserved' | 'used'): Amounts =>
    Object.fromEntries(
      RESOURCES.flatMap((resource) => {
        const amount = BigInt(row[`${resource}_${side}`] ?? 0);
        return amount === 0n ? [] : [[resource, amount]];
      }),
    );
  return { reserved: part('reserved'), used: part('used') };
}
