import { createHash } from 'node:crypto';
import { deriveId, type Queryable } from '#platform';
import { type UsageEffect } from '../../contracts/usage.js';

/** An effect on its way to the ledger. */
export interface Posting {
  readonly id: string;
  readonly orgId: string;
  readonly reservationId: string;
  readonly effect: UsageEffect;
  readonly correlationId: string;
  readonly causationId: string | null;
}

interface Row {
  readonly id: string;
  readonly org_id: string;
  readonly reservation_id: string;
  readonly body: UsageEffect;
  readonly correlation_id: string;
  readonly causation_id: string | null;
}

/** First number of the advisory locks that let one process at a time book for an organisation. */
const LOCK_CLASS = 7303;

export const factsOf = (effect: UsageEffect): { readonly orgId: string; readonly reservationId: string; readonly at: string } =>
  'settle' in effect ? effect.settle : 'release' in effect ? effect.release : effect.close;

/** The same for the same effect, however often it is said. */
export function postingId(effect: UsageEffect): string {
  if ('settle' in effect) return deriveId('settle', effect.settle.subject.kind, effect.settle.subject.id, effect.settle.entry);
  if ('release' in effect) return deriveId('release', effect.release.reservationId, effect.release.entry);
  return deriveId('close', effect.close.reservationId);
}

export async function insertPostings(tx: Queryable, postings: readonly Posting[]): Promise<void> {
  await tx.query(
    `INSERT INTO billing.postings (id, org_id, reservation_id, body, correlation_id, causation_id)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::jsonb[], $5::text[], $6::text[]) ON CONFLICT (id) DO NOTHING`,
    [
      postings.map(({ id }) => id),
      postings.map(({ orgId }) => orgId),
      postings.map(({ reservationId }) => reservationId),
      postings.map(({ effect }) => JSON.stringify(effect)),
      postings.map(({ correlationId }) => correlationId),
      postings.map(({ causationId }) => causationId),
    ],
  );
}

/** Organisations for which something waits to be booked. */
export async function organisationsWaiting(db: Queryable): Promise<string[]> {
  const rows = await db.query<{ org_id: string }>('SELECT DISTINCT org_id FROM billing.postings WHERE applied_at IS NULL LIMIT 1000');
  return rows.map((row) => row.org_id);
}

/** To the end of the transaction. @returns false: another process books for this organisation right now */
export async function lockOrganisation(tx: Queryable, orgId: string): Promise<boolean> {
  const number = createHash('sha256').update(orgId).digest().readInt32BE(0);
  const [row] = await tx.query<{ locked: boolean }>('SELECT pg_try_advisory_xact_lock($1::int4, $2::int4) AS locked', [LOCK_CLASS, number]);
  return row?.locked ?? false;
}

/** Oldest first. */
export async function waitingPostings(tx: Queryable, orgId: string, limit: number): Promise<Posting[]> {
  const rows = await tx.query<Row>(
    `SELECT id, org_id, reservation_id, body, correlation_id, causation_id FROM billing.postings
     WHERE org_id = $1 AND applied_at IS NULL ORDER BY seq LIMIT $2`,
    [orgId, limit],
  );
  return rows.map(({ id, org_id, reservation_id, body, correlation_id, causation_id }) => ({
    ...{ id, orgId: org_id, reservationId: reservation_id, effect: body },
    ...{ correlationId: correlation_id, causationId: causation_id },
  }));
}

/** @param errors of those that can never be booked */
export async function markApplied(tx: Queryable, ids: readonly string[], errors: ReadonlyMap<string, string>): Promise<void> {
  await tx.query(
    `UPDATE billing.postings p SET applied_at = now(), error = n.error FROM unnest($1::uuid[], $2::text[]) AS n(id, error) WHERE p.id = n.id`,
    [ids, ids.map((id) => errors.get(id) ?? null)],
  );
}

/** What was booked long ago is remembered by its reservation and its records. Those that failed stay, for people. */
export async function removeApplied(db: Queryable, olderThanMs: number): Promise<void> {
  await db.query(
    `DELETE FROM billing.postings WHERE id IN (
       SELECT id FROM billing.postings WHERE applied_at < now() - $1 * interval '1 millisecond' AND error IS NULL LIMIT 5000)`,
    [olderThanMs],
  );
}

export async function organisationHasWaiting(db: Queryable, orgId: string): Promise<boolean> {
  return (await db.query('SELECT 1 FROM billing.postings WHERE org_id = $1 AND applied_at IS NULL LIMIT 1', [orgId])).length > 0;
}
