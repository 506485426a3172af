import { RetryTransaction } from '#eventing';
import { isUniqueViolation, type Queryable } from '#platform';
import { type BillingPeriod } from '../../contracts/billing.events.js';
import { type Reservation, type BillableWork, type BillableWorkKind } from '../../contracts/quota.js';
import { type Resource } from '../../contracts/resources.js';
import { type Amounts, amountsOf } from '../../domain/amounts.js';

/** A reservation that has not been closed. */
export interface OpenReservation {
  readonly reservationId: string;
  readonly orgId: string;
  readonly subject: BillableWork;
}

interface Row {
  readonly reservation_id: string;
  readonly org_id: string;
  readonly subject_kind: BillableWorkKind;
  readonly subject_id: string;
}

/** Large numbers lose digits in JSON, so amounts are text there. */
export const amountsText = (amounts: Amounts): string =>
  JSON.stringify(Object.fromEntries(Object.entries(amounts).map(([resource, amount]) => [resource, String(amount)])));

export const amountsFrom = (stored: Readonly<Record<string, string>>): Amounts =>
  Object.fromEntries(Object.entries(stored).map(([resource, amount]) => [resource as Resource, BigInt(amount)]));

/** The same work was set aside at the same moment by somebody who was faster. */
class ReservedBefore extends RetryTransaction {
  constructor(orgId: string) {
    super(`work of ${orgId} was set aside while it was being accepted`);
  }
}

/** @throws RetryTransaction when one of them is there: two that ask for the same at once. Who decides again sees it */
export async function keepOpen(tx: Queryable, orgId: string, period: BillingPeriod, reservations: readonly Reservation[]): Promise<void> {
  try {
    await insertOpen(tx, orgId, period, reservations);
  } catch (error) {
    throw isUniqueViolation(error, 'reservations_pkey') ? new ReservedBefore(orgId) : error;
  }
}

async function insertOpen(tx: Queryable, orgId: string, period: BillingPeriod, reservations: readonly Reservation[]): Promise<void> {
  await tx.query(
    `INSERT INTO billing.reservations (reservation_id, org_id, period_start, subject_kind, subject_id, remaining)
     SELECT n.id, $1, $2, n.kind, n.subject_id, n.remaining
     FROM unnest($3::uuid[], $4::text[], $5::uuid[], $6::jsonb[]) AS n(id, kind, subject_id, remaining)`,
    [
      ...[orgId, period.start],
      reservations.map(({ reservationId }) => reservationId),
      reservations.map(({ subject }) => subject.kind),
      reservations.map(({ subject }) => subject.id),
      reservations.map(({ quantities }) => amountsText(amountsOf(quantities))),
    ],
  );
}

/** What an open reservation holds, and the period it counts in; locked to the end of the transaction. Null: there is none. */
export async function lockOpen(tx: Queryable, reservationId: string): Promise<{ remaining: Amounts; periodStart: string } | null> {
  const [row] = await tx.query<{ remaining: Record<string, string>; period_start: Date }>(
    'SELECT remaining, period_start FROM billing.reservations WHERE reservation_id = $1 FOR UPDATE',
    [reservationId],
  );
  return row ? { remaining: amountsFrom(row.remaining), periodStart: row.period_start.toISOString() } : null;
}

/** Of one piece of work, those that are open. `isHeld`: its work has ended, and only what a provider may still charge is left of it. */
export async function reservationsOfWork(db: Queryable, subjectId: string): Promise<{ reservationId: string; isHeld: boolean }[]> {
  return db.query(
    `SELECT reservation_id AS "reservationId", is_held AS "isHeld" FROM billing.reservations WHERE subject_id = $1 ORDER BY opened_at`,
    [subjectId],
  );
}

/** What these reservations are for, and hold. */
export async function openOnes(
  tx: Queryable,
  reservationIds: readonly string[],
): Promise<ReadonlyMap<string, { readonly subjectId: string; readonly remaining: Amounts }>> {
  if (reservationIds.length === 0) return new Map();
  const rows = await tx.query<{ reservation_id: string; subject_id: string; remaining: Record<string, string> }>(
    'SELECT reservation_id, subject_id, remaining FROM billing.reservations WHERE reservation_id = ANY($1::uuid[])',
    [reservationIds],
  );
  return new Map(rows.map((row) => [row.reservation_id, { subjectId: row.subject_id, remaining: amountsFrom(row.remaining) }]));
}

export async function markHeld(tx: Queryable, reservationIds: readonly string[]): Promise<void> {
  await tx.query('UPDATE billing.reservations SET is_held = true WHERE reservation_id = ANY($1::uuid[])', [reservationIds]);
}

/** What is left of reservations; null: they are closed. At most two statements. */
export async function keepRemaining(tx: Queryable, left: ReadonlyMap<string, Amounts | null>): Promise<void> {
  const closed = [...left].filter(([, amounts]) => amounts === null).map(([id]) => id);
  const open = [...left].flatMap(([id, amounts]) => (amounts === null ? [] : [{ id, amounts }]));
  if (closed.length > 0) await tx.query('DELETE FROM billing.reservations WHERE reservation_id = ANY($1::uuid[])', [closed]);
  if (open.length === 0) return;
  await tx.query(
    `UPDATE billing.reservations r SET remaining = n.remaining
     FROM unnest($1::uuid[], $2::jsonb[]) AS n(reservation_id, remaining) WHERE r.reservation_id = n.reservation_id`,
    [open.map(({ id }) => id), open.map(({ amounts }) => amountsText(amounts))],
  );
}

/** Oldest first. @param orgId null: of all organisations @param olderThanMs opened at least this long ago @param withHeld also those whose work has ended */
export async function openReservations(
  db: Queryable,
  {
    orgId,
    olderThanMs,
    limit,
    after,
    withHeld,
  }: { orgId: string | null; olderThanMs: number; limit: number; after: string | null; withHeld: boolean },
): Promise<OpenReservation[]> {
  const rows = await db.query<Row>(
    `SELECT reservation_id, org_id, subject_kind, subject_id FROM billing.reservations
     WHERE ($1::uuid IS NULL OR org_id = $1) AND opened_at <= now() - $2 * interval '1 millisecond'
       AND ($4::uuid IS NULL OR reservation_id > $4) AND ($5 OR NOT is_held) ORDER BY reservation_id LIMIT $3`,
    [orgId, olderThanMs, limit, after, withHeld],
  );
  return rows.map(({ reservation_id, org_id, subject_kind, subject_id }) => ({
    reservationId: reservation_id,
    orgId: org_id,
    subject: { kind: subject_kind, id: subject_id },
  }));
}
