import { type Queryable } from '#platform';

/** Longer than the tasks that fetch them live, a queue that was down for a weekend included. */
const KEPT_FOR = '7 days';

/** `assets.asset_addresses`: where assets are fetched from. Such an address may carry a signature, so no event and no task has it. */
export class ImportedAddresses {
  /** Addresses whose time is over go with each new one. */
  async remember(tx: Queryable, orgId: string, assetId: string, url: string): Promise<void> {
    await tx.query(`DELETE FROM assets.asset_addresses WHERE created_at < now() - interval '${KEPT_FOR}'`);
    await tx.query('INSERT INTO assets.asset_addresses (asset_id, org_id, url) VALUES ($1, $2, $3) ON CONFLICT (asset_id) DO NOTHING', [
      ...[assetId, orgId, url],
    ]);
  }

  async find(db: Queryable, orgId: string, assetId: string): Promise<string | null> {
    const [row] = await db.query<{ url: string }>('SELECT url FROM assets.asset_addresses WHERE asset_id = $1 AND org_id = $2', [
      ...[assetId, orgId],
    ]);
    return row?.url ?? null;
  }

  async forget(tx: Queryable, assetId: string): Promise<void> {
    await tx.query('DELETE FROM assets.asset_addresses WHERE asset_id = $1', [assetId]);
  }
}
