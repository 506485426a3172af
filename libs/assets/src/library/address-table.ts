import { type Queryable } from '#platform';
import { type AddressOwner, type AddressPurpose, KEPT_FOR, KeptAddresses } from '../contracts/kept-addresses.js';

/** `assets.kept_addresses`. */
export class AddressTable extends KeptAddresses {
  /** Those of the same purpose whose time is over go with each new one. */
  async keep(
    tx: Queryable,
    { orgId, subjectId }: AddressOwner,
    purpose: AddressPurpose,
    values: ReadonlyMap<string, unknown>,
  ): Promise<void> {
    if (values.size === 0) return;
    const age = KEPT_FOR[purpose];
    if (age !== null) {
      await tx.query('DELETE FROM assets.kept_addresses WHERE purpose = $1 AND created_at < now() - $2::interval', [purpose, age]);
    }
    await tx.query(
      `INSERT INTO assets.kept_addresses (org_id, subject_id, purpose, name, value)
       SELECT $1, $2, $3, name, value FROM unnest($4::text[], $5::jsonb[]) AS given(name, value)
           ON CONFLICT (subject_id, purpose, name) DO NOTHING`,
      [orgId, subjectId, purpose, [...values.keys()], [...values.values()].map((value) => JSON.stringify(value))],
    );
  }

  async find<Value>(db: Queryable, { orgId, subjectId }: AddressOwner, purpose: AddressPurpose, name: string): Promise<Value | null> {
    const [row] = await db.query<{ value: Value }>(
      'SELECT value FROM assets.kept_addresses WHERE org_id = $1 AND subject_id = $2 AND purpose = $3 AND name = $4',
      [orgId, subjectId, purpose, name],
    );
    return row?.value ?? null;
  }

  async newest(db: Queryable, orgId: string, purpose: AddressPurpose, limit: number): Promise<readonly string[]> {
    const rows = await db.query<{ subject_id: string }>(
      'SELECT subject_id FROM assets.kept_addresses WHERE org_id = $1 AND purpose = $2 ORDER BY created_at DESC LIMIT $3',
      [orgId, purpose, limit],
    );
    return rows.map((row) => row.subject_id);
  }

  async forgetAll(tx: Queryable, { orgId, subjectId }: AddressOwner): Promise<void> {
    await tx.query('DELETE FROM assets.kept_addresses WHERE org_id = $1 AND subject_id = $2', [orgId, subjectId]);
  }

  async forgetOrganisation(tx: Queryable, orgId: string): Promise<void> {
    await tx.query('DELETE FROM assets.kept_addresses WHERE org_id = $1', [orgId]);
  }

  async forget(tx: Queryable, { orgId, subjectId }: AddressOwner, purpose: AddressPurpose): Promise<void> {
    await tx.query('DELETE FROM assets.kept_addresses WHERE org_id = $1 AND subject_id = $2 AND purpose = $3', [orgId, subjectId, purpose]);
  }
}
